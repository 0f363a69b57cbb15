"""Writes loader.json: the orders in which PyTorch's DataLoader goes through sets, three epochs for each seed, size and batch."""
import json
import os

import torch
from torch.utils.data import DataLoader

cases = []
for seed in (0, 1, 42, 123456789):
    for size, batch, drop in ((1, 1, False), (7, 3, False), (10, 4, True), (32, 8, False), (101, 16, True), (700, 64, False)):
        torch.manual_seed(seed)
        loader = DataLoader(list(range(size)), batch_size=batch, shuffle=True, drop_last=drop)
        epochs = [[b.tolist() for b in loader] for _ in range(3)]
        cases.append({"seed": seed, "size": size, "batch": batch, "dropLast": drop, "epochs": epochs, "after": torch.rand(1).item()})
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "loader.json"), "w") as f:
    json.dump({"torch": torch.__version__, "cases": cases}, f, separators=(",", ":"))
    f.write("\n")
