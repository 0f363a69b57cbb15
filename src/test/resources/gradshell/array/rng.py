"""Writes rng.txt: numbers drawn by PyTorch on a CPU, for RngTest.

    python3 rng.py > rng.txt

Made with PyTorch 1.13 as Debian 12 builds it: without MKL, on a machine with AVX2. Builds with MKL draw `bernoulli_(p)`,
dropout and exponentials differently.

A line is one call; calls between two `seed` lines share a stream. After `=` come the values: floats as the hexadecimal
digits of their bits. Of more than 64 values only the first 20, the last 36 and every 29th are kept.

An argument multiplies the number of random interleavings, for a longer comparison than the one committed.
"""
import random
import struct
import sys

import torch

SIZES = [0, 1, 2, 3, 7, 8, 14, 15, 16, 17, 31, 32, 33, 47, 48, 100, 623, 624, 625, 1000]
SEEDS = [0, 1, 42, 123456789, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**32 + 7, 2**63 - 1, -1, -2, -123456789012, -2**63]


def kept(values):
    n = len(values)
    return [v for i, v in enumerate(values) if n <= 64 or i < 20 or i >= n - 36 or i % 29 == 0]


def bits(tensor):
    if tensor.dtype == torch.float32:
        return [struct.pack(">f", v).hex() for v in kept(tensor.tolist())]
    if tensor.dtype == torch.float64:
        return [struct.pack(">d", v).hex() for v in kept(tensor.tolist())]
    return [str(int(v)) for v in kept(tensor.tolist())]


def call(name, *arguments):
    """Draws and prints one line."""
    dtype = {"32": torch.float32, "64": torch.float64}.get(name[-2:])
    kind = name[:-2] if dtype else name
    if kind == "seed":
        torch.manual_seed(arguments[0])
        print("seed", arguments[0])
        return
    n = arguments[0]
    empty = torch.empty(n, dtype=dtype)
    if kind == "uniform":
        values = empty.uniform_(*arguments[1:])
    elif kind == "normal":
        values = empty.normal_(*arguments[1:])
    elif kind == "exponential":
        values = empty.exponential_(*arguments[1:])
    elif kind == "coins":
        values = torch.empty(n).bernoulli_(arguments[1]).long()
    elif kind == "own":
        # Each toss has its own probability: 0, 0.1, …, 0.9 and again.
        values = torch.bernoulli(torch.arange(n, dtype=dtype).remainder(10) / 10).long()
    elif kind == "integers":
        values = torch.randint(arguments[1], arguments[2], (n,))
    elif kind == "permutation":
        values = torch.randperm(n)
    print(name, *arguments, "=", *bits(values))


def anything(chance):
    """The arguments of some call."""
    n = chance.choice(SIZES[:16])
    low = chance.choice([0, -5, 100, -(2**40)])
    return chance.choice([
        ("uniform32", n, 0.0, 1.0), ("uniform64", n, 0.0, 1.0), ("uniform32", n, -0.3, 0.7), ("uniform64", n, -3.1, 2.3),
        ("normal32", n, 0.0, 1.0), ("normal64", n, 0.0, 1.0), ("normal32", n, -1.25, 0.3), ("normal64", n, 2.7, 1.9),
        ("exponential32", n, 1.0), ("exponential64", n, 0.7), ("coins", n, chance.choice([0.0, 0.1, 0.5, 0.9, 1.0])),
        ("own32", n), ("own64", n), ("permutation", n),
        ("integers", n, low, low + chance.choice([1, 2, 10, 1000, 2**31, 2**32 - 1, 2**32, 2**32 + 1, 2**50])),
    ])


def main(rounds):
    for kind in ["uniform32", "uniform64", "normal32", "normal64"]:
        for n in SIZES:
            call("seed", 7)
            call(kind, n, 0.0, 1.0)
            call("integers", 1, 0, 2**32 - 1)
    for n in SIZES:
        call("seed", 8)
        call("permutation", n)
        call("integers", 1, 0, 2**32 - 1)
    for seed in SEEDS:
        call("seed", seed)
        call("integers", 3, 0, 2**32 - 1)
        call("normal32", 3, 0.0, 1.0)
        call("normal64", 3, 0.0, 1.0)
    call("seed", 9)
    for low, high in [(0, 1), (-2**63, 2**63 - 1), (-2**63, 0), (-1, 2**62), (0, 2**63 - 1), (5, 6)]:
        call("integers", 5, low, high)
    chance = random.Random(1)
    for _ in range(12 * rounds):
        call("seed", chance.choice([chance.randrange(1000), chance.randrange(-2**63, 2**63)]))
        for _ in range(12):
            call(*anything(chance))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
