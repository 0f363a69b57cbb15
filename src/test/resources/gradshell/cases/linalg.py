"""Makes linalg.json: linear algebra of PyTorch on a CPU. Run: /usr/bin/python3 linalg.py

Signs of vectors are free, so those expressions show what does not depend on them.
"""
import json
import os
import torch

torch.manual_seed(6)
L = torch.linalg
cases = []


def written(x):
    kinds = {torch.float64: "float64", torch.float32: "float32", torch.int64: "int64", torch.bool: "bool"}
    def plain(v):
        return v if not isinstance(v, float) or v - v == 0 else "nan" if v != v else "inf" if v > 0 else "-inf"
    return {"dtype": kinds[x.dtype], "shape": list(x.shape), "data": [plain(v) for v in x.detach().contiguous().flatten().tolist()]}


def case(expr, function, grad=True, tolerance=1e-10, **inputs):
    leaves = {k: x.clone().requires_grad_(grad and x.is_floating_point() and x.dtype == torch.float64) for k, x in inputs.items()}
    y = function(**leaves)
    one = {"name": f"{len(cases)} " + " ".join(str(list(x.shape)) for x in inputs.values()), "expr": expr, "tolerance": tolerance,
           "inputs": {k: written(x) for k, x in inputs.items()}, "value": written(y)}
    if grad and y.requires_grad:
        u = torch.randn(y.shape, dtype=y.dtype)
        y.backward(u)
        one["cotangent"] = written(u)
        one["grads"] = {k: written(torch.zeros_like(x) if x.grad is None else x.grad) for k, x in leaves.items()}
    cases.append(one)


def rand(*shape, dtype=torch.float64):
    return torch.randn(*shape, dtype=torch.float64).to(dtype)


def definite(*shape, dtype=torch.float64):
    x = rand(*shape)
    return (x @ x.mT + torch.eye(shape[-1], dtype=torch.float64)).to(dtype)


def symmetric(*shape):
    x = rand(*shape)
    return x + x.mT


for n in (1, 2, 3, 5):
    case("a.inv()", lambda a: L.inv(a), a=rand(n, n))
    case("a.det()", lambda a: L.det(a), a=rand(n, n))
    case("a.solve(b)", lambda a, b: L.solve(a, b), a=rand(n, n), b=rand(n, 2))
    case("a.cholesky()", lambda a: L.cholesky(a), a=definite(n, n))
    case("a.slogdet().logabsdet()", lambda a: L.slogdet(a)[1], a=rand(n, n))
    case("a.eigh().values()", lambda a: L.eigh(a)[0], a=symmetric(n, n))
    case("a.svd().s()", lambda a: L.svd(a, full_matrices=False)[1], a=rand(n, n))
    case("a.qr().q()", lambda a: L.qr(a)[0], a=rand(n, n))
    case("a.qr().r()", lambda a: L.qr(a)[1], a=rand(n, n))
for batch in ((2,), (2, 3), (0,), (1, 2)):
    case("a.inv()", lambda a: L.inv(a), a=rand(*batch, 3, 3))
    case("a.det()", lambda a: L.det(a), a=rand(*batch, 2, 2))
    case("a.cholesky()", lambda a: L.cholesky(a), a=definite(*batch, 3, 3))
    case("a.solve(b)", lambda a, b: L.solve(a, b), a=rand(*batch, 3, 3), b=rand(*batch, 3))
case("a.solve(b)", lambda a, b: L.solve(a, b), a=rand(3, 3), b=rand(3))
case("a.solve(b)", lambda a, b: L.solve(a, b), a=rand(4, 1, 3, 3), b=rand(2, 3, 2))
case("a.solve(b)", lambda a, b: L.solve(a, b), a=rand(3, 3), b=rand(2, 3, 2))
case("a.solve(b)", lambda a, b: L.solve(a, b), a=rand(2, 3, 3), b=rand(3))
case("a.t().inv().matmul(a)", lambda a: L.inv(a.t()) @ a, a=rand(4, 4))
case("a.det()", lambda a: L.det(a), grad=False, a=torch.tensor([[1.0, 2.0], [2.0, 4.0]], dtype=torch.float64))
case("a.slogdet().sign()", lambda a: L.slogdet(a)[0], grad=False, a=rand(5, 4, 4))
case("a.slogdet().sign()", lambda a: L.slogdet(a)[0], grad=False, a=torch.zeros(2, 2, dtype=torch.float64))
case("a.slogdet().logabsdet()", lambda a: L.slogdet(a)[1], a=rand(2, 3, 3))
case("a.logdet()", lambda a: torch.logdet(a), a=definite(3, 3))
case("a.logdet()", lambda a: torch.logdet(a), a=definite(2, 4, 4))
case("a.det()", lambda a: L.det(a), grad=False, a=torch.zeros(0, 0, dtype=torch.float64))
case("a.det()", lambda a: L.det(a), grad=False, a=torch.zeros(3, 0, 0, dtype=torch.float64))
case("a.inv()", lambda a: L.inv(a), grad=False, a=torch.zeros(0, 0, dtype=torch.float64))
case("a.cholesky()", lambda a: L.cholesky(a), grad=False, a=torch.tensor([[4.0, 99.0], [2.0, 5.0]], dtype=torch.float64))
case("a.eigh().values()", lambda a: L.eigh(a)[0], grad=False, a=torch.tensor([[4.0, 99.0], [2.0, 5.0]], dtype=torch.float64))
for shape in ((5, 3), (3, 5), (2, 4, 2), (1, 4), (4, 1)):
    case("a.svd().s()", lambda a: L.svd(a, full_matrices=False)[1], a=rand(*shape))
    case("a.svd().u().mul(a.svd().s().unsqueeze(-2)).matmul(a.svd().vh())", lambda a: a * 1, a=rand(*shape))
    case("a.svd().u().abs()", lambda a: L.svd(a, full_matrices=False)[0].abs(), a=rand(*shape))
    case("a.svd().vh().abs()", lambda a: L.svd(a, full_matrices=False)[2].abs(), a=rand(*shape))
    case("a.pinv()", lambda a: L.pinv(a), a=rand(*shape))
    case("a.matrixRank()", lambda a: L.matrix_rank(a), grad=False, a=rand(*shape))
    case("a.qr().q()", lambda a: L.qr(a)[0], a=rand(*shape))
    case("a.qr().r()", lambda a: L.qr(a)[1], a=rand(*shape))
    case("a.qr().q().matmul(a.qr().r())", lambda a: L.qr(a)[0] @ L.qr(a)[1], a=rand(*shape))
for shape in ((3, 3), (2, 4, 4)):
    case("a.add(a.transpose(-2, -1)).eigh().vectors().abs()", lambda a: L.eigh(a + a.mT)[1].abs(), a=rand(*shape))
    case("a.eigvalsh()", lambda a: L.eigvalsh(a), a=symmetric(*shape))
case("a.qr().r()", lambda a: L.qr(a)[1], grad=False, a=torch.eye(3, dtype=torch.float64))
case("a.qr().q()", lambda a: L.qr(a)[0], grad=False, a=torch.tensor([[2.0, 1, 3], [0, -3, 1], [0, 0, -5]], dtype=torch.float64))
case("a.qr().r()", lambda a: L.qr(a)[1], grad=False, a=torch.tensor([[2.0, 1, 3], [0, -3, 1], [0, 0, -5]], dtype=torch.float64))
low = rand(4, 2) @ rand(2, 4)
case("a.matrixRank()", lambda a: L.matrix_rank(a), grad=False, a=low)
case("a.pinv()", lambda a: L.pinv(a), grad=False, a=low, tolerance=1e-9)
case("a.matrixRank()", lambda a: L.matrix_rank(a), grad=False, a=torch.zeros(2, 3, 3, dtype=torch.float64))
case("a.lstsq(b).solution()", lambda a, b: L.lstsq(a, b)[0], a=rand(5, 2), b=rand(5, 3))
case("a.lstsq(b).solution()", lambda a, b: L.lstsq(a, b)[0], a=rand(2, 5, 3), b=rand(2, 5, 1))
case("a.lstsq(b).solution()", lambda a, b: L.lstsq(a, b)[0], a=rand(2, 4), b=rand(2, 1))
case("a.lstsq(b).rank()", lambda a, b: L.lstsq(a, b)[2], grad=False, a=rand(2, 5, 2), b=rand(2, 5, 3))
for order in ("1", "-1", "2", "-2"):
    case(f"a.matrixNorm({order})", lambda a: L.matrix_norm(a, int(order)), a=rand(3, 4))
    case(f"a.matrixNorm({order})", lambda a: L.matrix_norm(a, int(order)), a=rand(2, 3, 2))
for sign in ("", "-"):
    case(f"a.matrixNorm({sign}Double.POSITIVE_INFINITY)", lambda a: L.matrix_norm(a, float(sign + "inf")), a=rand(3, 4))
for kind in ("fro", "nuc"):
    case(f'a.matrixNorm("{kind}")', lambda a: L.matrix_norm(a, kind), a=rand(3, 4))
    case(f'a.matrixNorm("{kind}")', lambda a: L.matrix_norm(a, kind), a=rand(2, 2, 3))
case("a.matrixNorm()", lambda a: L.matrix_norm(a), a=rand(2, 2))

single = torch.float32
for n in (2, 4):
    case("a.inv()", lambda a: L.inv(a), grad=False, tolerance=1e-5, a=rand(n, n, dtype=single) + 3 * torch.eye(n))
    case("a.det()", lambda a: L.det(a), grad=False, tolerance=1e-5, a=rand(n, n, dtype=single))
    case("a.cholesky()", lambda a: L.cholesky(a), grad=False, tolerance=1e-5, a=definite(n, n, dtype=single))
    case("a.eigh().values()", lambda a: L.eigh(a)[0], grad=False, tolerance=1e-5, a=definite(2, n, n, dtype=single))
    case("a.svd().s()", lambda a: L.svd(a)[1], grad=False, tolerance=1e-5, a=rand(n, 3, dtype=single))
    case("a.qr().r()", lambda a: L.qr(a)[1], grad=False, tolerance=1e-5, a=rand(n, 3, dtype=single))
    case("a.solve(b)", lambda a, b: L.solve(a, b), grad=False, tolerance=1e-5, a=rand(n, n, dtype=single) + 3 * torch.eye(n), b=rand(n, dtype=single))
    case("a.pinv()", lambda a: L.pinv(a), grad=False, tolerance=1e-4, a=rand(n, 3, dtype=single))
for n in (15, 16, 17):
    case("a.inv()", lambda a: L.inv(a), tolerance=1e-9, a=rand(n, n) + 4 * torch.eye(n, dtype=torch.float64))
    case("a.eigh().values()", lambda a: L.eigh(a)[0], a=symmetric(n, n))
    case("a.svd().s()", lambda a: L.svd(a, full_matrices=False)[1], a=rand(n, 5))

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "linalg.json"), "w") as out:
    json.dump({"made_by": "PyTorch " + torch.__version__ + ", linalg.py", "cases": cases}, out)
    out.write("\n")
print(len(cases), "cases")
