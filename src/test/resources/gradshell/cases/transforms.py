"""Writes transforms.json: derivatives of derivatives and functions of many examples with PyTorch's values, computed on a CPU.

python3 transforms.py > transforms.json
"""
import json
import sys
import torch
import torch.nn.functional as F
from torch.autograd import functional as A

torch.manual_seed(5)
cases = []


def written(t):
    return {"dtype": str(t.dtype).split(".")[1], "shape": list(t.shape), "data": t.detach().flatten().tolist()}


def r(*shape, dtype=torch.float64):
    return (torch.randn(shape, dtype=torch.float64) * 1e4).round().div(1e4).to(dtype)


def pos(*shape):
    return r(*shape).abs() + 0.25


def case(expr, f, tolerance=1e-12, grad=None, **inputs):
    """One case: our expression, PyTorch's function of the inputs in their order; gradients where every floating input is float64."""
    y = f(*inputs.values())
    if y.dtype == torch.float32:
        tolerance = 2e-5
    name = f"{len(cases)} " + " ".join(f"{str(x.dtype).split('.')[1]}{list(x.shape)}" for x in inputs.values())
    made = {"name": name, "expr": expr, "inputs": {k: written(x) for k, x in inputs.items()}, "value": written(y), "tolerance": tolerance}
    if grad is None:
        grad = y.dtype == torch.float64
    if grad:
        leaves = {k: x.clone().requires_grad_() for k, x in inputs.items() if x.is_floating_point()}
        y = f(*{**inputs, **leaves}.values())
        if y.requires_grad:
            cotangent = r(*y.shape)
            y.backward(cotangent)
            made["cotangent"] = written(cotangent)
            made["grads"] = {k: written(torch.zeros_like(x) if x.grad is None else x.grad + torch.zeros_like(x)) for k, x in leaves.items()}
    cases.append(made)


def jvp(f, x, v):
    return A.jvp(f, x, v, create_graph=True)[1]


def vjp(f, x, v):
    return A.vjp(f, x, v, create_graph=True)[1]


def jac(f, *x):
    return A.jacobian(f, x if len(x) > 1 else x[0], create_graph=True)


def hess(f, *x):
    return A.hessian(f, x if len(x) > 1 else x[0], create_graph=True)


def hvp(f, x, v):
    return A.hvp(f, x, v, create_graph=True)[1]


def each(f, *x, dims=None):
    dims = dims or [0] * len(x)
    n = next(a.shape[d] for a, d in zip(x, dims) if d is not None)
    return torch.stack([f(*(a if d is None else a.select(d, i) for a, d in zip(x, dims))) for i in range(n)])


def grad(y, x):
    return torch.autograd.grad(y, x, create_graph=True)[0]


def gradient(f):
    def g(x):
        x = x if x.requires_grad else x.clone().requires_grad_()
        return torch.autograd.grad(f(x), x, create_graph=True)[0]
    return g


def rosenbrock(x):
    return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()


ROSENBROCK = "a -> { var next = a.narrow(0, 1, a.size(0) - 1); var now = a.narrow(0, 0, a.size(0) - 1); return next.sub(now.square()).square().mul(100).add(now.mul(-1).add(1).square()).sum(); }"

# ---- the examples that everybody tries
for n in (2, 3, 5):
    case(f"hessian({ROSENBROCK}, x)", lambda x: hess(rosenbrock, x), x=r(n))
case(f"hessian({ROSENBROCK}, x)", lambda x: hess(rosenbrock, x), grad=False, x=torch.ones(2, dtype=torch.float64))
case(f"hvp({ROSENBROCK}, x, v)", lambda x, v: hvp(rosenbrock, x, v), x=r(4), v=r(4))
case(f"jacobian(b -> grad({ROSENBROCK}).apply(b), x)", lambda x: hess(rosenbrock, x), x=r(3))
for n in (1, 3, 15, 16, 17):
    case("jacobian(a -> a.softmax(0), x)", lambda x: jac(lambda a: a.softmax(0), x), x=r(n))
case("jacobian(a -> a.softmax(-1), x)", lambda x: jac(lambda a: a.softmax(-1), x), x=r(2, 3))
case("jacobian(a -> a.logSoftmax(0), x)", lambda x: jac(lambda a: a.log_softmax(0), x), x=r(2, 3))
case("jacobian(a -> a.softmax(0), x)", lambda x: jac(lambda a: a.softmax(0), x), x=r(4, dtype=torch.float32))
case("hessian(a -> a.logsumexp(), x)", lambda x: hess(lambda a: a.logsumexp(0), x), x=r(5))

# ---- jvp and vjp
POINTWISE = [("sin", torch.sin, r), ("cos", torch.cos, r), ("exp", torch.exp, r), ("tanh", torch.tanh, r), ("sigmoid", torch.sigmoid, r),
             ("log", torch.log, pos), ("sqrt", torch.sqrt, pos), ("reciprocal", torch.reciprocal, pos), ("erf", torch.erf, r), ("gelu", F.gelu, r), ("abs", torch.abs, r)]
for word, f, draw in POINTWISE:
    case(f"jvp(a -> a.{word}(), x, v)", lambda x, v: jvp(f, x, v), grad=word != "abs", x=draw(2, 3), v=r(2, 3))
    case(f"vmap(grad(a -> a.{word}().mul(a.exp()).sum())).apply(x)", lambda x: each(gradient(lambda a: (f(a) * a.exp()).sum()), x), x=draw(3, 2))
case("jvp(a -> a.mul(a.exp()).sum(), x, v)", lambda x, v: jvp(lambda a: (a * a.exp()).sum(), x, v), x=r(17), v=r(17))
case("jvp(a -> a.mul(a.exp()).sum(), x, v)", lambda x, v: jvp(lambda a: (a * a.exp()).sum(), x, v), x=r(1023), v=r(1023))
case("jvp(a -> a.cos(), x, v)", lambda x, v: jvp(torch.cos, x, v), x=r(), v=r())
case("jvp(a -> a.cos(), x, v)", lambda x, v: jvp(torch.cos, x, v), grad=False, x=r(0, 3), v=r(0, 3))
case("jvp(a -> a.matmul(a).tanh(), x, v)", lambda x, v: jvp(lambda a: (a @ a).tanh(), x, v), x=r(3, 3), v=r(3, 3))
case("jvp(a -> a.t().reshape(2, 6).narrow(1, 1, 3).square(), x, v)", lambda x, v: jvp(lambda a: a.t().reshape(2, 6)[:, 1:4] ** 2, x, v), x=r(4, 3), v=r(4, 3))
case("jvp(a -> a.amax(-1).add(a.mean(-1)).mul(a.select(-1, 0)), x, v)", lambda x, v: jvp(lambda a: (a.amax(-1) + a.mean(-1)) * a[..., 0], x, v), x=r(3, 4), v=r(3, 4))
case("jvp(a -> cat(0, a, a.flip(0).square()), x, v)", lambda x, v: jvp(lambda a: torch.cat([a, a.flip(0) ** 2]), x, v), x=r(4), v=r(4))
case("jvp((a, b) -> a.matmul(b).sin(), x, y, v, w)", lambda x, y, v, w: A.jvp(lambda a, b: (a @ b).sin(), (x, y), (v, w), create_graph=True)[1], x=r(2, 3), y=r(3, 2), v=r(2, 3), w=r(3, 2))
case("jvp((a, b) -> a.mul(b).sum(0), x, y, v, w)", lambda x, y, v, w: A.jvp(lambda a, b: (a * b).sum(0), (x, y), (v, w), create_graph=True)[1], x=r(3, 1), y=r(4), v=r(3, 1), w=r(4))
case("jvp(l -> l.get(0).mul(l.get(1)).mul(l.get(2)), List.of(x, y, z), List.of(y, z, x))", lambda x, y, z: A.jvp(lambda a, b, c: a * b * c, (x, y, z), (y, z, x), create_graph=True)[1], x=r(3), y=r(3), z=r(3))
case("jvp(a -> { var b = a.mul(2); return b.mul(a); }, x, v)", lambda x, v: jvp(lambda a: 2 * a * a, x, v), x=r(3), v=r(3))
case("noGrad(() -> jvp(a -> { var b = a.mul(2); b.mul_(a); b.add_(1); b.exp(); return b; }, x, v))", lambda x, v: jvp(lambda a: 2 * a * a + 1, x, v), grad=False, x=r(3), v=r(3))
case("jvp(a -> a.exp(), x, v)", lambda x, v: jvp(torch.exp, x, v), x=r(3, dtype=torch.float32), v=r(3, dtype=torch.float32))
case("vjp(a -> a.exp().flip(0), x, v)", lambda x, v: vjp(lambda a: a.exp().flip(0), x, v), x=r(4), v=r(4))
case("vjp(a -> a.matmul(a.t()), x, v)", lambda x, v: vjp(lambda a: a @ a.t(), x, v), x=r(2, 3), v=r(2, 2))
case("vjp((a, b) -> a.matmul(b).sigmoid(), x, y, v).get(1)", lambda x, y, v: A.vjp(lambda a, b: (a @ b).sigmoid(), (x, y), v, create_graph=True)[1][1], x=r(2, 3), y=r(3, 4), v=r(2, 4))
case("vjp(a -> a.softmax(-1), x, v)", lambda x, v: vjp(lambda a: a.softmax(-1), x, v), x=r(2, 1, 3), v=r(2, 1, 3))

# ---- modes over modes
case("jvp(t -> jvp(a -> a.sin().mul(t), x, v), x, v)", lambda x, v: jvp(lambda t: jvp(lambda a: a.sin() * t, x, v), x, v), x=r(3), v=r(3))
case("jvp(t -> jvp(a -> a.pow(4), t, v), x, v)", lambda x, v: 12 * x ** 2 * v * v, x=r(3), v=r(3))
case("jvp(t -> jvp(u -> jvp(a -> a.pow(4), u, v), t, v), x, v)", lambda x, v: 24 * x * v ** 3, x=r(3), v=r(3))
case("jvp(grad(a -> a.exp().mul(a).sum()), x, v)", lambda x, v: (2 + x) * x.exp() * v, x=r(3), v=r(3))
case("grad(t -> jvp(a -> a.exp().mul(a).sum(), t, v)).apply(x)", lambda x, v: (2 + x) * x.exp() * v, x=r(3), v=r(3))
case("vjp(grad(a -> a.tanh().sum()), x, v)", lambda x, v: hvp(lambda a: a.tanh().sum(), x, v), x=r(3), v=r(3))
case("grad(grad(grad(a -> a.pow(5)))).apply(x)", lambda x: 60 * x ** 2, x=r())
case("hvp(a -> a.matmul(a).matmul(a).sum(), x, v)", lambda x, v: hvp(lambda a: (a @ a @ a).sum(), x, v), x=r(3, 3), v=r(3, 3))
case("hvp(a -> a.softmax(-1).square().sum(), x, v)", lambda x, v: hvp(lambda a: (a.softmax(-1) ** 2).sum(), x, v), x=r(2, 4), v=r(2, 4))

# ---- Jacobians and Hessians
case("jacobian(a -> a.square(), x)", lambda x: jac(torch.square, x), x=r())
case("jacobian(a -> a.sum(), x)", lambda x: jac(torch.sum, x), grad=False, x=r(2, 3))
case("jacobian(a -> a.expand(3, 2, 2).exp(), x)", lambda x: jac(lambda a: a.expand(3, 2, 2).exp(), x), x=r(2))
case("jacobian(a -> a.matmul(a.t()), x)", lambda x: jac(lambda a: a @ a.t(), x), x=r(2, 3))
case("jacobian((a, b) -> a.matmul(b).tanh(), x, y).get(0)", lambda x, y: jac(lambda a, b: (a @ b).tanh(), x, y)[0], x=r(2, 3), y=r(3, 2))
case("jacobian((a, b) -> a.matmul(b).tanh(), x, y).get(1)", lambda x, y: jac(lambda a, b: (a @ b).tanh(), x, y)[1], x=r(2, 3), y=r(3))
case("jacobian(a -> a.narrow(0, 0, 0), x)", lambda x: x.new_zeros(0, 3), grad=False, x=r(3))
case("jacobian(a -> a.mul(a.sum().item()), x)", lambda x: torch.diag(x.sum().expand(3)), grad=False, x=r(3))
case("jacobian(a -> a.at(tensor(0, 2, 0)).cos(), x)", lambda x: jac(lambda a: a[[0, 2, 0]].cos(), x), x=r(4))
case("jacobian(a -> a.gather(1, tensor(\"[[0, 0], [1, 2]]\")).sin(), x)", lambda x: jac(lambda a: a.gather(1, torch.tensor([[0, 0], [1, 2]])).sin(), x), x=r(2, 3))
case("hessian(a -> a.tanh().matmul(a).sum(), x)", lambda x: hess(lambda a: (a.tanh() @ a).sum(), x), x=r(2, 2))
case("hessian((a, b) -> a.matmul(b).sin().sum(), x, y).get(0).get(1)", lambda x, y: hess(lambda a, b: (a @ b).sin().sum(), x, y)[0][1], x=r(2, 3), y=r(3, 1))
case("hessian((a, b) -> a.matmul(b).sin().sum(), x, y).get(1).get(0)", lambda x, y: hess(lambda a, b: (a @ b).sin().sum(), x, y)[1][0], x=r(2, 3), y=r(3, 1))
case("hessian(a -> a.at(0).mul(a.at(1)).mul(a.at(2)), x)", lambda x: hess(lambda a: a[0] * a[1] * a[2], x), x=r(3))
case("hessian(a -> a.square().sum(), x)", lambda x: hess(lambda a: a.square().sum(), x), grad=False, x=r(3, dtype=torch.float32))
case("hessian(a -> einsum(\"ij,jk,ki->\", a, a, a), x)", lambda x: hess(lambda a: torch.einsum("ij,jk,ki->", a, a, a), x), x=r(2, 2))

# ---- double backward through chains of products
def penalty(x, y, z):
    x, y = (a if a.requires_grad else a.clone().requires_grad_() for a in (x, y))
    return grad((grad(((x @ y).tanh() @ z).sigmoid().sum(), x) ** 2).sum(), y)
case("grad(b -> grad(a -> a.matmul(b).tanh().matmul(z).sigmoid().sum()).apply(x).square().sum()).apply(y)", penalty, x=r(2, 3), y=r(3, 4), z=r(4, 2))
case("grad(b -> grad(a -> a.matmul(b).tanh().matmul(z).sigmoid().sum()).apply(x).square().sum()).apply(y)", penalty, x=r(5, 2, 3), y=r(3, 4), z=r(5, 4, 1))
case("grad(b -> grad(a -> a.matmul(b).tanh().matmul(z).sigmoid().sum()).apply(x).square().sum()).apply(y)", penalty, x=r(16, 17), y=r(17, 15), z=r(15))

# ---- vmap
case("vmap(a -> a.dot(a)).apply(x)", lambda x: each(lambda a: a @ a, x), x=r(4, 3))
case("vmap(a -> a.softmax(0).mul(2), 1).apply(x)", lambda x: each(lambda a: a.softmax(0) * 2, x, dims=[1]), x=r(4, 3))
case("vmap(a -> a.exp().sum(), -1).apply(x)", lambda x: each(lambda a: a.exp().sum(), x, dims=[-1]), x=r(2, 2, 3))
case("vmap((a, b) -> a.matmul(b), 0, null).apply(x, y)", lambda x, y: each(lambda a, b: a @ b, x, y, dims=[0, None]), x=r(4, 2, 3), y=r(3))
case("vmap((a, b) -> a.matmul(b), null, 1).apply(x, y)", lambda x, y: each(lambda a, b: a @ b, x, y, dims=[None, 1]), x=r(2, 3), y=r(3, 5))
case("vmap((a, b) -> a.matmul(b), 0, 0).apply(x, y)", lambda x, y: each(lambda a, b: a @ b, x, y), x=r(2, 4, 2, 3), y=r(2, 3, 2))
case("vmap((a, b) -> a.add(b), 0, 0).apply(x, y)", lambda x, y: each(lambda a, b: a + b, x, y), x=r(3), y=r(3, 2, 2))
case("vmap(a -> a.t().reshape(6).narrow(0, 1, 4).flip(0)).apply(x)", lambda x: each(lambda a: a.t().reshape(6)[1:5].flip(0), x), x=r(3, 2, 3))
case("vmap(a -> a.at(0).expand(3, 2)).apply(x)", lambda x: each(lambda a: a[0].expand(3, 2), x), x=r(4, 2, 2))
case("vmap(a -> cat(0, a, y)).apply(x)", lambda x, y: each(lambda a: torch.cat([a, y]), x), x=r(3, 2), y=r(2))
case("vmap(a -> a.sub(a.mean()).div(a.std())).apply(x)", lambda x: each(lambda a: (a - a.mean()) / a.std(), x), x=r(3, 5))
case("vmap(a -> a.amax().sub(a.amin(0))).apply(x)", lambda x: each(lambda a: a.amax() - a.amin(0), x), x=r(3, 2, 4))
case("vmap(a -> vmap(b -> a.matmul(b)).apply(y)).apply(x)", lambda x, y: x @ y.t(), x=r(3, 4), y=r(2, 4))
case("vmap(v -> jvp(a -> a.sin().sum().mul(a), x, v)).apply(y)", lambda x, y: each(lambda v: jvp(lambda a: a.sin().sum() * a, x, v), y), x=r(3), y=r(4, 3))
case("vmap(grad(a -> a.matmul(y).tanh().sum())).apply(x)", lambda x, y: each(gradient(lambda a: (a @ y).tanh().sum()), x), x=r(3, 2), y=r(2, 2))
case("grad(b -> vmap(grad(a -> a.mul(b).exp().sum())).apply(x).square().sum()).apply(y)", lambda x, y: (lambda b: grad(((b * (x * b).exp()) ** 2).sum(), b))(y if y.requires_grad else y.clone().requires_grad_()), x=r(3, 2), y=r(2))
case("vmap(a -> hessian(b -> b.pow(3).sum().mul(b.sum()), a)).apply(x)", lambda x: each(lambda a: hess(lambda b: (b ** 3).sum() * b.sum(), a), x), x=r(3, 2))
case("vmap(a -> a.at(a.argmax(0))).apply(x)", lambda x: each(lambda a: a[a.argmax(0)], x), x=r(3, 4))
case("vmap(a -> a.sum().item() > 0 ? a.neg() : a.exp()).apply(x)", lambda x: each(lambda a: -a if a.sum() > 0 else a.exp(), x), x=r(6, 2))
case("vmap(a -> a.add(1.5)).apply(x)", lambda x: x + 1.5, grad=False, x=torch.tensor([1, 2, 3]))
case("vmap(a -> a.mul(tensor(0.5, 1.5))).apply(x)", lambda x: each(lambda a: a * torch.tensor([0.5, 1.5]), x), grad=False, x=torch.tensor([1, 2, 3], dtype=torch.int32))
case("vmap(a -> a.sum()).apply(x)", lambda x: x.sum(1), grad=False, x=torch.tensor([[1, 2], [3, 4]], dtype=torch.int32))
case("vmap(a -> a.gt(0).logicalNot()).apply(x)", lambda x: (x > 0).logical_not(), grad=False, x=r(3, 2))
case("vmap(a -> a.exp().sum()).apply(x)", lambda x: x.exp().sum(1), grad=False, x=r(0, 3))
case("vmap(a -> y).apply(x)", lambda x, y: y.expand(3, 2), grad=False, x=r(3), y=r(2))

# ---- checkpoints and functions with derivatives of their own
case("checkpoint(a -> a.exp().sin().square(), x)", lambda x: x.exp().sin() ** 2, x=r(3))
case("checkpoint((a, b) -> a.matmul(b).tanh(), x, y)", lambda x, y: (x @ y).tanh(), x=r(2, 3), y=r(3, 2))
case("grad(a -> checkpoint(b -> b.exp().sin(), a).sum()).apply(x)", lambda x: x.exp().cos() * x.exp(), x=r(3))
case("checkpoint(a -> checkpoint(b -> b.exp(), a).mul(y).sin(), x)", lambda x, y: (x.exp() * y).sin(), x=r(3), y=r(3))
case("function(a -> a.round(), (g, a) -> g.mul(2)).apply(x)", lambda x: x.round().detach() + 2 * (x - x.detach()), x=r(4))
case("function(a -> a.exp(), (g, a) -> g.mul(a.exp())).apply(x)", lambda x: x.exp(), x=r(2, 2))
case("grad(a -> function(b -> b.exp(), (g, b) -> g.mul(b.exp())).apply(a).sum()).apply(x)", lambda x: x.exp(), x=r(3))
case("jvp(function(a -> a.exp(), (g, a) -> g.mul(a.exp())), x, v)", lambda x, v: x.exp() * v, x=r(3), v=r(3))
case("vmap(function(a -> a.exp().sum(), (g, a) -> g.mul(a.exp()))).apply(x)", lambda x: x.exp().sum(1), x=r(3, 2))
case("function((a, b) -> a.matmul(b), (g, a, b) -> List.of(g.matmul(b.t()), a.t().matmul(g))).apply(x, y)", lambda x, y: x @ y, x=r(2, 3), y=r(3, 2))

json.dump({"made_by": f"PyTorch {torch.__version__}, transforms.py", "cases": cases}, sys.stdout)
sys.stderr.write(f"{len(cases)} cases\n")
