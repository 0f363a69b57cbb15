"""Writes optim.json: loss curves of a small network under each optimiser, by PyTorch on a CPU.

The network and its data are drawn in float32 and then taken as float64, so that what is compared is the formula and not its rounding.

python3 optim.py > optim.json
"""
import json
import sys
import torch
from torch import nn, optim

RUNS = {
    "sgd(net.parameters(), 0.05).momentum(0.9)": lambda p: optim.SGD(p, 0.05, momentum=0.9),
    "sgd(net.parameters(), 0.05).momentum(0.9).nesterov().weightDecay(0.01)": lambda p: optim.SGD(p, 0.05, momentum=0.9, nesterov=True, weight_decay=0.01),
    "adam(net.parameters(), 0.01)": lambda p: optim.Adam(p, 0.01),
    "adam(net.parameters(), 0.01).betas(0.8, 0.99).eps(1e-4).weightDecay(0.05)": lambda p: optim.Adam(p, 0.01, betas=(0.8, 0.99), eps=1e-4, weight_decay=0.05),
    "adamW(net.parameters(), 0.01).weightDecay(0.1)": lambda p: optim.AdamW(p, 0.01, weight_decay=0.1),
    "rmsprop(net.parameters(), 0.01)": lambda p: optim.RMSprop(p, 0.01),
    "rmsprop(net.parameters(), 0.01).alpha(0.9).eps(1e-3)": lambda p: optim.RMSprop(p, 0.01, alpha=0.9, eps=1e-3),
    "adagrad(net.parameters(), 0.05)": lambda p: optim.Adagrad(p, 0.05),
}


def run(make, clip=None, schedule=None):
    torch.manual_seed(0)
    x = torch.rand(32, 4).double() * 4 - 2
    y = x.sum(1, keepdim=True).sin()
    net = nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 1)).double()
    opt = make(net.parameters())
    plan = schedule(opt) if schedule else None
    losses = []
    for _ in range(60):
        opt.zero_grad()
        loss = nn.functional.mse_loss(net(x), y)
        losses.append(loss.item())
        loss.backward()
        if clip:
            nn.utils.clip_grad_norm_(net.parameters(), clip)
        opt.step()
        if plan:
            plan.step()
    return {"losses": losses, "parameters": [p.flatten().tolist() for p in net.parameters()]}


cases = [dict(optimizer=text, **run(make)) for text, make in RUNS.items()]
sgd = lambda p: optim.SGD(p, 0.2)
cases.append(dict(optimizer="sgd(net.parameters(), 0.2)", clip=0.1, **run(sgd, clip=0.1)))
cases.append(dict(optimizer="sgd(net.parameters(), 0.2)", schedule="cosine(50, 0.01)",
                  **run(sgd, schedule=lambda o: optim.lr_scheduler.CosineAnnealingLR(o, 50, 0.01))))
cases.append(dict(optimizer="sgd(net.parameters(), 0.2)", schedule="stepSchedule(10, 0.5)",
                  **run(sgd, schedule=lambda o: optim.lr_scheduler.StepLR(o, 10, 0.5))))
json.dump({"made_by": "PyTorch " + torch.__version__ + " CPU, optim.py", "runs": cases}, sys.stdout)
