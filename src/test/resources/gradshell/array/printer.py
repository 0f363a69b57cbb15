"""Writes printer.txt: arrays as PyTorch prints their values, for PrinterTest.

    python3 printer.py > printer.txt

Made with PyTorch 1.13. A case is a line with type, sizes, and the bits of the elements, then the text, then an empty line
with `%`. What GradShell does differently is left out: `tensor(` in front, truths, the second space before `...`, and
columns that PyTorch lets `inf`, `nan` and `-0.` stick out of.
"""
import random
import struct

import torch
from torch._tensor_str import _tensor_str

chance = random.Random(1)


def case(tensor):
    flat = tensor.reshape(-1).tolist()
    if tensor.dtype.is_floating_point:
        form = ">f" if tensor.dtype == torch.float32 else ">d"
        bits = [struct.pack(form, v).hex() for v in flat]
    else:
        bits = [str(v) for v in flat]
    print(str(tensor.dtype)[6:], ",".join(map(str, tensor.shape)) or "-", *bits)
    print(_tensor_str(tensor, 0).replace(",  ...", ", ..."))
    print("%")


def number(scale):
    return chance.choice([-1, 1]) * chance.random() * 10.0 ** chance.uniform(-scale, scale)


for dtype in [torch.float32, torch.float64]:
    for shape in [(), (1,), (3,), (20,), (2, 3), (3, 1), (2, 2, 3), (1, 1, 1, 2), (2, 13), (0,), (2, 0)]:
        n = torch.Size(shape).numel()
        for scale in [0, 0.5, 1, 1.5, 2, 3, 5, 9, 30]:
            case(torch.tensor([number(scale) for _ in range(n)], dtype=dtype).reshape(shape))
        for high in [5, 100, 1000, 1001, 10**6, 10**9]:
            case(torch.tensor([float(chance.randrange(-high, high)) for _ in range(n)], dtype=dtype).reshape(shape))
    for text in ["1.5 inf -inf nan", "0", "-0.0", "0 0.5", "1e-4", "1.0001e-4", "100000000", "100000008", "1e8 1",
                 "1000 1", "1001 1", "0.5 500", "0.5 501", "1.00005", "1.00015 2.00025", "0.99995 0.5", "99999.99999",
                 "2.5 0.00025", "1e-20 inf", "123456.5", "0.03125", "0.00390625", "5.00005e9", "9.99995e9 1"]:
        case(torch.tensor([float(word) for word in text.split()], dtype=dtype))
case(torch.tensor([1e-320, 1.7e308, 5e-324, -1e100], dtype=torch.float64))
for dtype in [torch.int32, torch.int64]:
    for shape in [(), (3,), (40,), (2, 3), (2, 2, 2, 2), (3, 30)]:
        for high in [5, 1000, 2**31]:
            case(torch.tensor([chance.randrange(-high, high) for _ in range(torch.Size(shape).numel())], dtype=dtype).reshape(shape))
for shape in [(1001,), (1000,), (2, 501), (501, 2), (8, 8, 16), (3, 1, 400), (6, 6, 30)]:
    case(torch.arange(torch.Size(shape).numel()).reshape(shape))
