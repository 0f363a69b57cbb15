#!/usr/bin/env python3
"""PyTorch's side of the benchmark: runs one workload at a time, as told on standard input.

A line "ready" is answered by "yes", "check NAME" is answered by the numbers that the workload computes from its fixed start, "time NAME STEPS" by microseconds a step.
Needs PyTorch (Debian: python3-torch).
"""
import sys
import time

import torch
import torch.nn as nn

torch.set_num_threads(1)


def scalar():
    """y = w*x + b with backward, one element each."""
    w, x, b = (torch.tensor([v], requires_grad=True) for v in (1.0, 2.0, 3.0))

    def check():
        y = w * x + b
        y.backward()
        return [y.item(), w.grad.item(), x.grad.item(), b.grad.item()]

    return check, lambda: (w * x + b).backward()


def notebook():
    """One step of the notebook's training: 1000 x 3 to 2, sigmoid, mean squared error, SGD."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(3, 2), nn.Sigmoid())
    inputs, targets = torch.randn(1000, 3), torch.randn(1000, 2)
    criterion, optimizer = nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=0.01)

    def step():
        optimizer.zero_grad()
        loss = criterion(net(inputs), targets)
        loss.backward()
        optimizer.step()
        return loss

    return lambda: [step().item() for _ in range(5)], step


workloads = {f.__name__: f for f in (scalar, notebook)}
ready = {}
for line in sys.stdin:
    verb, name, *rest = line.split() + [""]
    if verb == "ready":
        print("yes", flush=True)
        continue
    if name not in ready:
        ready[name] = workloads[name]()
    check, step = ready[name]
    if verb == "check":
        print(*check(), flush=True)
    else:
        steps = int(rest[0])
        start = time.perf_counter()
        for _ in range(steps):
            step()
        print((time.perf_counter() - start) / steps * 1e6, flush=True)
