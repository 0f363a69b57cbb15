"""Writes promotion.json: for each operation and the types of its operands, the type of the result, or null where PyTorch refuses.

An operand is a type, with "[]" behind it if it has no dimensions.

python3 promotion.py > promotion.json
"""
import itertools
import json
import sys
import torch

TYPES = ["bool", "int32", "int64", "float32", "float64"]
UNARY = ["neg", "abs", "sign", "square", "sqrt", "reciprocal", "exp", "expm1", "log", "log1p", "sin", "cos", "tanh", "erf", "sigmoid", "relu"]
BINARY = ["add", "sub", "mul", "div", "remainder", "maximum", "minimum", "pow", "gt", "ge", "lt", "le", "eq", "ne", "logical_and", "logical_or", "logical_xor"]
REDUCTIONS = {"sum": lambda x: x.sum(), "mean": lambda x: x.mean(), "amax": lambda x: x.amax(), "std": lambda x: x.std(), "argmax": lambda x: x.argmax()}


def tensor(operand):
    name = operand.removesuffix("[]")
    return torch.ones([] if operand.endswith("[]") else [2], dtype=getattr(torch, name))


def answer(f, *operands):
    try:
        return str(f(*map(tensor, operands)).dtype).removeprefix("torch.")
    except (RuntimeError, IndexError):
        return None


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


rows = []
for op in UNARY:
    rows += [[camel(op), [t], answer(getattr(torch, op), t)] for t in TYPES]
for op in BINARY:
    for a, b in itertools.product(TYPES, TYPES):
        for operands in ([a, b], [a, b + "[]"], [a + "[]", b], [a + "[]", b + "[]"]):
            rows.append([camel(op), operands, answer(getattr(torch, op), *operands)])
for a, b in itertools.product(TYPES, TYPES):
    rows.append(["where", ["bool", a, b], answer(torch.where, "bool", a, b)])
    rows.append(["cat", [a, b], answer(lambda x, y: torch.cat([x, y]), a, b)])
    rows.append(["matmul", [a, b], answer(torch.matmul, a, b)])
for op, f in REDUCTIONS.items():
    rows += [[op, [t], answer(f, t)] for t in TYPES]
json.dump({"made_by": "PyTorch " + torch.__version__ + ", promotion.py", "rows": rows}, sys.stdout)
