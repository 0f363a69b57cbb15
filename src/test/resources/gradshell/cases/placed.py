# What the scripts for moving, picking and overwriting share: inputs drawn by Python, and an expression of the language with PyTorch's value and gradients.
import json
import random

import torch

CASES = []
F, G, I, J, B = torch.float64, torch.float32, torch.int64, torch.int32, torch.bool


def plain(values, dtype):
    if dtype == B:
        return [bool(v) for v in values]
    if dtype in (I, J):
        return [int(v) for v in values]
    return [v if v == v and abs(v) != float("inf") else "nan" if v != v else "inf" if v > 0 else "-inf" for v in map(float, values)]


def written(t):
    t = t.detach()
    return {"dtype": str(t.dtype).replace("torch.", ""), "shape": list(t.shape), "data": plain(t.reshape(-1).tolist(), t.dtype)}


def draw(shape, dtype=F):
    n = 1
    for s in shape:
        n *= s
    if dtype == B:
        return torch.tensor([random.random() < 0.5 for _ in range(n)], dtype=B).reshape(shape)
    if dtype in (I, J):
        return torch.tensor([random.randint(-5, 9) for _ in range(n)], dtype=dtype).reshape(shape)
    return torch.tensor([random.gauss(0, 1) for _ in range(n)], dtype=dtype).reshape(shape)


def case(expr, f, **inputs):
    tensors = {k: v.clone() for k, v in inputs.items()}
    for v in tensors.values():
        if v.dtype == F:
            v.requires_grad_(True)
    y = f(**tensors)
    entry = {"name": expr + " of " + ", ".join(str(list(v.shape)) for v in inputs.values()), "expr": expr,
             "inputs": {k: written(v) for k, v in inputs.items()}, "value": written(y)}
    if y.requires_grad:
        cotangent = draw(list(y.shape))
        by = [k for k, v in tensors.items() if v.requires_grad]
        grads = torch.autograd.grad(y, [tensors[k] for k in by], cotangent, allow_unused=True)
        entry["cotangent"] = written(cotangent)
        entry["grads"] = {k: written(g) for k, g in zip(by, grads) if g is not None}
    CASES.append(entry)


def x(*shape, dtype=F):
    return draw(list(shape), dtype)


def i(*values):
    return torch.tensor(values, dtype=I)


def write(script):
    print('{"made_by": "PyTorch ' + torch.__version__ + ', ' + script + '", "cases": [\n' + ",\n".join(json.dumps(c) for c in CASES) + "\n]}")
