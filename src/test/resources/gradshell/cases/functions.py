"""Writes functions.json: special functions, bits, reductions by index, normalisation and attention with PyTorch's values and gradients, computed on a CPU.

python3 functions.py > functions.json
"""
import math
import torch
import torch.nn.functional as F
from compared import boolean, case, f32, f64, i32, i64, inf, nan, normal, positive, unit, whole, write

torch.manual_seed(31)

# Special functions: random numbers with gradients, edges, float32, whole numbers, truths, empty and zero-dimensional tensors.
EDGES = torch.tensor([0.0, -0.0, 1.0, 2.0, 0.5, -0.5, -1.5, -2.0, 3.0, inf, nan, 1e-300, 1e300, 25.0, -25.5], dtype=f64)
PROBABILITIES = torch.tensor([0.0, 1.0, -1.0, 1.5, nan, 1e-300, 0.999, 0.5, 0.25, 0.75], dtype=f64)
SPECIAL = {"erfinv()": (torch.erfinv, unit, PROBABILITIES), "lgamma()": (torch.lgamma, positive, EDGES), "digamma()": (torch.digamma, positive, EDGES),
           "polygamma(0)": (lambda x: torch.polygamma(0, x), positive, EDGES), "polygamma(1)": (lambda x: torch.polygamma(1, x), positive, EDGES[EDGES != -2]),
           "polygamma(2)": (lambda x: torch.polygamma(2, x), positive, positive(5)), "polygamma(3)": (lambda x: torch.polygamma(3, x), positive, positive(5)),
           "logit()": (torch.logit, lambda *s, **k: (unit(*s, **k) + 1) / 2, PROBABILITIES[:8]), "sinc()": (torch.sinc, normal, EDGES[:9])}
for name, (f, draw, edges) in SPECIAL.items():
    # PyTorch's own digits of the derivatives of digamma are about nine.
    near = 2e-9 if "gamma(" in name else None
    case(f"x.{name}", f, near, x=draw(3, 4))
    case(f"x.{name}", f, near, x=draw(67), grad=False)
    case(f"x.{name}", f, near, x=edges, grad=False)
    case(f"x.{name}", f, 1e-5, x=draw(16, dtype=f32))
    case(f"x.{name}", f, x=whole(5, low=1, high=9) if name not in ("erfinv()", "logit()") else torch.tensor([0, 1]))
    case(f"x.{name}", f, near, x=draw())
    case(f"x.{name}", f, x=draw(0, 3))
case("x.transpose(0, 1).lgamma()", lambda x: x.t().lgamma(), 1e-11, x=positive(3, 4))
case("x.lgamma()", torch.lgamma, x=torch.tensor([-0.3, -1.2, -2.7, -3.5, -7.1], dtype=f64))
case("x.digamma()", torch.digamma, 2e-9, x=torch.tensor([-0.3, -1.2, -2.7, -3.5, -7.1], dtype=f64))
case("x.polygamma(1)", lambda x: torch.polygamma(1, x), 2e-9, x=torch.tensor([-0.3, -1.2, -2.7, -3.5], dtype=f64), grad=False)
case("x.logit(0.1)", lambda x: torch.logit(x, 0.1), x=torch.tensor([0.0, 0.05, 0.3, 0.5, 0.95, 1.0], dtype=f64))

# Bits.
TWO = {"bitwiseAnd": torch.bitwise_and, "bitwiseOr": torch.bitwise_or, "bitwiseXor": torch.bitwise_xor}
for name, f in TWO.items():
    case(f"x.{name}(y)", f, x=whole(3, 1, low=-100, high=100), y=whole(4, low=-100, high=100))
    case(f"x.{name}(y)", f, x=whole(17, dtype=i32, low=-100, high=100), y=whole(17, dtype=i32))
    case(f"x.{name}(y)", f, x=whole(5, dtype=i32), y=whole(5))
    case(f"x.{name}(y)", f, x=torch.tensor([True, True, False, False]), y=torch.tensor([True, False, True, False]))
    case(f"x.{name}(y)", f, x=whole(4), y=torch.tensor([True, False, True, False]))
    case(f"x.{name}(6)", lambda x, f=f: f(x, 6), x=whole(6))
    case(f"x.{name}(y)", f, x=torch.tensor([2**62 + 5, -2**63, 2**63 - 1, -1]), y=torch.tensor([2**62 + 3, 2**63 - 1, -2**63, 2**53 + 1]))
    case(f"x.{name}(y)", f, x=whole(0, 3), y=whole(3))
for dtype in (i64, i32):
    case("x.bitwiseNot()", torch.bitwise_not, x=whole(6, dtype=dtype))
case("x.bitwiseNot()", torch.bitwise_not, x=torch.tensor([True, False]))
case("x.bitwiseLeftShift(y)", torch.bitwise_left_shift, x=whole(6), y=whole(6, low=0, high=20))
case("x.bitwiseLeftShift(3)", lambda x: torch.bitwise_left_shift(x, 3), x=whole(2, 3, dtype=i32))
case("x.bitwiseLeftShift(62)", lambda x: torch.bitwise_left_shift(x, 62), x=torch.tensor([1, 2, 3, -1]))
case("x.bitwiseRightShift(y)", torch.bitwise_right_shift, x=whole(6, low=-1000, high=1000), y=whole(6, low=0, high=12))
case("x.bitwiseRightShift(2)", lambda x: torch.bitwise_right_shift(x, 2), x=whole(2, 3, dtype=i32, low=-50, high=50))
case("x.bitwiseRightShift(63)", lambda x: torch.bitwise_right_shift(x, 63), x=torch.tensor([2**63 - 1, -1, -2**63]))

# Reductions by index, with equal numbers and zeros.
for reduce in ("sum", "prod", "mean", "amax", "amin"):
    for own in (True, False):
        def f(x, i, s, reduce=reduce, own=own, dim=0):
            return x.scatter_reduce(dim, i, s, reduce, include_self=own)
        text = f'"{reduce}"' if own else f'"{reduce}", false'
        case(f"x.scatterReduce(0, i, s, {text})", f, x=normal(4), i=torch.tensor([0, 2, 0, 0, 2]), s=normal(5))
        case(f"x.scatterReduce(1, i, s, {text})", lambda x, i, s, f=f: f(x, i, s, dim=1), x=normal(3, 4), i=torch.tensor([[0, 1, 1], [3, 3, 3]]), s=normal(2, 3))
        case(f"x.scatterReduce(-2, i, s, {text})", lambda x, i, s, f=f: f(x, i, s, dim=-2), x=normal(3, 2, dtype=f32), i=whole(4, 2, low=0, high=3), s=normal(4, 2, dtype=f32))
        # PyTorch gives the integer mean in its own rounding; the numbers here are positive.
        case(f"x.scatterReduce(0, i, s, {text})", f, x=whole(4, low=1, high=9), i=torch.tensor([0, 2, 0, 0, 2]), s=whole(5, low=1, high=9))
        case(f"x.scatterReduce(0, i, s, {text})", f, x=normal(3), i=torch.zeros(0, dtype=i64), s=normal(0), grad=["x"])
        # Of equal ones all share; where PyTorch leaves its own out it still counts it, so there that is no equal one here.
        if reduce != "prod" or own:
            case(f"x.scatterReduce(0, i, s, {text})", f, x=torch.tensor([2.0, 3.0, 0.0] if own else [9.0, 3.5, 0.0], dtype=f64), i=torch.tensor([0, 0, 1, 1]), s=torch.tensor([2.0, 2.0, 3.0, 1.0], dtype=f64))
case('x.scatterReduce(0, i, s, "prod")', lambda x, i, s: x.scatter_reduce(0, i, s, "prod"), x=torch.tensor([2.0, 0.0, 3.0], dtype=f64), i=torch.tensor([0, 0, 1, 2]), s=torch.tensor([0.0, 4.0, 5.0, 6.0], dtype=f64))
for text, pick in (("values", 0), ("inverse", 1), ("counts", 2)):
    consecutive = lambda x, pick=pick, dim=None: torch.unique_consecutive(x, return_inverse=True, return_counts=True, dim=dim)[pick]
    case(f"x.uniqueConsecutive().{text}()", consecutive, x=whole(2, 9, low=0, high=3), grad=False)
    case(f"x.uniqueConsecutive().{text}()", consecutive, x=torch.tensor([1.0, 1.0, nan, nan, 0.0, -0.0]), grad=False)
    case(f"x.uniqueConsecutive(0).{text}()", lambda x, c=consecutive: c(x, dim=0), x=torch.tensor([[1, 2], [1, 2], [3, 4], [1, 2]]), grad=False)
    case(f"x.uniqueConsecutive(-1).{text}()", lambda x, c=consecutive: c(x, dim=-1), x=torch.tensor([[1, 1, 2, 2], [1, 1, 3, 2]]), grad=False)

# Matrices.
for shape in ((4, 2), (3, 3), (2, 4), (2, 3, 1)):
    for pick, name in enumerate("qr"):
        case(f'x.qr("complete").{name}()', lambda x, pick=pick: torch.linalg.qr(x, "complete")[pick], 1e-11, x=normal(*shape), grad=False)
    case(f"x.svd(true).u().narrow(-1, 0, {min(shape[-2:])}).mul(x.svd(true).s().unsqueeze(-2)).matmul(x.svd(true).vh().narrow(-2, 0, {min(shape[-2:])}))",
         lambda x: x * 1, 1e-11, x=normal(*shape))
    case("x.svd(true).u().matmul(x.svd(true).u().transpose(-2, -1))", lambda x: torch.eye(x.shape[-2], dtype=f64).expand(x.shape[:-1] + x.shape[-2:-1]) * 1, 1e-11, x=normal(*shape), grad=False)
    case("x.svd(true).vh().matmul(x.svd(true).vh().transpose(-2, -1))", lambda x: torch.eye(x.shape[-1], dtype=f64).expand(x.shape[:-2] + x.shape[-1:] + x.shape[-1:]) * 1, 1e-11, x=normal(*shape), grad=False)
for power in (-1, -2, -3):
    case(f"x.matrixPower({power})", lambda x, p=power: torch.linalg.matrix_power(x, p), 1e-10, x=normal(2, 3, 3) + 4 * torch.eye(3, dtype=f64))

# Normalisation, attention, embedding.
case("x.layerNorm(4)", lambda x: F.layer_norm(x, (4,)), x=normal(2, 3, 4))
case("x.layerNorm(3, 4)", lambda x: F.layer_norm(x, (3, 4)), x=normal(2, 3, 4))
case("x.layerNorm(new int[] {3, 4}, w, b, 1e-3)", lambda x, w, b: F.layer_norm(x, (3, 4), w, b, 1e-3), x=normal(2, 3, 4), w=normal(3, 4), b=normal(3, 4))
case("x.layerNorm(17)", lambda x: F.layer_norm(x, (17,)), x=normal(5, 17, dtype=f32))
case("x.layerNorm(4)", lambda x: F.layer_norm(x, (4,)), x=normal(0, 4))
case("x.groupNorm(2)", lambda x: F.group_norm(x, 2), x=normal(2, 4, 3))
case("x.groupNorm(2, w, b, 1e-3)", lambda x, w, b: F.group_norm(x, 2, w, b, 1e-3), x=normal(2, 4, 3, 2), w=normal(4), b=normal(4))
case("x.groupNorm(4)", lambda x: F.group_norm(x, 4), x=normal(3, 4, 5, dtype=f32))
case("x.instanceNorm()", lambda x: F.instance_norm(x), x=normal(2, 3, 4))
case("x.batchNorm(null, null, 1e-5)", lambda x: F.batch_norm(x, None, None, training=True), x=normal(5, 3))
case("x.batchNorm(w, b, 1e-3)", lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True, eps=1e-3), x=normal(2, 3, 4, 2), w=normal(3), b=normal(3))
case("x.batchNorm(m, v, w, b, 1e-5)", lambda x, m, v, w, b: F.batch_norm(x, m, v, w, b), x=normal(2, 3, 4), m=normal(3), v=positive(3), w=normal(3), b=normal(3), grad=["x", "w", "b"])


def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -inf) if mask.dtype == boolean else scores + mask
    return scores.softmax(-1) @ v


case("q.scaledDotProductAttention(k, v)", attention, q=normal(2, 3, 4), k=normal(2, 5, 4), v=normal(2, 5, 6))
case("q.scaledDotProductAttention(k, v)", attention, q=normal(2, 2, 3, 4), k=normal(5, 4), v=normal(5, 6))
case("q.scaledDotProductAttention(k, v, m, false)", attention, q=normal(3, 4), k=normal(3, 4), v=normal(3, 2), m=torch.tensor([[True, False, False], [True, True, False], [False, True, True]]))
case("q.scaledDotProductAttention(k, v, m, false)", attention, q=normal(3, 4), k=normal(3, 4), v=normal(3, 2), m=normal(3, 3))
case("q.scaledDotProductAttention(k, v, null, true)", lambda q, k, v: attention(q, k, v, torch.ones(3, 3, dtype=boolean).tril()), q=normal(2, 3, 4), k=normal(2, 3, 4), v=normal(2, 3, 4))
case("q.scaledDotProductAttention(k, v, null, true)", lambda q, k, v: attention(q, k, v, torch.ones(2, 4, dtype=boolean).tril()), q=normal(2, 4, dtype=f32), k=normal(4, 4, dtype=f32), v=normal(4, 3, dtype=f32))
case("i.embedding(w)", lambda i, w: F.embedding(i, w), i=torch.tensor([[0, 2, 2], [1, 0, 3]]), w=normal(4, 3))
case("i.embedding(w, 2)", lambda i, w: F.embedding(i, w, 2), i=torch.tensor([[0, 2, 2], [1, 0, 3]]), w=normal(4, 3))
case("i.embedding(w, -1)", lambda i, w: F.embedding(i, w, -1), i=torch.tensor([3, 3, 1], dtype=i32), w=normal(4, 3))
case("i.embedding(w)", lambda i, w: F.embedding(i, w), i=torch.tensor(2), w=normal(4, 3))
case("i.embedding(w)", lambda i, w: F.embedding(i, w), i=torch.zeros(0, 2, dtype=i64), w=normal(4, 3))

# Triangles, and tensors put together.
STEEP = 3 * torch.eye(3, dtype=f64)
case("a.solveTriangular(b, true)", lambda a, b: torch.linalg.solve_triangular(a, b, upper=True), 1e-11, a=normal(3, 3) + STEEP, b=normal(3, 2))
case("a.solveTriangular(b, false)", lambda a, b: torch.linalg.solve_triangular(a, b, upper=False), 1e-11, a=normal(2, 3, 3) + STEEP, b=normal(2, 3, 2))
case("b.choleskySolve(a)", lambda b, a: torch.cholesky_solve(b, a), 1e-11, b=normal(3, 2), a=(normal(3, 3) + STEEP).tril(), grad=["b"])
case("columnStack(x, y)", lambda x, y: torch.column_stack((x, y)), x=normal(3), y=normal(3, 2))
case("columnStack(x, y)", lambda x, y: torch.column_stack((x, y)), x=normal(), y=normal(1))
case("blockDiag(x, y, z)", lambda x, y, z: torch.block_diag(x, y, z), x=normal(2, 3), y=normal(2), z=normal())
case("blockDiag(x, y)", lambda x, y: torch.block_diag(x, y), x=whole(2, 0), y=whole(2, 2))

write("functions.py")
