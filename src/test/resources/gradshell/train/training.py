#!/usr/bin/env python3
"""Whole trainings by PyTorch 1.13 (a build without MKL): shuffled loader, dropout, momentum, schedule, clipping, accumulation. Writes training.json beside it."""
import json
import pathlib

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)


def train(name, classify, dropout, batch, accumulate, clip, optimizer, cosine, epochs=5, seed=11):
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(6, 16), nn.Tanh(), nn.Dropout(dropout), nn.Linear(16, 3))
    x = torch.randn(50, 6)
    y = x[:, :3].argmax(1) if classify else x[:, :3].sin()
    lossOf = nn.CrossEntropyLoss() if classify else nn.MSELoss()
    opt = {"sgd": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9), "adam": lambda p: torch.optim.Adam(p, 0.01), "adamW": lambda p: torch.optim.AdamW(p, 0.01),
           "rmsprop": lambda p: torch.optim.RMSprop(p, 0.01)}[optimizer](net.parameters())
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(opt, epochs) if cosine else None
    losses, right, rates = [], [], []
    for _ in range(epochs):
        net.train()
        total, hits = 0.0, 0
        batches = list(DataLoader(TensorDataset(x, y), batch, shuffle=True))
        for start in range(0, len(batches), accumulate):
            group = batches[start:start + accumulate]
            examples = sum(len(a) for a, _ in group)
            opt.zero_grad()
            for a, b in group:
                prediction = net(a)
                loss = lossOf(prediction, b)
                total += loss.item() * len(a)
                if classify:
                    hits += (prediction.argmax(1) == b).sum().item()
                (loss * (len(a) / examples)).backward()
            if clip:
                nn.utils.clip_grad_norm_(net.parameters(), clip)
            opt.step()
        losses.append(total / len(x))
        right.append(hits / len(x))
        rates.append(opt.param_groups[0]["lr"])
        if schedule:
            schedule.step()
    return {"name": name, "seed": seed, "classify": classify, "dropout": dropout, "batch": batch, "accumulate": accumulate, "clip": clip, "optimizer": optimizer, "cosine": cosine,
            "losses": losses, "accuracy": right, "rates": rates, "weight": net[3].weight.detach().ravel().tolist()}


runs = [train(f"{optimizer}, {'classes' if classify else 'numbers'}, batches of {batch} times {accumulate}", classify, dropout, batch, accumulate, clip, optimizer, cosine)
        for optimizer, classify, dropout, batch, accumulate, clip, cosine in (
            ("sgd", True, 0.0, 10, 1, 0, False), ("sgd", True, 0.25, 8, 1, 0.5, True), ("sgd", True, 0.25, 8, 3, 0.5, True), ("sgd", False, 0.5, 7, 2, 0.1, True),
            ("adam", True, 0.1, 16, 1, 0, True), ("adam", False, 0.0, 8, 4, 0, False), ("adamW", False, 0.25, 50, 1, 1.0, True), ("rmsprop", True, 0.1, 9, 2, 0, False))]
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("[\n" + ",\n".join(json.dumps(r) for r in runs) + "\n]\n")
print(len(runs), "trainings")
