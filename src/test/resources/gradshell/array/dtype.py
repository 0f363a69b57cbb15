"""Writes dtype.txt: the result types of all pairs of operands, for DTypeTest.

    python3 dtype.py > dtype.txt

Made with PyTorch 1.13. A line holds two operands and the type that torch.result_type gives them: types in brackets are
arrays with dimensions, bare ones arrays without; `2` and `0.5` are plain numbers.
"""
import torch

TYPES = [torch.bool, torch.int32, torch.int64, torch.float32, torch.float64]


def name(dtype):
    return str(dtype)[6:]


operands = {f"[{name(t)}]": torch.zeros(2, dtype=t) for t in TYPES} | {name(t): torch.zeros((), dtype=t) for t in TYPES}
for a, first in operands.items():
    for b, second in (operands | {"2": 2, "0.5": 0.5}).items():
        print(a, b, name(torch.result_type(first, second)))
