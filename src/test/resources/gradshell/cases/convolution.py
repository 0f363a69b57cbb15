#!/usr/bin/env python3
"""Writes convolution.json beside it: products, convolutions and pooling of the language with PyTorch's values and gradients."""
import json, math, os, sys
import torch
import torch.nn.functional as F

torch.manual_seed(20)
CASES = []


def numbers(t):
    def one(v):
        if isinstance(v, bool) or isinstance(v, int) or math.isfinite(v):
            return v
        return "nan" if math.isnan(v) else "inf" if v > 0 else "-inf"
    return [one(v) for v in t.detach().flatten().tolist()]


def written(t):
    return {"dtype": str(t.dtype).replace("torch.", ""), "shape": list(t.shape), "data": numbers(t)}


def case(name, expr, f, tolerance=None, grads=True, **inputs):
    for t in inputs.values():
        if t.dtype == torch.float64 and grads:
            t.requires_grad_(True)
    y = f(**inputs)
    entry = {"name": name, "expr": expr, "inputs": {k: written(t) for k, t in inputs.items()}, "value": written(y)}
    if tolerance is None and torch.float32 in [t.dtype for t in inputs.values()]:
        tolerance = 2e-6
    if tolerance:
        entry["tolerance"] = tolerance
    if y.requires_grad:
        u = torch.randn(y.shape, dtype=torch.float64)
        by = {k: t for k, t in inputs.items() if t.requires_grad}
        found = torch.autograd.grad(y, list(by.values()), u, allow_unused=True)
        entry["cotangent"] = written(u)
        entry["grads"] = {k: written(g if g is not None else torch.zeros_like(t)) for (k, t), g in zip(by.items(), found)}
    CASES.append(entry)


def r(*shape, dtype=torch.float64):
    return torch.randn(shape, dtype=torch.float64).mul(4).round().to(dtype) if dtype in (torch.int64, torch.int32) else torch.randn(shape, dtype=dtype)


# ---- matmul and its kin ----
for a, b in [((2, 3), (3, 4)), ((3,), (3,)), ((3,), (3, 4)), ((2, 3), (3,)), ((5, 2, 3), (3,)), ((3,), (5, 3, 2)), ((5, 2, 3), (3, 4)), ((2, 3), (5, 3, 4)),
             ((5, 2, 3), (5, 3, 4)), ((5, 1, 2, 3), (4, 3, 2)), ((2, 0), (0, 3)), ((0, 3), (3, 2)), ((3, 0), (0,)), ((0,), (0,)), ((0, 2, 3), (3, 4)), ((2, 3, 0), (0, 4)), ((2, 3, 0), (0,)),
             ((1, 1), (1, 1)), ((15, 16), (16, 17)), ((17, 15), (15, 1)), ((1, 1023), (1023, 2)), ((2, 1, 17, 16), (3, 16, 15))]:
    case("matmul", "x.matmul(y)", lambda x, y: x.matmul(y), x=r(*a), y=r(*b))
case("matmul float32", "x.matmul(y)", lambda x, y: x.matmul(y), x=r(33, 47, dtype=torch.float32), y=r(47, 35, dtype=torch.float32))
case("matmul int64", "x.matmul(y)", lambda x, y: x.matmul(y), x=r(17, 5, dtype=torch.int64), y=r(5, 18, dtype=torch.int64))
case("matmul int32", "x.matmul(y)", lambda x, y: x.matmul(y), x=r(3, 4, dtype=torch.int32), y=r(2, 4, 1, dtype=torch.int32))
case("matmul transposed", "x.t().matmul(y.t())", lambda x, y: x.t().matmul(y.t()), x=r(16, 33), y=r(34, 16))
case("mm", "x.mm(y)", lambda x, y: x.mm(y), x=r(2, 3), y=r(3, 2))
case("mv", "x.mv(y)", lambda x, y: x.mv(y), x=r(2, 3), y=r(3))
case("bmm", "x.bmm(y)", lambda x, y: x.bmm(y), x=r(4, 2, 3), y=r(4, 3, 2))
case("bmm empty", "x.bmm(y)", lambda x, y: x.bmm(y), x=r(0, 2, 3), y=r(0, 3, 2))
case("addmm", "c.addmm(x, y)", lambda c, x, y: c.addmm(x, y), c=r(4), x=r(2, 3), y=r(3, 4))
case("addmm factors", "c.addmm(x, y, 0.5, -2)", lambda c, x, y: c.addmm(x, y, beta=0.5, alpha=-2), c=r(2, 1), x=r(2, 3), y=r(3, 4))
case("addmm int64", "c.addmm(x, y, 2, 3)", lambda c, x, y: c.addmm(x, y, beta=2, alpha=3), c=r(4, dtype=torch.int64), x=r(2, 3, dtype=torch.int64), y=r(3, 4, dtype=torch.int64))
case("addmm beta 0", "c.addmm(x, y, 0, 1)", lambda c, x, y: c.addmm(x, y, beta=0, alpha=1), grads=False, c=torch.full((4,), math.nan, dtype=torch.float64), x=r(2, 3), y=r(3, 4))
case("addmv", "c.addmv(x, y)", lambda c, x, y: c.addmv(x, y), c=r(2), x=r(2, 3), y=r(3))
case("baddbmm", "c.baddbmm(x, y, 3, 0.5)", lambda c, x, y: c.baddbmm(x, y, beta=3, alpha=0.5), c=r(1, 2, 4), x=r(5, 2, 3), y=r(5, 3, 4))
case("inner", "x.inner(y)", lambda x, y: torch.inner(x, y), x=r(2, 3, 4), y=r(5, 4))
case("inner number", "x.inner(y)", lambda x, y: torch.inner(x, y), x=r(2, 3), y=r())
case("dot", "x.dot(y)", lambda x, y: x.dot(y), x=r(17), y=r(17))
case("outer", "x.outer(y)", lambda x, y: x.outer(y), x=r(2), y=r(0))
case("tensordot", "x.tensordot(y, 2)", lambda x, y: torch.tensordot(x, y, 2), x=r(2, 3, 4), y=r(3, 4, 5))
case("tensordot none", "x.tensordot(y, 0)", lambda x, y: torch.tensordot(x, y, 0), x=r(2, 1), y=r(3))
case("tensordot pairs", "x.tensordot(y, new int[] {0, -1}, new int[] {2, 0})", lambda x, y: torch.tensordot(x, y, ([0, -1], [2, 0])), x=r(2, 3, 4), y=r(4, 5, 2))
case("kron", "x.kron(y)", lambda x, y: torch.kron(x, y), x=r(2, 3), y=r(3, 2))
case("kron ranks", "x.kron(y)", lambda x, y: torch.kron(x, y), x=r(3), y=r(2, 1, 2))
case("cross", "x.cross(y)", lambda x, y: torch.cross(x, y, dim=0), x=r(3, 3), y=r(3, 3))
case("cross dim", "x.cross(y, -1)", lambda x, y: torch.linalg.cross(x, y, dim=-1), x=r(4, 1, 3), y=r(1, 2, 3))
for n in (0, 1, 2, 5):
    case("matrixPower", f"x.matrixPower({n})", lambda x: torch.matrix_power(x, n), grads=n > 0, x=r(2, 3, 3))

# ---- einsum ----
for equation, *shapes in [("ij,jk->ik", (2, 3), (3, 4)), ("ij,jk", (2, 3), (3, 4)), ("ba", (2, 3)), ("ii", (3, 3)), ("ii->i", (3, 3)), ("iij->ji", (3, 3, 2)), ("ijij->ij", (2, 3, 2, 3)),
                          ("i,i->", (5,), (5,)), ("i,j->ji", (2,), (3,)), ("ij,ij->ij", (2, 3), (2, 3)), ("ij->", (2, 3)), ("...ij,...jk->...ik", (5, 1, 2, 3), (4, 3, 2)), ("...ij->...ji", (2, 3, 4)),
                          ("b...,...c->bc", (2, 3, 4), (3, 4, 5)), ("i...->...", (2, 3)), ("...", (2, 3)), ("...,...", (2, 1), (3,)), ("a,b,c->cab", (2,), (3,), (4,)), ("ij,jk,kl->il", (2, 3), (3, 4), (4, 2)),
                          ("bhqd,bhkd->bhqk", (2, 2, 3, 4), (2, 2, 5, 4)), ("ij,j,ik->k", (2, 3), (3,), (2, 4)), ("ij,jk->ik", (2, 1), (3, 4)), ("Aa,aB->", (2, 3), (3, 2)), ("ii,ij,j", (3, 3), (3, 2), (2,)),
                          ("ij,jk->ik", (2, 0), (0, 3)), (",i->i", (), (3,)), ("->", ()), ("i...,i...->...", (3, 1, 2), (3, 4, 1)), (" i j , j k -> i k ", (2, 3), (3, 4)), ("abc,cd,def,f->abe", (2, 3, 2), (2, 4), (4, 2, 3), (3,))]:
    names = [chr(ord("p") + i) for i in range(len(shapes))]
    call = f'einsum("{equation}", {", ".join(names)})'
    case("einsum", call, lambda **t: torch.einsum(equation, *t.values()), **{n: r(*s) for n, s in zip(names, shapes)})
case("einsum int64", 'einsum("ij,kj->ik", x, y)', lambda x, y: torch.einsum("ij,kj->ik", x, y), x=r(2, 3, dtype=torch.int64), y=r(4, 3, dtype=torch.int64))

# ---- convolutions ----
for shape, weight, call, settings in [
        ((2, 3, 10), (4, 3, 3), "", {}), ((3, 10), (4, 3, 3), "", {}), ((2, 3, 10), (4, 3, 3), ", conv().stride(2).padding(1)", dict(stride=2, padding=1)),
        ((2, 4, 16), (6, 2, 3), ", conv().groups(2).dilation(3)", dict(groups=2, dilation=3)), ((1, 2, 9), (2, 2, 4), ', conv().padding("same")', dict(padding="same")),
        ((1, 2, 17), (2, 1, 5), ', conv().padding("same").dilation(2).groups(2)', dict(padding="same", dilation=2, groups=2)), ((0, 3, 10), (4, 3, 3), "", {}), ((1, 1, 1), (1, 1, 1), "", {}), ((1, 1, 1023), (1, 1, 16), ", conv().stride(15)", dict(stride=15))]:
    case("conv1d", f"x.conv1d(w{call})", lambda x, w: F.conv1d(x, w, **settings), x=r(*shape), w=r(*weight))
case("conv1d bias", "x.conv1d(w, b, 2, 1, 2, 2)", lambda x, w, b: F.conv1d(x, w, b, 2, 1, 2, 2), x=r(2, 4, 11), w=r(2, 2, 3), b=r(2))
for shape, weight, call, settings in [
        ((2, 3, 6, 7), (4, 3, 3, 3), "", {}), ((3, 6, 7), (4, 3, 3, 2), "", {}), ((2, 3, 8, 9), (4, 3, 3, 3), ", conv().stride(2).padding(1)", dict(stride=2, padding=1)),
        ((1, 2, 8, 9), (3, 2, 3, 2), ", conv().stride(2, 3).padding(1, 2).dilation(2, 1)", dict(stride=(2, 3), padding=(1, 2), dilation=(2, 1))),
        ((2, 4, 6, 6), (8, 1, 3, 3), ", conv().groups(4)", dict(groups=4)), ((2, 6, 5, 5), (4, 3, 2, 2), ", conv().groups(2).padding(1)", dict(groups=2, padding=1)),
        ((1, 2, 7, 8), (2, 2, 3, 4), ', conv().padding("same")', dict(padding="same")), ((2, 3, 5, 5), (2, 3, 1, 1), "", {}), ((2, 3, 5, 5), (2, 3, 5, 5), "", {}), ((2, 3, 5, 5), (2, 3, 1, 1), ", conv().stride(3)", dict(stride=3)),
        ((0, 3, 5, 5), (2, 3, 2, 2), "", {}), ((1, 1, 17, 16), (1, 1, 15, 16), ", conv().padding(7)", dict(padding=7))]:
    case("conv2d", f"x.conv2d(w{call})", lambda x, w: F.conv2d(x, w, **settings), x=r(*shape), w=r(*weight))
case("conv2d bias", "x.conv2d(w, b)", lambda x, w, b: F.conv2d(x, w, b), x=r(2, 2, 5, 5), w=r(3, 2, 2, 2), b=r(3))
case("conv2d stride", "x.conv2d(w, b, 2)", lambda x, w, b: F.conv2d(x, w, b, 2), x=r(2, 2, 5, 5), w=r(3, 2, 2, 2), b=r(3))
case("conv2d all", "x.conv2d(w, b, 2, 1, 2, 2)", lambda x, w, b: F.conv2d(x, w, b, 2, 1, 2, 2), x=r(2, 4, 9, 9), w=r(6, 2, 3, 3), b=r(6))
case("conv2d no bias", "x.conv2d(w, null, 2, 1)", lambda x, w: F.conv2d(x, w, None, 2, 1), x=r(2, 2, 6, 6), w=r(3, 2, 3, 3))
case("conv2d float32", "x.conv2d(w, b, conv().padding(1))", lambda x, w, b: F.conv2d(x, w, b, padding=1), x=r(2, 3, 8, 8, dtype=torch.float32), w=r(4, 3, 3, 3, dtype=torch.float32), b=r(4, dtype=torch.float32))
case("conv2d int64", "x.conv2d(w)", lambda x, w: F.conv2d(x.double(), w.double()).long(), x=r(1, 2, 4, 4, dtype=torch.int64), w=r(2, 2, 3, 3, dtype=torch.int64))
case("conv2d of a view", "x.permute(0, 3, 1, 2).conv2d(w)", lambda x, w: F.conv2d(x.permute(0, 3, 1, 2), w), x=r(2, 5, 6, 3), w=r(2, 3, 2, 2))


def double(x, w, v, f):
    g, h = torch.autograd.grad(f(x, w).tanh().square().sum(), (x, w), create_graph=True)
    return (g * v).sum() + h.pow(3).sum()


for call, settings in [("", {}), (", conv().stride(2).padding(1)", dict(stride=2, padding=1)), (", conv().groups(2).dilation(2)", dict(groups=2, dilation=2))]:
    w = (2, 1, 2, 2) if "groups" in settings else (3, 2, 3, 2)
    case("conv2d twice", "grad(x.conv2d(w%s).tanh().square().sum(), x).mul(v).sum().add(grad(x.conv2d(w%s).tanh().square().sum(), w).pow(3).sum())" % (call, call),
         lambda x, w, v: double(x, w, v, lambda x, w: F.conv2d(x, w, **settings)), x=r(2, 2, 5, 6), w=r(*w), v=r(2, 2, 5, 6))
case("convTranspose2d twice", "grad(x.convTranspose2d(w, conv().stride(2)).tanh().square().sum(), x).mul(v).sum().add(grad(x.convTranspose2d(w, conv().stride(2)).tanh().square().sum(), w).pow(3).sum())",
     lambda x, w, v: double(x, w, v, lambda x, w: F.conv_transpose2d(x, w, stride=2)), x=r(2, 2, 3, 3), w=r(2, 3, 2, 3), v=r(2, 2, 3, 3))

for shape, weight, call, settings in [
        ((2, 3, 5), (3, 4, 3), "", {}), ((3, 5), (3, 4, 3), "", {}), ((2, 4, 5), (4, 2, 3), ", conv().stride(2).padding(1).outputPadding(1).groups(2)", dict(stride=2, padding=1, output_padding=1, groups=2)),
        ((1, 2, 4), (2, 2, 3), ", conv().dilation(3).outputPadding(2).stride(2)", dict(dilation=3, output_padding=2, stride=2)), ((1, 2, 4), (2, 2, 3), ", conv().dilation(3).outputPadding(2)", dict(dilation=3, output_padding=2))]:
    case("convTranspose1d", f"x.convTranspose1d(w{call})", lambda x, w: F.conv_transpose1d(x, w, **settings), x=r(*shape), w=r(*weight))
for shape, weight, call, settings in [
        ((2, 3, 4, 5), (3, 2, 3, 3), "", {}), ((3, 4, 5), (3, 2, 2, 3), "", {}), ((2, 4, 3, 4), (4, 1, 3, 3), ", conv().stride(2).padding(1).outputPadding(1).groups(2)", dict(stride=2, padding=1, output_padding=1, groups=2)),
        ((1, 2, 3, 4), (2, 3, 3, 2), ", conv().stride(2, 3).padding(1, 0).dilation(1, 2).outputPadding(0, 2)", dict(stride=(2, 3), padding=(1, 0), dilation=(1, 2), output_padding=(0, 2))),
        ((1, 2, 3, 3), (2, 1, 2, 2), ", conv().padding(1)", dict(padding=1))]:
    case("convTranspose2d", f"x.convTranspose2d(w{call})", lambda x, w: F.conv_transpose2d(x, w, **settings), x=r(*shape), w=r(*weight))
case("convTranspose2d bias", "x.convTranspose2d(w, b, 2, 1)", lambda x, w, b: F.conv_transpose2d(x, w, b, 2, 1), x=r(2, 2, 3, 3), w=r(2, 3, 3, 3), b=r(3))

# ---- pooling ----
for shape, window, settings in [((2, 3, 10), "2", (2,)), ((3, 10), "3, 2", (3, 2)), ((2, 3, 10), "3, 2, 1", (3, 2, 1)), ((1, 2, 17), "window(3).stride(4).padding(1).dilation(2).ceilMode()", (3, 4, 1, 2, True)), ((1, 1, 11), "window(3).stride(2).padding(1).ceilMode()", (3, 2, 1, 1, True))]:
    case("maxPool1d", f"x.maxPool1d({window})", lambda x: F.max_pool1d(x, *settings), x=r(*shape))
for shape, window, settings in [((2, 3, 6, 8), "2", (2,)), ((3, 7, 9), "3, 2", (3, 2)), ((2, 3, 7, 9), "3, 2, 1", (3, 2, 1)), ((1, 2, 8, 9), "window(2, 3).stride(1, 2).padding(1, 0).dilation(2, 1)", ((2, 3), (1, 2), (1, 0), (2, 1))),
                                ((1, 2, 7, 7), "window(2).ceilMode()", (2, 2, 0, 1, True)), ((1, 2, 7, 8), "window(3).stride(3).padding(1).ceilMode()", (3, 3, 1, 1, True)), ((0, 2, 4, 4), "2", (2,)), ((1, 1, 1, 1), "1", (1,))]:
    case("maxPool2d", f"x.maxPool2d({window})", lambda x: F.max_pool2d(x, *settings), x=r(*shape))
ties = torch.tensor([[[1., 1, 0, math.nan], [1, 1, 2, 2], [-math.inf, -math.inf, 2, 5], [-math.inf, -math.inf, 5, 5]]])
case("maxPool2d ties", "x.maxPool2d(2)", lambda x: F.max_pool2d(x, 2), x=ties)
case("maxPool2d indices of ties", "x.maxPool2dWithIndices(window(2)).indices()", lambda x: F.max_pool2d(x, 2, return_indices=True)[1], x=ties.clone())
case("maxPool2d indices", "x.maxPool2dWithIndices(window(3).stride(2).padding(1)).indices()", lambda x: F.max_pool2d(x, 3, 2, 1, return_indices=True)[1], x=r(2, 2, 7, 6))
case("maxPool1d indices", "x.maxPool1dWithIndices(window(3)).indices()", lambda x: F.max_pool1d(x, 3, return_indices=True)[1], x=r(2, 2, 9))
for shape, window, settings in [((2, 3, 10), "2", (2,)), ((3, 10), "3, 2, 1", (3, 2, 1)), ((2, 3, 11), "window(3).stride(2).padding(1).ceilMode().countIncludePad(false)", (3, 2, 1, True, False)), ((2, 3, 12), "window(3).stride(2).padding(1).ceilMode()", (3, 2, 1, True))]:
    case("avgPool1d", f"x.avgPool1d({window})", lambda x: F.avg_pool1d(x, *settings), x=r(*shape))
for shape, window, settings in [((2, 3, 6, 8), "2", (2,)), ((3, 7, 9), "3, 2, 1", (3, 2, 1)), ((2, 3, 7, 9), "window(3).stride(2).padding(1).countIncludePad(false)", (3, 2, 1, False, False)),
                                ((1, 2, 8, 9), "window(2, 3).stride(1, 2).padding(1, 0)", ((2, 3), (1, 2), (1, 0))), ((1, 2, 7, 8), "window(3).stride(2).padding(1).ceilMode()", (3, 2, 1, True)), ((1, 2, 6, 7), "window(4).stride(3).ceilMode()", (4, 3, 0, True)), ((0, 2, 4, 4), "2", (2,))]:
    case("avgPool2d", f"x.avgPool2d({window})", lambda x: F.avg_pool2d(x, *settings), x=r(*shape))
for shape, size in [((2, 3, 7), 3), ((3, 8), 5), ((2, 3, 4), 7)]:
    case("adaptiveAvgPool1d", f"x.adaptiveAvgPool1d({size})", lambda x: F.adaptive_avg_pool1d(x, size), x=r(*shape))
    case("adaptiveMaxPool1d", f"x.adaptiveMaxPool1d({size})", lambda x: F.adaptive_max_pool1d(x, size), x=r(*shape))
for shape, sizes in [((2, 3, 7, 5), (1, 1)), ((2, 3, 8, 8), (4, 2)), ((3, 7, 10), (3, 4)), ((1, 2, 3, 2), (5, 3))]:
    call = ", ".join(map(str, sizes))
    case("adaptiveAvgPool2d", f"x.adaptiveAvgPool2d({call})", lambda x: F.adaptive_avg_pool2d(x, sizes), x=r(*shape))
    case("adaptiveMaxPool2d", f"x.adaptiveMaxPool2d({call})", lambda x: F.adaptive_max_pool2d(x, sizes), x=r(*shape))

# ---- windows and sizes ----
case("unfold dimension", "x.unfold(-1, 3, 2)", lambda x: x.unfold(-1, 3, 2), x=r(2, 9))
case("unfold dimension 0", "x.unfold(0, 2, 1)", lambda x: x.unfold(0, 2, 1), x=r(5, 2, 2))
case("unfold bool", "x.unfold(0, 2, 1)", lambda x: x.unfold(0, 2, 1), x=torch.tensor([True, False, True]))
for shape, window, settings in [((2, 3, 5, 6), "window(2)", (2,)), ((2, 2, 7, 6), "window(3, 2).stride(2).padding(1).dilation(2, 1)", ((3, 2), (2, 1), 1, 2))]:
    case("unfold", f"x.unfold({window})", lambda x: F.unfold(x, *settings), x=r(*shape))
case("fold", "x.fold(4, 5, window(2))", lambda x: F.fold(x, (4, 5), 2), x=r(2, 8, 12))
case("fold settings", "x.fold(7, 6, window(3, 2).stride(2).padding(1).dilation(2, 1))", lambda x: F.fold(x, (7, 6), (3, 2), (2, 1), 1, 2), x=r(2, 12, 12))
for mode, corners, shape, sizes in [("nearest", None, (1, 2, 5), (8,)), ("nearest", None, (1, 2, 4, 7), (3, 10)), ("linear", False, (1, 2, 5), (8,)), ("linear", True, (1, 2, 5), (3,)), ("bilinear", False, (1, 2, 4, 5), (7, 3)),
                                    ("bilinear", True, (2, 1, 3, 4), (6, 8)), ("bilinear", True, (1, 1, 3, 3), (1, 5)), ("bilinear", False, (1, 1, 1, 3), (2, 9))]:
    call = ("true, " if corners else "") + ", ".join(map(str, sizes))
    case("interpolate", f'x.interpolate("{mode}", {call})', lambda x: F.interpolate(x, sizes, mode=mode, align_corners=corners), x=r(*shape))
case("pixelShuffle", "x.pixelShuffle(2)", lambda x: F.pixel_shuffle(x, 2), x=r(2, 8, 2, 3))
case("pixelUnshuffle", "x.pixelUnshuffle(2)", lambda x: F.pixel_unshuffle(x, 2), x=r(2, 2, 4, 6))

out = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "convolution.json")
with open(out, "w") as f:
    f.write('{"made_by":"PyTorch %s, convolution.py","cases":[\n' % torch.__version__)
    f.write(",\n".join(json.dumps(c, separators=(",", ":")) for c in CASES))
    f.write("\n]}\n")
print(len(CASES), "cases")
