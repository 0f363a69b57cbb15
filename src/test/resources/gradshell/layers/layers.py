#!/usr/bin/env python3
"""Writes layers.json beside it: layers of the language with PyTorch's initial values, results, gradients and running statistics.

Everything is computed in float64 from parameters and inputs that float32 holds exactly; run with PyTorch 1.13.
"""
import json, os
import torch
from torch import nn

torch.set_num_threads(1)
CASES = []
MAKE = torch.Generator().manual_seed(7)


def numbers(t):
    return [v if isinstance(v, int) else float("%.13g" % v) for v in t.detach().flatten().tolist()]


def written(t):
    return {"dtype": str(t.dtype).replace("torch.", ""), "shape": list(t.shape), "data": numbers(t)}


def draw(shape, scale=1.0):
    return (torch.randn(shape, generator=MAKE) * scale).double()


def case(word, make, *shapes, random=False, positive=False):
    """One layer on inputs of one shape after the other."""
    for shape in shapes:
        seed = len(CASES) + 1
        torch.manual_seed(seed)
        net = make()
        entry = {"layer": word, "seed": seed, "random": random, "shape": list(shape)}
        entry["initial"] = {k: written(v) for k, v in net.state_dict().items()}
        net = net.double()
        given = {}
        for name, parameter in net.named_parameters():
            value = draw(parameter.shape, 0.5)
            if "weight" in name and parameter.dim() == 1:
                value = value + 1
            parameter.data.copy_(value.float())
            given[name] = written(parameter)
        entry["given"] = given
        first, second = draw(shape), draw(shape)
        if positive:
            first, second = first.abs() + 0.1, second.abs() + 0.1
        entry["inputs"] = [written(first), written(second)]
        for mode in ("train", "eval"):
            net.train(mode == "train")
            x = first.clone().requires_grad_()
            torch.manual_seed(seed)
            y = net(x)
            if "cotangent" not in entry:
                entry["cotangent"] = written(draw(y.shape))
            g = torch.tensor(entry["cotangent"]["data"], dtype=torch.float64).reshape(y.shape)
            net.zero_grad()
            (y * g).sum().backward()
            entry[mode] = {"y": written(y), "x": written(x.grad), "parameters": {k: written(p.grad) for k, p in net.named_parameters() if p.grad is not None}}
            if mode == "train":
                net(second)
                entry["buffers"] = {k: written(b) for k, b in net.named_buffers()}
        CASES.append(entry)


class Lambda(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.f = f

    def forward(self, x):
        return self.f(x)


class Residual(nn.Module):
    def __init__(self, body):
        super().__init__()
        self.body = body

    def forward(self, x):
        return x + self.body(x)


class Parallel(nn.Module):
    def __init__(self, *layers, add=False):
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.add = add

    def forward(self, x):
        ys = [l(x) for l in self.layers]
        return sum(ys[1:], ys[0]) if self.add else torch.cat(ys, 1)


class Pair(nn.Module):
    """nn.Bilinear of one input that holds both."""

    def __init__(self, a, b, out, bias=True):
        super().__init__()
        inner = nn.Bilinear(a, b, out, bias)
        self.a, self.weight, self.bias = a, inner.weight, inner.bias

    def forward(self, x):
        return nn.functional.bilinear(x[..., :self.a], x[..., self.a:], self.weight, self.bias)


class RmsNorm(nn.Module):
    def __init__(self, n, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(n)), eps

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


# ---- products ----
case("linear(5, 3)", lambda: nn.Linear(5, 3), (4, 5), (5,), (2, 3, 5))
case("linear(7, 20, false)", lambda: nn.Linear(7, 20, bias=False), (3, 7))
case("bilinear(2, 3, 4)", lambda: Pair(2, 3, 4), (5, 5), (2, 3, 5))
case("bilinear(3, 2, 1, false)", lambda: Pair(3, 2, 1, False), (4, 5))
case("conv1d(2, 4, 3)", lambda: nn.Conv1d(2, 4, 3), (2, 2, 7), (2, 9))
case("conv1d(4, 6, 3).stride(2).padding(2).dilation(2)", lambda: nn.Conv1d(4, 6, 3, 2, 2, 2), (2, 4, 9))
case("conv1d(4, 6, 2).groups(2)", lambda: nn.Conv1d(4, 6, 2, groups=2), (3, 4, 5))
case("conv1d(3, 2, 4).padding(\"same\")", lambda: nn.Conv1d(3, 2, 4, padding="same"), (2, 3, 6))
case("conv1d(2, 3, 1).bias(false)", lambda: nn.Conv1d(2, 3, 1, bias=False), (2, 2, 4))
case("conv2d(1, 4, 3)", lambda: nn.Conv2d(1, 4, 3), (2, 1, 5, 6), (1, 4, 4))
case("conv2d(3, 2, 3).stride(2).padding(1)", lambda: nn.Conv2d(3, 2, 3, 2, 1), (2, 3, 6, 7))
case("conv2d(2, 3, 2, 3)", lambda: nn.Conv2d(2, 3, (2, 3)), (2, 2, 4, 5))
case("conv2d(2, 3, new int[] {3, 1}).stride(1, 2).padding(2, 0).dilation(2, 1)", lambda: nn.Conv2d(2, 3, (3, 1), (1, 2), (2, 0), (2, 1)), (1, 2, 5, 6))
case("conv2d(4, 4, 3).groups(4).padding(1)", lambda: nn.Conv2d(4, 4, 3, padding=1, groups=4), (2, 4, 4, 4))
case("conv2d(4, 8, 3).groups(2).bias(false)", lambda: nn.Conv2d(4, 8, 3, groups=2, bias=False), (1, 4, 4, 5))
case("conv2d(2, 2, 4).padding(\"same\").dilation(2)", lambda: nn.Conv2d(2, 2, 4, padding="same", dilation=2), (1, 2, 7, 8))
case("conv2d(1, 2, 2).padding(\"valid\")", lambda: nn.Conv2d(1, 2, 2, padding="valid"), (2, 1, 3, 3))
case("conv2d(3, 5, 1)", lambda: nn.Conv2d(3, 5, 1), (2, 3, 3, 4))
case("convTranspose1d(2, 3, 3)", lambda: nn.ConvTranspose1d(2, 3, 3), (2, 2, 4), (2, 5))
case("convTranspose1d(4, 2, 4).stride(3).padding(1).outputPadding(2)", lambda: nn.ConvTranspose1d(4, 2, 4, 3, 1, 2), (2, 4, 3))
case("convTranspose1d(4, 6, 2).groups(2).dilation(2)", lambda: nn.ConvTranspose1d(4, 6, 2, groups=2, dilation=2), (1, 4, 4))
case("convTranspose2d(2, 3, 3)", lambda: nn.ConvTranspose2d(2, 3, 3), (2, 2, 3, 4))
case("convTranspose2d(3, 2, 2).stride(2)", lambda: nn.ConvTranspose2d(3, 2, 2, 2), (1, 3, 3, 4))
case("convTranspose2d(2, 4, 3).stride(2).padding(1).outputPadding(1).groups(2)", lambda: nn.ConvTranspose2d(2, 4, 3, 2, 1, 1, 2), (2, 2, 3, 3))
case("convTranspose2d(2, 3, 2, 3).stride(2, 1).padding(0, 1).bias(false)", lambda: nn.ConvTranspose2d(2, 3, (2, 3), (2, 1), (0, 1), bias=False), (1, 2, 3, 3))

# ---- pooling ----
case("maxPool1d(2)", lambda: nn.MaxPool1d(2), (2, 3, 7), (3, 6))
case("maxPool1d(3).stride(2).padding(1).dilation(2)", lambda: nn.MaxPool1d(3, 2, 1, 2), (1, 2, 9))
case("maxPool2d(2)", lambda: nn.MaxPool2d(2), (2, 2, 5, 6), (2, 4, 4))
case("maxPool2d(3, 2).stride(2, 1).padding(1)", lambda: nn.MaxPool2d((3, 2), (2, 1), 1), (1, 2, 6, 5))
case("maxPool2d(3).stride(2).ceilMode()", lambda: nn.MaxPool2d(3, 2, ceil_mode=True), (1, 2, 6, 8))
case("avgPool1d(3)", lambda: nn.AvgPool1d(3), (2, 2, 8))
case("avgPool1d(3).stride(2).padding(1).countIncludePad(false)", lambda: nn.AvgPool1d(3, 2, 1, count_include_pad=False), (1, 2, 7))
case("avgPool2d(2)", lambda: nn.AvgPool2d(2), (2, 2, 4, 5))
case("avgPool2d(3).stride(2).padding(1)", lambda: nn.AvgPool2d(3, 2, 1), (1, 2, 6, 7))
case("avgPool2d(3, 2).stride(2).padding(1).ceilMode().countIncludePad(false)", lambda: nn.AvgPool2d((3, 2), 2, 1, True, False), (1, 2, 6, 6))
case("lpPool1d(2, 3)", lambda: nn.LPPool1d(2, 3), (2, 2, 7), positive=True)
case("lpPool2d(3, 2).stride(1)", lambda: nn.LPPool2d(3, 2, 1), (1, 2, 4, 4), positive=True)
case("adaptiveAvgPool1d(3)", lambda: nn.AdaptiveAvgPool1d(3), (2, 2, 7))
case("adaptiveAvgPool2d(1)", lambda: nn.AdaptiveAvgPool2d(1), (2, 3, 4, 5))
case("adaptiveAvgPool2d(2, 3)", lambda: nn.AdaptiveAvgPool2d((2, 3)), (1, 2, 5, 7))
case("adaptiveMaxPool1d(3)", lambda: nn.AdaptiveMaxPool1d(3), (2, 2, 7))
case("adaptiveMaxPool2d(2)", lambda: nn.AdaptiveMaxPool2d(2), (1, 2, 5, 3))
case("adaptiveMaxPool2d(3, 2)", lambda: nn.AdaptiveMaxPool2d((3, 2)), (2, 1, 4, 5))

# ---- normalisation ----
case("batchNorm1d(3)", lambda: nn.BatchNorm1d(3), (4, 3), (3, 3, 5))
case("batchNorm1d(4).momentum(0.3).eps(0.01)", lambda: nn.BatchNorm1d(4, 0.01, 0.3), (5, 4))
case("batchNorm1d(3).cumulative()", lambda: nn.BatchNorm1d(3, momentum=None), (4, 3))
case("batchNorm1d(3).affine(false)", lambda: nn.BatchNorm1d(3, affine=False), (6, 3))
case("batchNorm1d(3).trackRunningStats(false)", lambda: nn.BatchNorm1d(3, track_running_stats=False), (4, 3))
case("batchNorm2d(2)", lambda: nn.BatchNorm2d(2), (2, 2, 3, 4), (1, 2, 2, 2))
case("batchNorm2d(3).cumulative().affine(false)", lambda: nn.BatchNorm2d(3, momentum=None, affine=False), (2, 3, 2, 3))
case("batchNorm2d(2).trackRunningStats(false).affine(false)", lambda: nn.BatchNorm2d(2, affine=False, track_running_stats=False), (3, 2, 2, 2))
case("layerNorm(5)", lambda: nn.LayerNorm(5), (3, 5), (2, 3, 5))
case("layerNorm(3, 4).eps(0.001)", lambda: nn.LayerNorm((3, 4), eps=0.001), (2, 3, 4))
case("layerNorm(6).affine(false)", lambda: nn.LayerNorm(6, elementwise_affine=False), (4, 6))
case("groupNorm(2, 4)", lambda: nn.GroupNorm(2, 4), (2, 4, 3), (2, 4, 2, 3))
case("groupNorm(3, 6).eps(0.01).affine(false)", lambda: nn.GroupNorm(3, 6, 0.01, False), (2, 6, 4))
case("groupNorm(1, 3)", lambda: nn.GroupNorm(1, 3), (4, 3))
case("instanceNorm1d(3)", lambda: nn.InstanceNorm1d(3), (2, 3, 5), (3, 6))
case("instanceNorm2d(2)", lambda: nn.InstanceNorm2d(2), (2, 2, 3, 4))
case("instanceNorm2d(2).affine(true)", lambda: nn.InstanceNorm2d(2, affine=True), (2, 2, 3, 3))
case("instanceNorm1d(2).affine(true).trackRunningStats(true)", lambda: nn.InstanceNorm1d(2, affine=True, track_running_stats=True), (3, 2, 4))
case("instanceNorm2d(3).trackRunningStats(true).momentum(0.4).eps(0.001)", lambda: nn.InstanceNorm2d(3, 0.001, 0.4, track_running_stats=True), (2, 3, 2, 3))
case("rmsNorm(6).eps(0.0001)", lambda: RmsNorm(6, 0.0001), (3, 6), (2, 2, 6))
case("localResponseNorm(3)", lambda: nn.LocalResponseNorm(3), (2, 5, 4), (1, 4, 2, 3))
case("localResponseNorm(2).alpha(0.5).beta(0.6).k(2.0)", lambda: nn.LocalResponseNorm(2, 0.5, 0.6, 2.0), (2, 3, 4))

# ---- chance ----
case("dropout(0.3)", lambda: nn.Dropout(0.3), (4, 6), random=True)
case("dropout(1)", lambda: nn.Dropout(1.0), (2, 3))
case("dropout1d(0.4)", lambda: nn.Dropout1d(0.4), (3, 5, 2), random=True)
case("dropout2d(0.4)", lambda: nn.Dropout2d(0.4), (3, 4, 2, 2), random=True)
case("alphaDropout(0.3)", lambda: nn.AlphaDropout(0.3), (4, 5), random=True)
case("rrelu(0.2, 0.2)", lambda: nn.RReLU(0.2, 0.2), (3, 4))

# ---- activations ----
for word, make in {
        "relu()": nn.ReLU(), "sigmoid()": nn.Sigmoid(), "tanh()": nn.Tanh(), "gelu()": nn.GELU(), "geluTanh()": nn.GELU(approximate="tanh"), "softplus()": nn.Softplus(),
        "softplus(2, 3)": nn.Softplus(2, 3), "relu6()": nn.ReLU6(), "silu()": nn.SiLU(), "mish()": nn.Mish(), "selu()": nn.SELU(), # PyTorch divides the slope by a 6 of float32.
        "hardsigmoid()": Lambda(lambda x: torch.clamp(x + 3, 0, 6) / 6),
        "hardswish()": nn.Hardswish(), "softsign()": nn.Softsign(), "tanhshrink()": nn.Tanhshrink(), "logsigmoid()": nn.LogSigmoid(), "leakyRelu(0.2)": nn.LeakyReLU(0.2), "elu(0.7)": nn.ELU(0.7),
        "celu(0.5)": nn.CELU(0.5), "hardtanh(-0.5, 0.8)": nn.Hardtanh(-0.5, 0.8), "softshrink(0.4)": nn.Softshrink(0.4), "hardshrink(0.4)": nn.Hardshrink(0.4),
        "threshold(0.1, 20)": nn.Threshold(0.1, 20), "glu(-1)": nn.GLU(-1), "softmax(1)": nn.Softmax(1), "logSoftmax(-1)": nn.LogSoftmax(-1), "softmin(0)": nn.Softmin(0)}.items():
    case(word, lambda m=make: m, (3, 4))
case("softmax2d()", lambda: nn.Softmax2d(), (2, 3, 2, 2), (3, 2, 2))
case("prelu()", lambda: nn.PReLU(), (3, 4))
case("prelu(3)", lambda: nn.PReLU(3), (2, 3, 4))

# ---- shapes ----
case("flatten()", lambda: nn.Flatten(), (2, 3, 4))
case("flatten(0, 1)", lambda: nn.Flatten(0, 1), (2, 3, 4))
case("unflatten(1, 2, 3)", lambda: nn.Unflatten(1, (2, 3)), (2, 6, 2))
case("reshape(3, -1)", lambda: Lambda(lambda x: x.reshape(x.shape[0], 3, -1)), (2, 6, 2))
case("identity()", lambda: nn.Identity(), (2, 3))
case("permute(0, 2, 1)", lambda: Lambda(lambda x: x.permute(0, 2, 1)), (2, 3, 4))
case("squeeze(1)", lambda: Lambda(lambda x: x.squeeze(1)), (2, 1, 4))
case("unsqueeze(1)", lambda: Lambda(lambda x: x.unsqueeze(1)), (2, 4))
case("zeroPad1d(1, 2)", lambda: nn.ConstantPad1d((1, 2), 0.0), (2, 2, 3))
case("zeroPad2d(1)", lambda: nn.ZeroPad2d(1), (1, 2, 2, 3))
case("zeroPad2d(1, 0, 2, -1)", lambda: nn.ZeroPad2d((1, 0, 2, -1)), (1, 2, 3, 3))
case("reflectionPad1d(2)", lambda: nn.ReflectionPad1d(2), (2, 2, 4))
case("reflectionPad2d(1, 2, 0, 1)", lambda: nn.ReflectionPad2d((1, 2, 0, 1)), (1, 2, 3, 4))
case("replicationPad1d(1, 3)", lambda: nn.ReplicationPad1d((1, 3)), (2, 2, 3))
case("replicationPad2d(2)", lambda: nn.ReplicationPad2d(2), (1, 2, 3, 2))
case("upsample(2)", lambda: nn.Upsample(scale_factor=2), (2, 2, 3), (1, 2, 2, 3))
case("upsample(3, \"linear\")", lambda: nn.Upsample(scale_factor=3, mode="linear"), (2, 2, 4))
case("upsample(2, \"bilinear\", true)", lambda: nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True), (1, 2, 3, 4))
case("interpolate(\"bilinear\", 5, 3)", lambda: nn.Upsample(size=(5, 3), mode="bilinear"), (1, 2, 3, 4))
case("unfold(2)", lambda: nn.Unfold(2), (2, 2, 3, 4))
case("unfold(window(2, 3).stride(2).padding(1))", lambda: nn.Unfold((2, 3), stride=2, padding=1), (1, 2, 4, 5))
case("fold(4, 5, 2)", lambda: nn.Fold((4, 5), 2), (2, 8, 12))
case("fold(4, 6, window(2, 3).stride(2, 3))", lambda: nn.Fold((4, 6), (2, 3), stride=(2, 3)), (1, 12, 4))
case("pixelShuffle(2)", lambda: nn.PixelShuffle(2), (2, 8, 2, 3))
case("pixelUnshuffle(2)", lambda: nn.PixelUnshuffle(2), (1, 2, 4, 6))

# ---- layers made of layers ----
case("sequential(linear(4, 6), relu(), linear(6, 2))", lambda: nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 2)), (5, 4))
case("residual(linear(4, 6), tanh(), linear(6, 4))", lambda: Residual(nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 4))), (5, 4))
case("residual(linear(3, 3))", lambda: Residual(nn.Linear(3, 3)), (2, 3))
case("parallel(linear(4, 2), linear(4, 3))", lambda: Parallel(nn.Linear(4, 2), nn.Linear(4, 3)), (5, 4))
case("parallel(linear(4, 3), linear(4, 3)).sum()", lambda: Parallel(nn.Linear(4, 3), nn.Linear(4, 3), add=True), (5, 4))
case("repeat(3, linear(4, 4))", lambda: nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 4)), (5, 4))
case("repeat(2, sequential(conv1d(2, 2, 3).padding(1), batchNorm1d(2), relu()))",
     lambda: nn.Sequential(*[nn.Sequential(nn.Conv1d(2, 2, 3, padding=1), nn.BatchNorm1d(2), nn.ReLU()) for _ in range(2)]), (3, 2, 5))
case("sequential(conv2d(1, 2, 3).padding(1), batchNorm2d(2), relu(), maxPool2d(2), flatten(), linear(8, 3))",
     lambda: nn.Sequential(nn.Conv2d(1, 2, 3, padding=1), nn.BatchNorm2d(2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8, 3)), (3, 1, 4, 4))


# ---- initial values ----
INITIAL = []


def initial(word, fill, *shapes):
    for shape in shapes:
        torch.manual_seed(len(INITIAL))
        w = torch.empty(shape)
        fill(w)
        INITIAL.append({"init": word, "seed": len(INITIAL), "value": written(w)})


PLAIN = ((3, 5), (4, 2, 3), (2, 3, 2, 2))
initial("xavierUniform()", nn.init.xavier_uniform_, *PLAIN)
initial("xavierUniform(1.5)", lambda w: nn.init.xavier_uniform_(w, 1.5), (3, 5))
initial("xavierNormal()", nn.init.xavier_normal_, *PLAIN)
initial("kaimingUniform()", nn.init.kaiming_uniform_, *PLAIN)
initial("kaimingUniform(0.2)", lambda w: nn.init.kaiming_uniform_(w, 0.2), (3, 5))
initial("kaimingNormal()", nn.init.kaiming_normal_, *PLAIN)
initial("kaimingNormal(0.3)", lambda w: nn.init.kaiming_normal_(w, 0.3), (3, 5))
initial("orthogonal()", nn.init.orthogonal_, (3, 5), (5, 3), (4, 4), (4, 2, 3))
initial("orthogonal(1.4)", lambda w: nn.init.orthogonal_(w, 1.4), (3, 5))
initial("truncNormal(0, 1)", nn.init.trunc_normal_, *PLAIN)
initial("truncNormal(0.5, 0.7)", lambda w: nn.init.trunc_normal_(w, 0.5, 0.7), (4, 5))
initial("normalValues(0.5, 2)", lambda w: nn.init.normal_(w, 0.5, 2), (3,), (5, 4))
initial("uniformValues(-1, 3)", lambda w: nn.init.uniform_(w, -1, 3), (3,), (5, 4))
initial("constant(2.5)", lambda w: nn.init.constant_(w, 2.5), (3,))

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "layers.json"), "w") as file:
    json.dump({"cases": CASES, "initial": INITIAL}, file, separators=(",", ":"))
print(len(CASES), "cases", len(INITIAL), "initial values")
