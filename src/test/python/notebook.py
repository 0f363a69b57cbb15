#!/usr/bin/env python3
"""scripts/experiments/notebook.yaml in PyTorch: the same numbers, and the loss of each epoch on a line. Needs PyTorch (Debian: python3-torch)."""
import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(3, 2), nn.Sigmoid())
inputs, targets = torch.randn(1000, 3), torch.randn(1000, 2)
criterion, optimizer = nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=0.01)
for epoch in range(1, 101):
    optimizer.zero_grad()
    loss = criterion(net(inputs), targets)
    loss.backward()
    optimizer.step()
    print(f"epoch {epoch} loss {loss.item():.6f}")
