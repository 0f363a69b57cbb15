"""Writes elementwise.json: elementwise functions and activations with PyTorch's values and gradients, computed on a CPU.

python3 elementwise.py > elementwise.json
"""
import torch
import torch.nn.functional as F
from compared import boolean, case, f32, f64, i32, i64, inf, nan, normal, positive, unit, whole, write

torch.manual_seed(23)

EDGES = torch.tensor([0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.0, inf, -inf, nan, 1e-300, -1e300, 25.0, -25.0], dtype=f64)

# One argument: random numbers with gradients, the edges, float32, whole numbers, truths, empty and zero-dimensional tensors.
REAL = {"sin": torch.sin, "cos": torch.cos, "tan": torch.tan, "atan": torch.atan, "sinh": torch.sinh, "cosh": torch.cosh, "tanh": torch.tanh,
        "asinh": torch.asinh, "exp": torch.exp, "exp2": torch.exp2, "expm1": torch.expm1, "erf": torch.erf, "sigmoid": torch.sigmoid, "square": torch.square,
        "deg2rad": torch.deg2rad, "rad2deg": torch.rad2deg}
UNIT = {"asin": torch.asin, "acos": torch.acos, "atanh": torch.atanh}
POSITIVE = {"log": torch.log, "log2": torch.log2, "log10": torch.log10, "log1p": torch.log1p, "sqrt": torch.sqrt, "rsqrt": torch.rsqrt, "reciprocal": torch.reciprocal}
for names, draw in ((REAL, normal), (UNIT, unit), (POSITIVE, positive), ({"acosh": torch.acosh}, lambda *s, **k: positive(*s, **k) + 1)):
    for k, (name, f) in enumerate(names.items()):
        case(f"x.{name}()", f, x=draw(*[(3, 4), (17,), (2, 1, 3)][k % 3]))
        if name not in ("sin", "cos", "tan", "deg2rad", "rad2deg"):
            case(f"x.{name}()", f, x=EDGES, grad=False)
        case(f"x.{name}()", f, x=draw(16, dtype=f32))
        case(f"x.{name}()", f, x=whole(5, low=0, high=2, dtype=[i64, i32][k % 2]))
        if k % 3 == 0:
            case(f"x.{name}()", f, x=whole(4, low=0, high=2, dtype=boolean))
            case(f"x.{name}()", f, x=draw(0, 3))
            case(f"x.{name}()", f, x=draw())
for name, f in {"tan": torch.tan, "sin": torch.sin, "cos": torch.cos}.items():
    case(f"x.{name}()", f, x=torch.tensor([0.0, -0.0, 1e5, -1e10, 1e22, 1.5707963267948966, inf, nan], dtype=f64), grad=False)
case("x.abs()", torch.abs, x=torch.tensor([-2.0, 0.0, 3.0], dtype=f64))
for name, f in {"floor": torch.floor, "ceil": torch.ceil, "round": torch.round, "trunc": torch.trunc, "frac": torch.frac, "sign": torch.sign, "neg": torch.neg}.items():
    case(f"x.{name}()", f, x=torch.cat([EDGES[:9], normal(8, scale=4)]), grad=False)
    if name in ("frac", "neg"):
        case(f"x.{name}()", f, x=normal(5, scale=4))
case("x.sgn()", torch.sgn, x=normal(4), grad=False)
case("x.round(2)", lambda x: torch.round(x, decimals=2), x=normal(6, scale=40), grad=False)
case("x.round(-1)", lambda x: torch.round(x, decimals=-1), x=normal(6, scale=40), grad=False)

# Kinds of numbers.
for name, f in {"isnan": torch.isnan, "isinf": torch.isinf, "isfinite": torch.isfinite}.items():
    case(f"x.{name}()", f, x=EDGES)
    case(f"x.{name}()", f, x=EDGES.to(f32))
    case(f"x.{name}()", f, x=torch.tensor([0, 2**63 - 1, -2**63]))
    case(f"x.{name}()", f, x=torch.tensor([True, False]))
case("x.nanToNum()", torch.nan_to_num, x=EDGES)
case("x.nanToNum()", torch.nan_to_num, x=EDGES.to(f32))
case("x.nanToNum(1.5, 2, -3)", lambda x: torch.nan_to_num(x, 1.5, 2.0, -3.0), x=EDGES)
case("x.nanToNum()", torch.nan_to_num, x=whole(3))

# Two arguments.
CROSS = torch.tensor([0.0, -0.0, 1.0, -1.5, inf, -inf, nan], dtype=f64)
PAIRS = {"atan2": torch.atan2, "hypot": torch.hypot, "fmod": torch.fmod, "remainder": torch.remainder, "copysign": torch.copysign,
         "maximum": torch.maximum, "minimum": torch.minimum, "fmax": torch.fmax, "fmin": torch.fmin, "logaddexp": torch.logaddexp,
         "floorDivide": torch.floor_divide, "trueDivide": torch.true_divide, "heaviside": torch.heaviside, "xlogy": torch.xlogy}
for name, f in PAIRS.items():
    grad = False if name in ("heaviside", "floorDivide") else ["x"] if name in ("fmod", "copysign") else None
    case(f"x.{name}(y)", f, x=normal(3, 1, scale=3), y=positive(4) if name == "xlogy" else normal(4), grad=grad)
    case(f"x.{name}(y)", f, x=CROSS.reshape(7, 1), y=CROSS, grad=False)
    case(f"x.{name}(y)", f, x=normal(17, dtype=f32), y=positive(17, dtype=f32))
    case(f"x.{name}(y)", f, x=normal(2, 0, 3), y=normal(3), grad=False)
    case(f"x.{name}(y)", f, x=normal(), y=positive(), grad=False)
    if name not in ("hypot", "logaddexp"):
        case(f"x.{name}(y)", f, x=whole(8), y=whole(8, low=1, high=5))
for name, f in {"fmod": torch.fmod, "remainder": torch.remainder, "floorDivide": torch.floor_divide}.items():
    case(f"x.{name}(3)", lambda x, f=f: f(x, 3), x=torch.tensor([-7, -6, -1, 0, 5, 7]))
    case(f"x.{name}(-3)", lambda x, f=f: f(x, -3), x=torch.tensor([-7, -6, -1, 0, 5, 7], dtype=i32))
    case(f"x.{name}(2.5)", lambda x, f=f: f(x, 2.5), x=torch.tensor([-7, -6, 5, 7]))
    case(f"x.{name}(0.7)", lambda x, f=f: f(x, 0.7), x=normal(6, scale=4), grad=False if name == "floorDivide" else None)
    case(f"x.{name}(0)", lambda x, f=f: f(x, 0), x=torch.tensor([-1.0, 0.0, 2.0], dtype=f64), grad=False)

# Equal numbers share, or do not share, the slope.
SAME = torch.tensor([1.0, 2.0, -1.0, 0.0], dtype=f64)
for name in ("maximum", "minimum", "fmax", "fmin"):
    case(f"x.{name}(y)", PAIRS[name], x=SAME, y=torch.tensor([1.0, 3.0, -2.0, 0.0], dtype=f64))
BOUNDS = torch.tensor([-1.0, -0.5, 0.0, 0.5, 1.0, 3.0, -3.0], dtype=f64)
case("x.clamp(-0.5, 1)", lambda x: x.clamp(-0.5, 1), x=BOUNDS)
case("x.clampMin(0.5)", lambda x: x.clamp_min(0.5), x=BOUNDS)
case("x.clampMax(0.5)", lambda x: x.clamp_max(0.5), x=BOUNDS)
case("x.clampMin(0)", lambda x: x.clamp_min(0), x=whole(5))
case("x.clamp(a, b)", torch.clamp, x=normal(3, 4), a=normal(4), b=normal(3, 1))
case("x.lerp(y, 0.3)", lambda x, y: torch.lerp(x, y, 0.3), x=normal(3, 4), y=normal(4))
case("x.lerp(y, w)", torch.lerp, x=normal(5), y=normal(5), w=torch.tensor([0.0, 0.25, 0.5, 0.75, 1.0], dtype=f64))
case("x.addcmul(a, b, 0.5)", lambda x, a, b: torch.addcmul(x, a, b, value=0.5), x=normal(3, 4), a=normal(4), b=normal(3, 1))
case("x.addcdiv(a, b, -2)", lambda x, a, b: torch.addcdiv(x, a, b, value=-2), x=normal(3, 4), a=normal(4), b=positive(3, 1))
case("x.addcmul(a, b)", torch.addcmul, x=whole(4), a=whole(4), b=whole(4))
case("x.rsub(2)", lambda x: torch.rsub(x, 2), x=normal(3))
case("x.rdiv(2)", lambda x: 2 / x, x=positive(3))
case("x.rpow(2)", lambda x: torch.pow(2, x), x=normal(3))
case("x.rpow(2)", lambda x: torch.pow(2, x), x=whole(4, low=0, high=6))

# Powers; negative bases have powers and slopes at whole exponents.
NEGATIVE = torch.tensor([-2.0, -0.5, 0.0, 1.5, 3.0], dtype=f64)
for exponent in (0, 1, 2, 3, 4, 5, 7.0):
    case(f"x.pow({exponent})", lambda x, p=exponent: torch.pow(x, p), x=NEGATIVE)
for exponent in (-1, -2, -3, 0.5, 1.5, -0.5):
    case(f"x.pow({exponent})", lambda x, p=exponent: torch.pow(x, p), x=positive(5))
case("x.pow(y)", torch.pow, x=torch.tensor([-2.0, -1.5, 2.0, 0.0, -3.0], dtype=f64), y=torch.tensor([3.0, 2.0, -1.0, 2.0, -2.0], dtype=f64), grad=["x"])
case("x.pow(y)", torch.pow, x=torch.tensor([-2.0, 2.0, 0.0, 0.0], dtype=f64), y=torch.tensor([3.0, -1.0, 2.0, 0.0], dtype=f64))
case("x.pow(y)", torch.pow, x=positive(3, 1), y=normal(4))
case("x.pow(y)", torch.pow, x=CROSS.reshape(7, 1), y=CROSS, grad=False)

# Nearness.
NEAR = torch.tensor([1.0, 2.0, inf, -inf, nan, 0.0, 1e-9], dtype=f64)
OTHER = torch.tensor([1.00001, 2.1, inf, inf, nan, 1e-9, -1e-9], dtype=f64)
case("x.isclose(y)", torch.isclose, x=NEAR, y=OTHER)
case("x.isclose(y, 0.1, 0, true)", lambda x, y: torch.isclose(x, y, 0.1, 0, True), x=NEAR, y=OTHER)
case("x.isclose(y, 0.2, 1, false)", lambda x, y: torch.isclose(x, y, 0.2, 1), x=whole(6), y=whole(6))
case("x.isclose(y)", torch.isclose, x=torch.tensor([True, False]), y=torch.tensor([True, True]))
case("tensor(x.allclose(y))", lambda x, y: torch.tensor(torch.allclose(x, y)), x=NEAR[:2], y=NEAR[:2] * (1 + 1e-6))
case("tensor(x.equal(y))", lambda x, y: torch.tensor(torch.equal(x, y)), x=NEAR[:3], y=NEAR[:3])
case("tensor(x.equal(y))", lambda x, y: torch.tensor(torch.equal(x, y)), x=NEAR[:3], y=NEAR[:2])

# Activations, at kinks too; then as layers.
ACTIVATIONS = {"relu()": F.relu, "relu6()": F.relu6, "leakyRelu()": F.leaky_relu, "leakyRelu(0.2)": lambda x: F.leaky_relu(x, 0.2), "elu()": F.elu, "elu(1.5)": lambda x: F.elu(x, 1.5),
               "selu()": F.selu, "celu()": F.celu, "celu(0.75)": lambda x: F.celu(x, 0.75), "silu()": F.silu, "mish()": F.mish, "hardtanh()": F.hardtanh,
               "hardtanh(-2, 0.5)": lambda x: F.hardtanh(x, -2, 0.5), "hardsigmoid()": F.hardsigmoid, "hardswish()": F.hardswish, "softsign()": F.softsign,
               "tanhshrink()": F.tanhshrink, "softshrink()": F.softshrink, "softshrink(1)": lambda x: F.softshrink(x, 1), "hardshrink()": F.hardshrink,
               "hardshrink(1)": lambda x: F.hardshrink(x, 1), "threshold(0.5, 20)": lambda x: F.threshold(x, 0.5, 20), "logsigmoid()": F.logsigmoid,
               "gelu()": F.gelu, 'gelu("tanh")': lambda x: F.gelu(x, approximate="tanh"), "softplus()": F.softplus, "softplus(2, 5)": lambda x: F.softplus(x, 2, 5)}
KINKS = torch.tensor([-30.0, -3.0, -2.0, -1.0, -0.5, -0.1, 0.0, 0.1, 0.5, 1.0, 2.0, 3.0, 6.0, 7.0, 30.0], dtype=f64)
for k, (name, f) in enumerate(ACTIVATIONS.items()):
    # PyTorch's slope of hardsigmoid has a sixth in float32.
    tolerance = 1e-7 if name == "hardsigmoid()" else None
    case(f"x.{name}", f, tolerance, x=KINKS)
    case(f"{name}.apply(x)", f, tolerance, x=normal(3, 5, scale=3))
    case(f"x.{name}", f, x=normal(17, scale=3, dtype=f32))
    if k % 4 == 0:
        case(f"x.{name}", f, x=normal())
        case(f"x.{name}", f, x=normal(0))
case("x.prelu(w)", F.prelu, x=normal(2, 3, 4), w=positive(3))
case("x.prelu(w)", F.prelu, x=KINKS, w=positive(1))
case("x.glu(-1)", lambda x: F.glu(x, -1), x=normal(3, 4))
case("x.glu(0)", lambda x: F.glu(x, 0), x=normal(4, 3))

# In place.
for name in ("exp", "sqrt", "log", "neg", "abs", "floor", "ceil", "round", "trunc", "relu", "sigmoid", "tanh", "sin", "cos", "reciprocal", "rsqrt", "square"):
    grad = False if name in ("floor", "ceil", "round", "trunc") else None
    case(f"x.copy().{name}_()", lambda x, name=name: torch.square(x) if name == "square" else getattr(torch, name)(x), x=positive(5), grad=grad)
case("x.copy().clamp_(-1, 1)", lambda x: x.clamp(-1, 1), x=normal(6))
case("x.copy().pow_(3)", lambda x: x.pow(3), x=normal(6))
case("x.copy().lerp_(y, 0.25)", lambda x, y: x.lerp(y, 0.25), x=normal(6), y=normal(6))
case("x.copy().addcmul_(y, y, 2)", lambda x, y: x.addcmul(y, y, value=2), x=normal(6), y=normal(6))

write("elementwise.py")
