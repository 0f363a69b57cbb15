"""What the scripts for elementwise functions, special functions and losses share: inputs drawn by PyTorch, and an expression of the language with PyTorch's value and gradients."""
import json
import math
import sys
import torch

inf, nan = math.inf, math.nan
f64, f32, i64, i32, boolean = torch.float64, torch.float32, torch.int64, torch.int32, torch.bool
cases = []


def number(v):
    if isinstance(v, (bool, int)):
        return v
    return "nan" if v != v else "inf" if v == inf else "-inf" if v == -inf else v


def written(t):
    return {"dtype": str(t.dtype).split(".")[1], "shape": list(t.shape), "data": [number(v) for v in t.detach().flatten().tolist()]}


def case(expr, f, tolerance=None, grad=None, **inputs):
    """Our expression, PyTorch's function of the inputs in their order; gradients by all float64 inputs, or by those named in `grad`."""
    y = f(*inputs.values())
    made = {"name": str(len(cases)), "expr": expr, "inputs": {k: written(x) for k, x in inputs.items()}, "value": written(y)}
    if tolerance is not None:
        made["tolerance"] = tolerance
    if y.dtype == f64 and grad is not False:
        leaves = {k: x.clone().requires_grad_() for k, x in inputs.items() if x.dtype == f64 and (grad is None or k in grad)}
        y = f(*{**inputs, **leaves}.values())
        if y.requires_grad:
            cotangent = torch.randn(y.shape, dtype=f64)
            y.backward(cotangent)
            made["cotangent"] = written(cotangent)
            made["grads"] = {k: written(torch.zeros_like(x) if x.grad is None else x.grad + 0) for k, x in leaves.items()}
    cases.append(made)


def normal(*shape, scale=1.5, dtype=f64):
    return (torch.randn(shape, dtype=f64) * scale).to(dtype)


def unit(*shape, dtype=f64):
    return (torch.rand(shape, dtype=f64) * 1.96 - 0.98).to(dtype)


def positive(*shape, dtype=f64):
    return (torch.rand(shape, dtype=f64) * 3 + 0.05).to(dtype)


def whole(*shape, dtype=i64, low=-6, high=7):
    return torch.randint(low, high, shape, dtype=dtype)


def write(script):
    """The cases so far as JSON on standard output, and their number on standard error."""
    json.dump({"made_by": f"PyTorch {torch.__version__}, {script}", "cases": cases}, sys.stdout, separators=(",", ":"))
    print()
    print(len(cases), "cases", file=sys.stderr)
