#!/usr/bin/env python3
"""PyTorch's side of the benchmark: runs one workload at a time, as told on standard input.

peer.py THREADS wall|cpu. "ready" is answered by the version and, after a tab, the libraries that compute products; "load NAME FILE" makes the workload NAME from the tensors in a safetensors file, and is
answered by how far its result is off from the one in the file, followed by some of its numbers; "time STEPS" by microseconds a step, from the start again.
Needs PyTorch (Debian: python3-torch).
"""
import json
import math
import os
import struct
import sys
import time

# Read by OpenBLAS when it is loaded; what has threads of its own is told below.
os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[1]
import torch
from torch import nn

torch.set_num_threads(int(sys.argv[1]))
clock = time.thread_time if sys.argv[2].lower() == "cpu" else time.perf_counter
LOSSES = 5


def read(path):
    """All tensors of a safetensors file: the length of a header, the header in JSON, the numbers."""
    types = {"F32": torch.float32, "I64": torch.int64}
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        numbers = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        tensors[name] = torch.frombuffer(numbers[start:end], dtype=types[entry["dtype"]]).reshape(entry["shape"]).clone()
    return tensors


class Workload:
    """What computes the result to compare, what goes back to the start, and what is timed."""

    def __init__(self, check, step, rewind=lambda: None):
        self.check, self.step, self.rewind = check, step, rewind


def function(f):
    """A workload that computes a function of the given tensors."""
    def make(given):
        return Workload(lambda: f(given), lambda: f(given))
    return make


def training(net, criterion, optimizer):
    """A workload that trains a network, from the parameters in the file."""
    def make(given):
        model = net()
        parameters = list(model.parameters())
        start = [given[f"parameter.{i}"] for i in range(len(parameters))]
        assert f"parameter.{len(parameters)}" not in given and all(p.shape == s.shape for p, s in zip(parameters, start))

        def rewind():
            with torch.no_grad():
                for parameter, value in zip(parameters, start):
                    parameter.copy_(value)

        rewind()
        loss, opt, x, y = criterion(), optimizer(parameters), given["x"], given["y"]

        def step():
            opt.zero_grad()
            result = loss(model(x), y)
            result.backward()
            opt.step()
            return result

        return Workload(lambda: torch.stack([step().detach() for _ in range(LOSSES)]), step, rewind)
    return make


def scalar(_):
    """y = w*x + b with backward, one element each."""
    w, x, b = (torch.tensor([value], requires_grad=True) for value in (1.0, 2.0, 3.0))

    def check():
        y = w * x + b
        y.backward()
        return torch.stack([y.detach(), w.grad, x.grad, b.grad])

    return Workload(check, lambda: (w * x + b).backward())


class Transformer(nn.Module):
    """A model of characters: 4 blocks of width 128 with 4 heads, context 64, vocabulary 65."""

    def __init__(self):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(65, 128), nn.Embedding(64, 128)
        block = dict(d_model=128, nhead=4, dim_feedforward=512, dropout=0.0, activation="gelu", batch_first=True, norm_first=True)
        self.blocks = nn.ModuleList([nn.TransformerEncoderLayer(**block) for _ in range(4)])
        self.norm, self.head = nn.LayerNorm(128), nn.Linear(128, 65)
        self.register_buffer("future", torch.full((64, 64), -math.inf).triu(1))
        self.register_buffer("places", torch.arange(64))

    def forward(self, text):
        h = self.tokens(text) + self.positions(self.places)
        for block in self.blocks:
            h = block(h, src_mask=self.future)
        return self.head(self.norm(h)).flatten(0, 1)


def mlp():
    return nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 10))


def lenet():
    pooled = [nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*pooled, nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def gelu(given):
    """The usual approximation, with the operations that a user would write."""
    x = given["x"]
    return 0.5 * x * (1 + torch.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))


optim = torch.optim
workloads = {
    "scalar": scalar,
    "notebook": training(lambda: nn.Sequential(nn.Linear(3, 2), nn.Sigmoid()), nn.MSELoss, lambda p: optim.SGD(p, lr=0.01)),
    "mlp": training(mlp, nn.CrossEntropyLoss, lambda p: optim.Adam(p, lr=1e-3)),
    "lenet": training(lenet, nn.CrossEntropyLoss, lambda p: optim.SGD(p, lr=1e-2, momentum=0.9)),
    "transformer": training(Transformer, nn.CrossEntropyLoss, lambda p: optim.AdamW(p, lr=3e-4)),
    "gelu": function(gelu),
    "sigmoid": function(lambda given: torch.sigmoid(given["x"])),
    "exp": function(lambda given: torch.exp(given["x"])),
    "sum": function(lambda given: torch.sum(given["x"])),
    "softmax": function(lambda given: torch.softmax(given["x"], 1)),
}
for size in (32, 64, 256, 1024):
    workloads[f"product{size}"] = function(lambda given: given["x"] @ given["y"])


def difference(ours, theirs):
    """The largest difference, each as a share of the number or, where that is small, of the mean size of all."""
    scale = theirs.abs().clamp(min=theirs.abs().mean())
    return ((ours.reshape(theirs.shape) - theirs).abs() / scale).max().item()


def blas():
    """The files of the BLAS that is loaded, where the system tells; the reference implementation is one of its own, in a folder "blas"."""
    try:
        with open("/proc/self/maps") as maps:
            return sorted({line.split()[-1] for line in maps if "blas" in line})
    except OSError:
        return []


current = None
for line in sys.stdin:
    verb, *words = line.split()
    if verb == "ready":
        print(f"PyTorch {torch.__version__}", *blas(), sep="\t", flush=True)
    elif verb == "load":
        tensors = read(words[1])
        expected = tensors.pop("result")
        current = workloads[words[0]](tensors)
        result = current.check()
        print(difference(expected, result), *result.flatten()[:LOSSES].tolist(), flush=True)
    else:
        current.rewind()
        steps, step, begun = int(words[0]), current.step, clock()
        for _ in range(steps):
            step()
        print((clock() - begun) / steps * 1e6, flush=True)
