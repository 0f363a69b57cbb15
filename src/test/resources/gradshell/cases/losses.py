"""Writes losses.json: every loss with its settings, with PyTorch's values and gradients, computed on a CPU.

python3 losses.py > losses.json
"""
import torch
import torch.nn.functional as F
from compared import case, f64, normal, write

torch.manual_seed(53)


def gradients(expr, f, grad, **inputs):
    case(expr, f, grad=grad, **inputs)


def both(expr, f, grad, **inputs):
    """In float64 with gradients, and in float32."""
    gradients(expr, f, grad, **inputs)
    case(expr, f, tolerance=1e-6, **{k: x.float() if x.dtype == f64 else x for k, x in inputs.items()})


def reductions(expr, f, grad, **inputs):
    """With every reduction, which `f` takes as its last argument; the mean in float32 too."""
    loss, call = expr.split(".apply", 1)
    for r in ("mean", "sum", "none"):
        wither = "" if r == "mean" else f'.reduction("{r}")'
        (both if r == "mean" else gradients)(f"{loss}{wither}.apply{call}", lambda *a, r=r: f(*a, r), grad, **inputs)


def java(values):
    return ", ".join(str(v) for v in values)


# Numbers.
for shape in ((4, 3), (2, 3, 2), ()):
    x, t = normal(*shape), normal(*shape)
    reductions("mseLoss().apply(x, t)", lambda x, t, r: F.mse_loss(x, t, reduction=r), ("x", "t"), x=x, t=t)
    reductions("l1Loss().apply(x, t)", lambda x, t, r: F.l1_loss(x, t, reduction=r), ("x", "t"), x=x, t=t)
    for b in (1.0, 0.3):
        reductions(f"smoothL1Loss().beta({b}).apply(x, t)", lambda x, t, r, b=b: F.smooth_l1_loss(x, t, reduction=r, beta=b), ("x", "t"), x=x, t=t)
        reductions(f"huberLoss().delta({b}).apply(x, t)", lambda x, t, r, b=b: F.huber_loss(x, t, reduction=r, delta=b), ("x", "t"), x=x, t=t)
reductions("smoothL1Loss().beta(0).apply(x, t)", lambda x, t, r: F.smooth_l1_loss(x, t, reduction=r, beta=0), ("x",), x=normal(6), t=normal(6))
both("mseLoss().apply(x, t)", lambda x, t: F.mse_loss(x, t.to(x.dtype)), ("x",), x=normal(4), t=torch.randint(0, 3, (4,)))

# Classes.
for shape in ((6, 4), (4,), (3, 5, 2), (2, 3, 2, 2), (1, 7), (3, 1)):
    x = normal(*shape, scale=3)
    dim = 0 if len(shape) == 1 else 1
    c = shape[dim]
    t = torch.randint(0, c, [s for i, s in enumerate(shape) if i != dim])
    w = [round(v, 3) for v in (torch.rand(c) + 0.25).tolist()]
    soft = torch.softmax(normal(*shape), dim)
    some = t.clone()
    if some.numel() > 1:
        some.view(-1)[1] = -100
    weight = lambda x: torch.tensor(w, dtype=x.dtype)
    settings = [("", {}), (f".weight({java(w)})", {"weight": True}), (".labelSmoothing(0.1)", {"label_smoothing": 0.1}), (f".weight({java(w)}).labelSmoothing(0.3)", {"weight": True, "label_smoothing": 0.3})]
    for wither, keys in settings:
        def f(x, t, r, keys=keys):
            given = dict(keys)
            if "weight" in given:
                given["weight"] = weight(x)
            return F.cross_entropy(x, t, reduction=r, **given)
        reductions(f"crossEntropyLoss(){wither}.apply(x, t)", f, ("x",), x=x, t=t)
        reductions(f"crossEntropyLoss(){wither}.apply(x, t)", f, ("x",), x=x, t=some)
        if len(shape) > 1:
            reductions(f"crossEntropyLoss(){wither}.apply(x, t)", f, ("x", "t"), x=x, t=soft)
    logs = torch.log_softmax(x, dim)
    reductions("nllLoss().apply(x, t)", lambda x, t, r: F.nll_loss(x, t, reduction=r), ("x",), x=logs, t=t)
    reductions(f"nllLoss().weight({java(w)}).apply(x, t)", lambda x, t, r: F.nll_loss(x, t, reduction=r, weight=weight(x)), ("x",), x=logs, t=some)
    if c > 1:
        skip = int(t.reshape(-1)[0])
        reductions(f"crossEntropyLoss().ignoreIndex({skip}).apply(x, t)", lambda x, t, r: F.cross_entropy(x, t, reduction=r, ignore_index=skip), ("x",), x=x, t=t) if (t != skip).any() else None
reductions("crossEntropyLoss().apply(x, t)", lambda x, t, r: F.cross_entropy(x, t, reduction=r), ("x",), x=normal(3, 4) * 400, t=torch.tensor([0, 3, 1]))
reductions("crossEntropyLoss().labelSmoothing(1).apply(x, t)", lambda x, t, r: F.cross_entropy(x, t, reduction=r, label_smoothing=1.0), ("x",), x=normal(3, 4), t=torch.tensor([0, 3, 1]))

# Probabilities.
for shape in ((5,), (4, 3), (2, 3, 2)):
    p, t, x = torch.rand(shape, dtype=f64), torch.rand(shape, dtype=f64), normal(*shape, scale=4)
    hard = (t > 0.5).to(f64)
    w = [round(v, 3) for v in (torch.rand(shape[-1]) + 0.25).tolist()]
    weight = lambda x: torch.tensor(w, dtype=x.dtype)
    for target in (t, hard):
        reductions("bceLoss().apply(x, t)", lambda x, t, r: F.binary_cross_entropy(x, t, reduction=r), ("x",), x=p, t=target)
        reductions("bceWithLogitsLoss().apply(x, t)", lambda x, t, r: F.binary_cross_entropy_with_logits(x, t, reduction=r), ("x", "t"), x=x, t=target)
        reductions(f"bceLoss().weight({java(w)}).apply(x, t)", lambda x, t, r: F.binary_cross_entropy(x, t, weight=weight(x), reduction=r), ("x",), x=p, t=target)
        reductions(f"bceWithLogitsLoss().posWeight({java(w)}).apply(x, t)", lambda x, t, r: F.binary_cross_entropy_with_logits(x, t, pos_weight=weight(x), reduction=r), ("x",), x=x, t=target)
        reductions(f"bceWithLogitsLoss().weight({java(w)}).posWeight({java(w)}).apply(x, t)", lambda x, t, r: F.binary_cross_entropy_with_logits(x, t, weight=weight(x), pos_weight=weight(x), reduction=r), ("x",), x=x, t=target)
    reductions("klDivLoss().apply(x, t)", lambda x, t, r: F.kl_div(x, t, reduction=r), ("x", "t"), x=torch.log_softmax(x, -1), t=torch.softmax(normal(*shape), -1))
    reductions("klDivLoss().logTarget(true).apply(x, t)", lambda x, t, r: F.kl_div(x, t, reduction=r, log_target=True), ("x", "t"), x=torch.log_softmax(x, -1), t=torch.log_softmax(normal(*shape), -1))
    both('klDivLoss().reduction("batchmean").apply(x, t)', lambda x, t: F.kl_div(x, t, reduction="batchmean"), ("x",), x=torch.log_softmax(x, -1), t=hard)
reductions("bceLoss().apply(x, t)", lambda x, t, r: F.binary_cross_entropy(x, t, reduction=r), ("x",), x=torch.tensor([0.0, 1.0, 0.0, 1.0, 0.5], dtype=f64), t=torch.tensor([0.0, 1.0, 1.0, 0.0, 1.0], dtype=f64))
reductions("bceWithLogitsLoss().apply(x, t)", lambda x, t, r: F.binary_cross_entropy_with_logits(x, t, reduction=r), False, x=torch.tensor([0.0, 500.0, -500.0, 500.0, -90.0], dtype=f64), t=torch.tensor([0.0, 1.0, 1.0, 0.0, 1.0], dtype=f64))

# Pairs and margins.
for shape in ((5,), (4, 3)):
    x, y = normal(*shape), normal(*shape)
    sign = torch.where(torch.rand(shape) > 0.5, 1.0, -1.0).to(f64)
    for m in (1.0, 0.4):
        reductions(f"hingeEmbeddingLoss().margin({m}).apply(x, t)", lambda x, t, r, m=m: F.hinge_embedding_loss(x, t, margin=m, reduction=r), ("x",), x=x.abs(), t=sign)
        reductions(f"marginRankingLoss().margin({m}).apply(x, y, t)", lambda x, y, t, r, m=m: F.margin_ranking_loss(x, y, t, margin=m, reduction=r), ("x", "y"), x=x, y=y, t=sign)
        pairs = sign if len(shape) == 1 else sign[:, 0]
        if len(shape) == 1:
            pairs = torch.tensor(1.0, dtype=f64)
        reductions(f"cosineEmbeddingLoss().margin({m - 0.4}).apply(x, y, t)", lambda x, y, t, r, m=m: F.cosine_embedding_loss(x, y, t, margin=m - 0.4, reduction=r), ("x", "y"), x=x, y=y, t=pairs)
        reductions(f"tripletMarginLoss().margin({m}).apply(x, y, z)", lambda x, y, z, r, m=m: F.triplet_margin_loss(x, y, z, margin=m, reduction=r), ("x", "y", "z"), x=x, y=y, z=normal(*shape))
        reductions(f"tripletMarginLoss().margin({m}).swap(true).p(1).apply(x, y, z)", lambda x, y, z, r, m=m: F.triplet_margin_loss(x, y, z, margin=m, p=1, swap=True, reduction=r), ("x", "y", "z"), x=x, y=y, z=normal(*shape))
        reductions(f"tripletMarginLoss().margin({m}).p(3).eps(0.01).apply(x, y, z)", lambda x, y, z, r, m=m: F.triplet_margin_loss(x, y, z, margin=m, p=3, eps=0.01, reduction=r), ("x", "y", "z"), x=x, y=y, z=normal(*shape))
    t = torch.randint(0, shape[-1], shape[:-1])
    w = [round(v, 3) for v in (torch.rand(shape[-1]) + 0.25).tolist()]
    reductions("multiMarginLoss().apply(x, t)", lambda x, t, r: F.multi_margin_loss(x, t, reduction=r), ("x",), x=x, t=t)
    reductions(f"multiMarginLoss().p(2).margin(0.5).weight({java(w)}).apply(x, t)", lambda x, t, r: F.multi_margin_loss(x, t, p=2, margin=0.5, weight=torch.tensor(w, dtype=x.dtype), reduction=r), ("x",), x=x, t=t)

# Distributions.
for shape in ((5,), (4, 3), (2, 3, 2)):
    x, t, v, counts = normal(*shape), normal(*shape), torch.rand(shape, dtype=f64) + 0.1, torch.randint(0, 9, shape).to(f64)
    for full in (False, True):
        wither = ".full(true)" if full else ""
        reductions(f"gaussianNllLoss(){wither}.apply(x, t, v)", lambda x, t, v, r, full=full: F.gaussian_nll_loss(x, t, v, full=full, reduction=r), ("x", "t", "v"), x=x, t=t, v=v)
        reductions(f"gaussianNllLoss(){wither}.apply(x, t, v)", lambda x, t, v, r, full=full: F.gaussian_nll_loss(x, t, v, full=full, reduction=r), ("x", "v"), x=x, t=t, v=v[..., :1])
        reductions(f"poissonNllLoss(){wither}.apply(x, t)", lambda x, t, r, full=full: F.poisson_nll_loss(x, t, full=full, reduction=r), ("x",), x=x, t=counts)
        reductions(f"poissonNllLoss(){wither}.logInput(false).apply(x, t)", lambda x, t, r, full=full: F.poisson_nll_loss(x, t, log_input=False, full=full, reduction=r), ("x",), x=v, t=counts)
reductions("gaussianNllLoss().eps(0.5).apply(x, t, v)", lambda x, t, v, r: F.gaussian_nll_loss(x, t, v, eps=0.5, reduction=r), ("x", "v"), x=normal(4), t=normal(4), v=torch.rand(4, dtype=f64))

# ---- ctc: by scores, because PyTorch's gradient by logarithms counts on the softmax before it ----

def ctc(expr, f, **inputs):
    reductions(expr, f, ("x",), **inputs)


for steps, batch, classes, most in ((6, 3, 4, 2), (1, 2, 3, 1), (5, 1, 2, 2), (9, 4, 6, 4)):
    x, t = normal(steps, batch, classes), torch.randint(1, classes, (batch, most))
    full = (steps,) * batch, (most,) * batch
    ctc("ctcLoss().apply(x.logSoftmax(2), t)", lambda x, t, r: F.ctc_loss(x.log_softmax(2), t, *full, reduction=r, zero_infinity=False), x=x, t=t)
    n, m = torch.randint(max(1, min(steps, 2 * most)), steps + 1, (batch,)), torch.randint(0, most + 1, (batch,))
    ctc("ctcLoss().zeroInfinity(true).apply(x.logSoftmax(2), t, n, m)", lambda x, t, n, m, r: F.ctc_loss(x.log_softmax(2), t, n, m, reduction=r, zero_infinity=True), x=x, t=t, n=n, m=m)
    ctc(f"ctcLoss().blank({classes - 1}).apply(x.logSoftmax(2), t)", lambda x, t, r: F.ctc_loss(x.log_softmax(2), t, *full, blank=classes - 1, reduction=r), x=x, t=t - 1)
ctc("ctcLoss().zeroInfinity(true).apply(x.logSoftmax(2), t)", lambda x, t, r: F.ctc_loss(x.log_softmax(2), t, (3, 3), (3, 3), reduction=r, zero_infinity=True), x=normal(3, 2, 4), t=torch.tensor([[1, 1, 2], [1, 2, 3]]))
case("ctcLoss().apply(x.logSoftmax(1), t)", lambda x, t: F.ctc_loss(x.log_softmax(1), t, torch.tensor(7), torch.tensor(3)), grad=("x",), x=normal(7, 5), t=torch.tensor([4, 4, 1]))

write("losses.py")
