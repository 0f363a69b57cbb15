"""Writes reductions.json: reductions, orders and scans with PyTorch's values and gradients, computed on a CPU.

python3 reductions.py > reductions.json
"""
import json
import math
import sys
import torch
import torch.nn.functional as F

torch.manual_seed(7)
inf, nan = math.inf, math.nan
cases = []
names = set()


def number(v):
    if isinstance(v, bool) or isinstance(v, int):
        return v
    return "nan" if v != v else "inf" if v == inf else "-inf" if v == -inf else v


def written(t):
    return {"dtype": str(t.dtype).split(".")[1], "shape": list(t.shape), "data": [number(v) for v in t.detach().flatten().tolist()]}


def case(expr, f, grad=None, tolerance=None, **inputs):
    """One case: our expression, PyTorch's function of the inputs in their order, and whether gradients are compared."""
    y = f(*inputs.values())
    if grad is None:
        grad = y.dtype == torch.float64 and all(torch.isfinite(x).all() for x in inputs.values() if x.is_floating_point())
    name = f"{len(cases)} " + " ".join(f"{str(x.dtype).split('.')[1]}{list(x.shape)}" for x in inputs.values())
    made = {"name": name, "expr": expr, "inputs": {k: written(x) for k, x in inputs.items()}, "value": written(y)}
    if tolerance is not None:
        made["tolerance"] = tolerance
    if grad:
        leaves = {k: x.clone().requires_grad_() for k, x in inputs.items() if x.dtype == torch.float64}
        y = f(*{**inputs, **leaves}.values())
        cotangent = r(*y.shape)
        if y.requires_grad:
            y.backward(cotangent)
            made["cotangent"] = written(cotangent)
            made["grads"] = {k: written(torch.zeros_like(x) if x.grad is None else x.grad) for k, x in leaves.items()}
    cases.append(made)


def r(*shape, dtype=torch.float64):
    if dtype.is_floating_point:
        return (torch.randn(shape, dtype=torch.float64) * 1e4).round().div(1e4).to(dtype)
    return torch.randint(0, 2, shape).bool() if dtype == torch.bool else torch.randint(-9, 10, shape, dtype=dtype)


def t(values, dtype=torch.float64):
    return torch.tensor(values, dtype=dtype)


def multiprod(x, dims, keep=False):
    for d in sorted((d % x.dim() for d in dims), reverse=True):
        x = x.prod(d, keep)
    return x


f32, f64, i64, i32, b = torch.float32, torch.float64, torch.int64, torch.int32, torch.bool
zeros1 = t([[2., 0., 3., -1.], [0., 4., 0., 2.], [1., 2., 3., 4.]])
odd = t([[1., nan, 3., -2.], [inf, 0., -inf, 5.], [nan, nan, 2., 2.]])
ties = t([[3., 1., 3., 1.], [2., 2., 2., 2.], [0., -0., 5., 5.]])

# ---- sums, means, products ----
for n in (1, 15, 16, 17, 1023):
    case("x.sum(-1)", lambda x: x.sum(-1), x=r(2, n))
    case("x.sum(0)", lambda x: x.sum(0), x=r(n, 2, dtype=f32))
case("x.sum(0, 2)", lambda x: x.sum((0, 2)), x=r(3, 4, 5))
case("x.sum(keepDim, -2)", lambda x: x.sum(-2, True), x=r(3, 4, 5, dtype=i32))
case("x.sum()", lambda x: x.sum(), x=r(2, 3, dtype=b))
case("x.sum(1)", lambda x: x.sum(1), x=r(2, 0))
case("x.sum(0)", lambda x: x.sum(0), x=r(2, 0))
case("x.sum(-1)", lambda x: x.sum(-1), x=r())
case("x.mean(keepDim, 0, -1)", lambda x: x.mean((0, -1), True), x=r(3, 4, 5))
case("x.mean()", lambda x: x.mean(), x=r(0, 3))
case("x.mean(1)", lambda x: x.mean(1), x=r(5, 17, dtype=f32))
case("x.prod()", lambda x: x.prod(), x=r(2, 3))
case("x.prod(1)", lambda x: x.prod(1), x=zeros1)
case("x.prod(keepDim, 0)", lambda x: x.prod(0, True), x=zeros1)
case("x.prod()", lambda x: x.prod(), x=t([[2., 0.], [3., 4.]]))
case("x.prod(0, -1)", lambda x: multiprod(x, (0, -1)), x=r(3, 4, 2))
case("x.prod(1)", lambda x: x.prod(1), x=r(2, 0, 3))
case("x.prod()", lambda x: x.prod(), x=r())
case("x.prod(0)", lambda x: x.prod(0), x=r(4, 3, dtype=i32))
case("x.prod()", lambda x: x.prod(), x=r(5, dtype=b))
case("x.prod(-1)", lambda x: x.prod(-1), x=r(3, 17, dtype=f32))

# ---- extremes ----
for fn in ("amax", "amin"):
    case(f"x.{fn}(1)", lambda x: getattr(x, fn)(1), x=ties)
    case(f"x.{fn}(keepDim, 0, 2)", lambda x: getattr(x, fn)((0, 2), True), x=r(3, 4, 5))
    case(f"x.{fn}(1)", lambda x: getattr(x, fn)(1), x=odd)
    case(f"x.{fn}()", lambda x: getattr(x, fn)(), x=r())
    case(f"x.{fn}(0)", lambda x: getattr(x, fn)(0), x=r(5, 3, dtype=b))
for fn in ("max", "min"):
    for x in (r(4, 5), ties, odd, odd.float(), r(4, 3, dtype=i64), r(4, 3, dtype=i32), r(3, 1023), r(2, 3, 4), r(4, 3, dtype=b)):
        case(f"x.{fn}(1).values()", lambda x: getattr(x, fn)(1).values, x=x)
        case(f"x.arg{fn}(1)", lambda x: getattr(x.to(torch.uint8) if x.dtype == b else x, "arg" + fn)(1), x=x)
    case(f"x.{fn}(keepDim, -2).indices()", lambda x: getattr(x, fn)(-2, True).indices, x=r(2, 3, 4))
    case(f"x.{fn}(keepDim, 0).values()", lambda x: getattr(x, fn)(0, True).values, x=r(2, 3, 4))
    case(f"x.{fn}(0).values()", lambda x: getattr(x, fn)(0).values, x=r())
    case(f"x.{fn}(-1).indices()", lambda x: getattr(x, fn)(-1).indices, x=r())
    case(f"x.{fn}()", lambda x: getattr(x, fn)(), x=ties)
    case(f"x.{fn}(1).values()", lambda x: getattr(x, fn)(1).values, x=r(0, 3))
    case(f"x.arg{fn}()", lambda x: getattr(x, "arg" + fn)(), x=r(3, 4))
    case(f"x.arg{fn}(keepDim, 0)", lambda x: getattr(x, "arg" + fn)(0, True), x=r(3, 4))
    case(f"x.arg{fn}(0)", lambda x: getattr(x, "arg" + fn)(0), x=r())

# ---- sorting ----
for n in (0, 1, 15, 16, 17, 47, 48, 1023):
    case("x.sort(-1).values()", lambda x: torch.sort(x, dim=-1, stable=True).values, x=r(2, n))
    case("x.sort(0, true).values()", lambda x: torch.sort(x, dim=0, descending=True, stable=True).values, x=r(n, 2, dtype=f32))
    case("x.argsort(0)", lambda x: torch.sort(x, dim=0, stable=True).indices, x=r(n, 2, dtype=i64))
    case("x.sort(1, true).indices()", lambda x: torch.sort(x, dim=1, descending=True, stable=True).indices, x=r(2, n, dtype=i32))
case("x.sort(1).values()", lambda x: x.sort(1).values, x=odd)
case("x.sort(1, true).values()", lambda x: x.sort(1, True).values, x=odd)
case("x.argsort(1)", lambda x: torch.sort(x, dim=1, stable=True).indices, x=odd)
case("x.argsort(1, true)", lambda x: torch.sort(x, dim=1, descending=True, stable=True).indices, x=odd)
case("x.sort(1).indices()", lambda x: torch.sort(x, dim=1, stable=True).indices, x=ties)
case("x.sort(1, true).values()", lambda x: torch.sort(x, dim=1, descending=True, stable=True).values, x=ties)
case("x.sort().values()", lambda x: x.sort().values, x=r())
case("x.sort(-1).values()", lambda x: x.sort(-1).values, x=r(40, dtype=b))
case("x.sort(0).values()", lambda x: x.sort(0).values, x=t([2**62, -2**62, 2**62 + 1, -2**63, 2**63 - 1, 0], i64))
for largest in (True, False):
    word = str(largest).lower()
    case(f"x.topk(3, 1, {word}).values()", lambda x: x.topk(3, 1, largest).values, x=r(4, 9))
    case(f"x.topk(2, 0, {word}).indices()", lambda x: x.topk(2, 0, largest).indices, x=r(7, 3, dtype=f32))
    case(f"x.topk(2, -1, {word}).values()", lambda x: x.topk(2, -1, largest).values, x=odd)
case("x.topk(1, 0).values()", lambda x: x.topk(1, 0).values, x=r())
case("x.topk(0, 0).values()", lambda x: x.topk(0, 0).values, x=r(3, 2))
case("x.kthvalue(2, 1).values()", lambda x: x.kthvalue(2, 1).values, x=r(4, 5))
case("x.kthvalue(keepDim, 3, 0).indices()", lambda x: x.kthvalue(3, 0, True).indices, x=r(4, 5))
case("x.kthvalue(4, -1).values()", lambda x: x.kthvalue(4, -1).values, x=odd)
case("x.kthvalue(1, 0).values()", lambda x: x.kthvalue(1, 0).values, x=r())
case("x.median()", lambda x: x.median(), x=r(2, 3))
case("x.median()", lambda x: x.median(), x=ties)
case("x.median()", lambda x: x.median(), x=odd)
case("x.median()", lambda x: x.median(), x=r(0))
case("x.median()", lambda x: x.median(), x=r(4, dtype=i64))
case("x.median(1).values()", lambda x: x.median(1).values, x=r(3, 4))
case("x.median(keepDim, 0).values()", lambda x: x.median(0, True).values, x=r(5, 4))
case("x.median(-1).values()", lambda x: x.median(-1).values, x=odd)
case("x.median(1).indices()", lambda x: x.median(1).indices, x=r(3, 17, dtype=f32))
case("x.median(0).values()", lambda x: x.median(0).values, x=r())
case("x.nanmedian(1).values()", lambda x: x.nanmedian(1).values, x=odd)
case("x.nanmedian(0).values()", lambda x: x.nanmedian(0).values, x=t([nan, nan]))
case("x.mode(1).values()", lambda x: x.mode(1).values, x=ties)
case("x.mode(0).values()", lambda x: x.mode(0).values, x=r(40, 3, dtype=i64))
case("x.mode(keepDim, -1).values()", lambda x: x.mode(-1, True).values, x=r(3, 30, dtype=i32))

for q in (0, 0.25, 0.6, 1):
    case(f"x.quantile({q}, 1)", lambda x: x.quantile(q, 1), x=r(3, 6))
    case(f"x.quantile(keepDim, {q}, 0)", lambda x: x.quantile(q, 0, keepdim=True), x=r(17, 2, dtype=f32))
    case(f"x.quantile({q}, -1)", lambda x: x.quantile(q, -1), x=t([[1., nan, 2.], [3., 1., 2.]]))
case("x.quantile(0.3)", lambda x: x.quantile(0.3), x=r(3, 4))
case("x.quantile(0.3)", lambda x: x.quantile(0.3), x=r())
case("x.quantile(q, 1)", lambda x, q: x.quantile(q, 1), grad=False, x=r(3, 4), q=t([0.1, 0.5]))
case("x.isin(v)", lambda x, v: torch.isin(x, v), x=r(5, 4, dtype=i64), v=t([[1, -3, 5], [7, 7, 0]], i64))
case("x.isin(v)", lambda x, v: torch.isin(x, v), x=odd, v=t([nan, inf, 2.]))

# ---- variance, norms ----
case("x.cov()", lambda x: x.cov(), x=r(3, 5))
case("x.cov(correction(0))", lambda x: x.cov(correction=0), x=r(3, 5))
case("x.cov()", lambda x: x.cov(), x=r(5))
case("x.corrcoef()", lambda x: x.corrcoef(), x=r(3, 5))
for c in (0, 1, 2):
    case(f"x.var(correction({c}), 1)", lambda x: x.var(1, correction=c), x=r(4, 5))
    case(f"x.std(correction({c}), keepDim, 0, 2)", lambda x: x.std((0, 2), correction=c, keepdim=True), x=r(3, 4, 5))
case("x.var()", lambda x: x.var(), x=r(3, 4))
case("x.std(keepDim, -1)", lambda x: x.std(-1, keepdim=True), x=r(3, 4, dtype=f32))
case("x.var(keepDim, 0)", lambda x: x.var(0, keepdim=True), x=r(3, 4))
case("x.std(1)", lambda x: x.std(1), x=t([[1., 1.], [1., 2.]]))
case("x.std(0)", lambda x: x.std(0), grad=False, x=r(1, 3))
case("x.var(0)", lambda x: x.var(0), x=r(0, 3))
case("x.var(correction(0))", lambda x: x.var(unbiased=False), x=r())
case("x.varMean(1).spread()", lambda x: torch.var_mean(x, 1)[0], x=r(3, 17))
case("x.varMean(keepDim, 1).mean()", lambda x: torch.var_mean(x, 1, keepdim=True)[1], x=r(3, 17))
case("x.stdMean(correction(0), 0).spread()", lambda x: torch.std_mean(x, 0, unbiased=False)[0], x=r(5, 3))
case("x.stdMean().mean()", lambda x: torch.std_mean(x)[1], x=r(5, 3))
for p in (1, 2, 0, 0.5, 1.5, 3, -1, -2, inf, -inf):
    word = "Double.POSITIVE_INFINITY" if p == inf else "Double.NEGATIVE_INFINITY" if p == -inf else p
    case(f"x.norm({word}, 1)", lambda x: x.norm(p, 1), x=r(3, 5))
    case(f"x.norm(keepDim, {word}, 0, 2)", lambda x: torch.linalg.vector_norm(x, p, (0, 2), True), x=r(3, 5, 2))
    if p >= 0:
        case(f"x.norm({word}, 0)", lambda x: x.norm(p, 0), tolerance=1e-11, x=t([[0., 0., 3.], [0., 1., -4.]]))
    if 0 <= p < inf:
        case(f"x.norm({word}, 1)", lambda x: x.norm(p, 1), x=r(2, 0))
case("x.norm()", lambda x: x.norm(), x=r(3, 5, dtype=f32))
case("x.norm()", lambda x: x.norm(), x=t([0., 0.]))
case("x.norm(3)", lambda x: x.norm(3), x=r())
case("x.norm(2, -1)", lambda x: x.norm(2, -1), x=odd)

# ---- scans ----
for n in (0, 1, 15, 16, 17, 1023):
    case("x.cumsum(-1)", lambda x: x.cumsum(-1), x=r(2, n))
    case("x.cumsum(0)", lambda x: x.cumsum(0), x=r(n, 3, dtype=f32))
case("x.cumsum(1)", lambda x: x.cumsum(1), x=r(2, 3, 4))
case("x.cumsum(0)", lambda x: x.cumsum(0), x=r())
case("x.cumsum(0)", lambda x: x.cumsum(0), x=r(4, dtype=b))
case("x.cumsum(0)", lambda x: x.cumsum(0), x=r(4, 2, dtype=i32))
case("x.cumsum(1)", lambda x: x.cumsum(1), x=odd)
for n in (0, 1, 15, 16, 17):
    case("x.cumprod(1)", lambda x: x.cumprod(1), x=r(2, n))
case("x.cumprod(1)", lambda x: x.cumprod(1), x=zeros1)
case("x.cumprod(0)", lambda x: x.cumprod(0), x=zeros1)
case("x.cumprod(-2)", lambda x: x.cumprod(-2), x=r(2, 3, 4))
case("x.cumprod(0)", lambda x: x.cumprod(0), x=r())
case("x.cumprod(0)", lambda x: x.cumprod(0), x=r(5, dtype=i64))
case("x.cumprod(0)", lambda x: x.cumprod(0), x=r(7, 2, dtype=f32))
for fn in ("cummax", "cummin"):
    for x in (ties, odd, r(3, 17), r(2, 3, 4), r(3, 9, dtype=i64)):
        case(f"x.{fn}(1).values()", lambda x: getattr(x, fn)(1).values, x=x)
        case(f"x.{fn}(1).indices()", lambda x: getattr(x, fn)(1).indices, x=x)
    case(f"x.{fn}(0).values()", lambda x: getattr(x, fn)(0).values, x=r())
case("x.logcumsumexp(1)", lambda x: x.logcumsumexp(1), x=r(3, 5))
case("x.logcumsumexp(0)", lambda x: x.logcumsumexp(0), x=t([1000., 1000., -1000., 3.]))
case("x.logcumsumexp(1)", lambda x: x.logcumsumexp(1), x=t([[-inf, -inf, 1.], [0., inf, 1.], [1., nan, 2.]]))
case("x.logcumsumexp(0)", lambda x: x.logcumsumexp(0), x=r(17, 2, dtype=f32))
case("x.diff()", lambda x: x.diff(), x=r(3, 5))
case("x.diff(2, 0)", lambda x: x.diff(2, 0), x=r(5, 3))
case("x.diff(9, -1)", lambda x: x.diff(9, -1), x=r(2, 3))
case("x.diff()", lambda x: x.diff(), x=r(9, dtype=b))
case("x.diff()", lambda x: x.diff(), x=r(9, dtype=i32))
case("x.trapezoid(1)", lambda x: torch.trapezoid(x, dim=1), x=r(3, 5))
case("x.trapezoid(0.25, 0)", lambda x: torch.trapezoid(x, dx=0.25, dim=0), x=r(3, 5))
case("x.cumulativeTrapezoid(1)", lambda x: torch.cumulative_trapezoid(x, dim=1), x=r(3, 5))
case("y.trapezoid(x, 1)", lambda y, x: torch.trapezoid(y, x, dim=1), y=r(3, 5), x=r(5))
case("y.trapezoid(x, 0)", lambda y, x: torch.trapezoid(y, x, dim=0), y=r(3, 2), x=r(3, 2))

# ---- exponentials ----
for x in (r(3, 5), t([[-inf, -inf], [inf, 1.], [nan, 1.], [-inf, 2.], [1000., 1001.]])):
    case("x.logsumexp(1)", lambda x: x.logsumexp(1), x=x)
    case("x.softmax(1)", lambda x: x.softmax(1), x=x)
    case("x.softmin(1)", lambda x: F.softmin(x, 1), x=x)
    case("x.logSoftmax(-1)", lambda x: x.log_softmax(-1), x=x)
case("x.logsumexp(keepDim, 0, 2)", lambda x: x.logsumexp((0, 2), True), x=r(3, 2, 4))
case("x.logsumexp(1)", lambda x: x.logsumexp(1), x=r(2, 0))
case("x.logsumexp(0)", lambda x: x.logsumexp(0), x=r())
case("x.softmax(0)", lambda x: x.softmax(0), x=r())
case("x.logSoftmax(-1)", lambda x: x.log_softmax(-1), x=r())
case("x.softmax(1)", lambda x: x.softmax(1), x=r(3, 0))
case("x.softmax(0)", lambda x: x.softmax(0), x=r(17, 3, dtype=f32))

# ---- truths, counts ----
for fn in ("any", "all"):
    case(f"x.{fn}()", lambda x: getattr(x, fn)(), x=r(2, 3, dtype=b))
    case(f"x.{fn}(1)", lambda x: getattr(x, fn)(1), x=odd)
    case(f"x.{fn}(keepDim, 0)", lambda x: getattr(x, fn)(0, True), x=zeros1)
    case(f"x.{fn}(1)", lambda x: getattr(x, fn)(1), x=r(2, 0))
    case(f"x.{fn}()", lambda x: getattr(x, fn)(), x=r(dtype=i64))
    case(f"x.{fn}(-1)", lambda x: getattr(x, fn)(-1), x=r(5, 3, dtype=i32))
case("x.countNonzero()", lambda x: torch.count_nonzero(x), x=zeros1)
case("x.countNonzero(0)", lambda x: torch.count_nonzero(x, 0), x=odd)
case("x.countNonzero(0, 1)", lambda x: torch.count_nonzero(x, (0, 1)), x=r(2, 3, 2, dtype=i64))
case("x.nansum(1)", lambda x: x.nansum(1), x=odd)
case("x.nansum()", lambda x: x.nansum(), x=r(3, 4))
case("x.nanmean(0)", lambda x: x.nanmean(0), x=odd)
case("x.nanmean(keepDim, 1)", lambda x: x.nanmean(1, True), x=r(3, 4))
case("x.nanmean()", lambda x: x.nanmean(), x=t([nan, nan]))
for x in (r(4, 5, dtype=i64), r(30, dtype=i32), t([1., -0., 0., inf, 1., -inf, inf]), r(9, dtype=b), r(0), r()):
    case("x.unique().values()", lambda x: x.unique(), grad=False, x=x)
    case("x.unique().inverse()", lambda x: x.unique(return_inverse=True)[1], x=x)
    case("x.unique().counts()", lambda x: x.unique(return_counts=True)[1], x=x)
u = torch.randint(0, 2, (6, 3))
for d in (0, 1, -1):
    case(f"x.unique({d}).values()", lambda x: x.unique(dim=d), x=u)
    case(f"x.unique({d}).inverse()", lambda x: x.unique(dim=d, return_inverse=True)[1], x=u)
    case(f"x.unique({d}).counts()", lambda x: x.unique(dim=d, return_counts=True)[1], x=u)
case("x.unique(1).values()", lambda x: x.unique(dim=1), x=torch.randint(0, 2, (2, 9, 2)))
case("x.unique(-1).values()", lambda x: x.unique(dim=-1), x=torch.randint(0, 2, (2, 2, 12)))
case("x.unique(0).values()", lambda x: x.unique(dim=0), grad=False, x=t([[1.5, -2.], [0., 1.], [1.5, -2.], [1.5, -3.]]))
k = torch.randint(0, 6, (20,))
case("x.bincount()", lambda x: x.bincount(), x=k)
case("x.bincount(9)", lambda x: x.bincount(minlength=9), x=k.int())
case("x.bincount(w)", lambda x, w: x.bincount(w), grad=False, x=k, w=r(20))
case("x.bincount(w, 8)", lambda x, w: x.bincount(w, 8), x=k, w=r(20, dtype=f32))
case("x.bincount(w)", lambda x, w: x.bincount(w), grad=False, x=k, w=r(20, dtype=i64))
case("x.bincount()", lambda x: x.bincount(), x=r(0, dtype=i64))
case("x.histc(10)", lambda x: x.histc(10), grad=False, x=r(200))
case("x.histc(4, -1, 1)", lambda x: x.histc(4, -1, 1), grad=False, x=r(200, dtype=f32))
case("x.histc(5, 0, 5)", lambda x: x.histc(5, 0, 5), grad=False, x=t([0., 1., 2., 3., 4., 5., 6., -1.]))
case("x.histc(3)", lambda x: x.histc(3), grad=False, x=t([2., 2., 2.]))
case("x.histogram(7).counts()", lambda x: x.histogram(7)[0], grad=False, x=r(100))
case("x.histogram(7).edges()", lambda x: x.histogram(7)[1], grad=False, x=r(100))
case("x.histogram(10, 0, 1).counts()", lambda x: x.histogram(10, range=(0., 1.))[0], grad=False, x=torch.linspace(0, 1, 11).double())
case("x.histogram(10, 0, 1).counts()", lambda x: x.histogram(10, range=(0., 1.))[0], grad=False, x=torch.linspace(0, 1, 11))
case("x.histogram(e).counts()", lambda x, e: x.histogram(e)[0], grad=False, x=r(50), e=t([-1., 0., 0.5, 2.]))
for right in (False, True):
    word = str(right).lower()
    case(f"s.searchsorted(v, {word})", lambda s, v: torch.searchsorted(s, v, right=right), s=t([1., 3., 3., 5.]), v=t([[0., 1., 2.], [3., 5., 9.]]))
    case(f"s.searchsorted(v, {word})", lambda s, v: torch.searchsorted(s, v, right=right), s=t([[1, 3, 5], [0, 0, 2]], i64), v=t([[3, 4], [0, 1]], i64))
    case(f"s.searchsorted(v, {word})", lambda s, v: torch.searchsorted(s, v, right=right), s=t([1., 3., inf]), v=t([nan, inf, -inf]))
    case(f"v.bucketize(s, {word})", lambda v, s: torch.bucketize(v, s, right=right), v=r(3, 4, dtype=f32), s=t([-1., 0., 1.], f32))

# ---- distances ----
for p in (1, 2, 3):
    case(f"x.dist(y, {p})", lambda x, y: x.dist(y, p), x=r(3, 4), y=r(4))
    case(f"x.normalize({p}, 1)", lambda x: F.normalize(x, p, 1), x=r(3, 4))
    case(f"x.cdist(y, {p})", lambda x, y: torch.cdist(x, y, p, compute_mode="donot_use_mm_for_euclid_dist"), x=r(3, 4), y=r(5, 4))
    case(f"x.pairwiseDistance(y, {p}, 1e-6)", lambda x, y: F.pairwise_distance(x, y, p), x=r(3, 4), y=r(3, 4))
case("x.normalize()", lambda x: F.normalize(x), x=t([[0., 0.], [3., 4.]]), grad=False)
case("x.cosineSimilarity(y, 1)", lambda x, y: F.cosine_similarity(x, y, 1), x=r(3, 4), y=r(3, 4))
case("x.cosineSimilarity(y)", lambda x, y: F.cosine_similarity(x, y), x=r(3, 4), y=r(1, 4))
case("x.cosineSimilarity(y, -1)", lambda x, y: F.cosine_similarity(x, y, -1), x=t([[0., 0.], [1., 2.]]), y=r(2, 2), grad=False)
case("x.cosineSimilarity(y, 0)", lambda x, y: F.cosine_similarity(x, y, 0), x=r(17, dtype=f32), y=r(17, dtype=f32))

json.dump({"made_by": f"PyTorch {torch.__version__}, reductions.py, seed 7", "cases": cases}, sys.stdout, separators=(",", ":"))
print(len(cases), "cases", file=sys.stderr)
