# Makes assignment.json, the values that picking and overwriting by mixed indices, repeated places, steps and views are compared with: python3 assignment.py > assignment.json
# Every case is an expression of the language and the same in PyTorch; inputs are drawn here.
import random

import torch

from placed import F, I, case, i, x, write

random.seed(11)


def block(java, f, **inputs):
    case("switch (0) { default -> { " + java + " } }", f, **inputs)


# ---- mixed indices: where the picked dimensions go; each picked, overwritten by what varies and by one number ----
A = {"i": i(2, 0), "j": i(1, -1), "s": i(1)[0], "c": torch.tensor([[0], [-1]]), "one": i(0), "e": torch.zeros(0, dtype=I), "k": torch.tensor([True, False, True]),
     "kk": torch.tensor([[True, False, True], [False, True, False]]), "k3": torch.tensor([[[True, False], [False, True]], [[False, False], [True, False]]]), "none": torch.tensor([False, False, False])}
PLACES = [  # in the language, in PyTorch, the shape of x
    ('i, "None", all(), j', lambda: (A["i"], None, slice(None), A["j"]), (3, 2, 3)),
    ('"1:", i, j, "None"', lambda: (slice(1, None), A["i"], A["j"], None), (3, 3, 3)),
    ('"...", i, "::2"', lambda: (..., A["i"], slice(None, None, 2)), (2, 3, 5)),
    ('i, "...", j', lambda: (A["i"], ..., A["j"]), (3, 2, 2, 3)),
    ('"...", i, 1, j', lambda: (..., A["i"], 1, A["j"]), (2, 3, 2, 3)),
    ('0, all(), i', lambda: (0, slice(None), A["i"]), (2, 2, 3)),
    ('i, all(), 0', lambda: (A["i"], slice(None), 0), (3, 2, 2)),
    ('c, all(), j', lambda: (A["c"], slice(None), A["j"]), (3, 2, 2)),
    ('all(), c, j', lambda: (slice(None), A["c"], A["j"]), (2, 3, 2)),
    ('c, j, i', lambda: (A["c"], A["j"], A["i"]), (3, 2, 3)),
    ('s, all(), i', lambda: (A["s"], slice(None), A["i"]), (2, 2, 3)),
    ('i, s, all()', lambda: (A["i"], A["s"], slice(None)), (3, 2, 2)),
    ('s', lambda: (A["s"],), (3,)),
    ('k, all(), j', lambda: (A["k"], slice(None), A["j"]), (3, 2, 2)),
    ('k, j', lambda: (A["k"], A["j"]), (3, 2)),
    ('"1:", k', lambda: (slice(1, None), A["k"]), (3, 3)),
    ('0, kk', lambda: (0, A["kk"]), (2, 2, 3)),
    ('k3', lambda: (A["k3"],), (2, 2, 2)),
    ('all(), k3', lambda: (slice(None), A["k3"]), (2, 2, 2, 2)),
    ('none, all()', lambda: (A["none"], slice(None)), (3, 2)),
    ('none, "1:"', lambda: (A["none"], slice(1, None)), (3, 4)),
    ('e, all(), 1', lambda: (A["e"], slice(None), 1), (3, 2, 2)),
    ('i, "2:2"', lambda: (A["i"], slice(2, 2)), (3, 4)),
    ('"::3", "1::2"', lambda: (slice(None, None, 3), slice(1, None, 2)), (7, 5)),
    ('"-3:-1:2", -1', lambda: (slice(-3, -1, 2), -1), (5, 2)),
    ('"...", "None", 0', lambda: (..., None, 0), (2, 3)),
    ('"..."', lambda: (...,), ()),
    ('"None"', lambda: (None,), ()),
    ('all(), one', lambda: (slice(None), A["one"]), (0, 3)),
    ('"0:0", i', lambda: (slice(0, 0), A["i"]), (2, 3)),
]
import re  # noqa: E402

for text, place, shape in PLACES:
    given = {n: A[n] for n in A if re.search(r"(?<![\w\"])" + n + r"\b(?!\()", re.sub(r'"[^"]*"', "", text))}
    case(f"x.at({text})", lambda x, **_: x[place()], x=x(*shape), **given)
    picked = torch.zeros(shape)[place()].shape

    def assign(x, v, **_):
        y = x * 1
        y[place()] = v
        return y * y

    def turned(x, v, **_):
        y = (x * 1).permute(tuple(reversed(range(x.dim())))).clone(memory_format=torch.contiguous_format).permute(tuple(reversed(range(x.dim()))))
        y[place()] = v
        return y * 3

    block(f"var y = x.mul(1); y.set(v, {text}); yield y.mul(y);", assign, x=x(*shape), v=x(*picked), **given)
    block(f"var y = x.mul(1).t().copy().t(); y.set(v, {text}); yield y.mul(3);" if len(shape) < 3 else f"var y = x.mul(1).transpose(0, -1).copy().transpose(0, -1); y.set(v, {text}); yield y.mul(3);", turned, x=x(*shape), v=x(), **given)

# ---- places that are named twice: the last value stays, the gradient of the place goes to each ----
R = i(1, 1, 0, 1)


def twice(x, v, r):
    y = x * 1
    y[r] = v
    return y * y


block("var y = x.mul(1); y.set(v, r); yield y.mul(y);", twice, x=x(3), v=x(4), r=R)
block("var y = x.mul(1); y.set(v, r); yield y.mul(y);", twice, x=x(3, 2), v=x(4, 2), r=R)
block("var y = x.mul(1); y.set(v, r); yield y.mul(y);", twice, x=x(3, 2), v=x(2), r=R)
case("x.scatter(0, r, v).square()", lambda x, v, r: x.scatter(0, r, v).square(), x=x(3), v=x(4), r=R)
case("x.indexCopy(0, r, v).square()", lambda x, v, r: x.index_copy(0, r, v).square(), x=x(3, 2), v=x(4, 2), r=R)
for accumulate in ("false", "true"):
    add = accumulate == "true"
    case(f"x.indexPut(List.of(r), v, {accumulate}).square()", lambda x, v, r: x.index_put((r,), v, add).square(), x=x(3), v=x(4), r=R)
    case(f"x.indexPut(List.of(r), v, {accumulate}).square()", lambda x, v, r: x.index_put((r,), v, add).square(), x=x(3, 2), v=x(1, 2), r=R)
    case(f"x.indexPut(List.of(r, p), v, {accumulate}).square()", lambda x, v, r, p: x.index_put((r, p), v, add).square(), x=x(3, 2, 2), v=x(4, 2), r=R, p=i(0, 1, 1, 0))
    case(f"x.indexPut(List.of(c, p), v, {accumulate})", lambda x, v, c, p: x.index_put((c, p), v, add), x=x(3, 2), v=x(), c=A["c"], p=i(1, 0, 1))
    case(f"x.indexPut(List.of(k), v, {accumulate})", lambda x, v, k: x.index_put((k,), v, add), x=x(2, 3), v=x(3), k=A["kk"])
    case(f"x.indexPut(List.of(r), v, {accumulate})", lambda x, v, r: x.index_put((r,), v, add), x=x(3, dtype=I), v=x(4, dtype=I), r=R)
    block(f"var y = x.mul(2); y.t().at(0).indexPut_(List.of(r), v, {accumulate}); yield y.mul(y);",
          lambda x, v, r: [y := x * 2, y.t()[0].index_put_((r,), v, add), y * y][2], x=x(3, 2), v=x(4), r=R)
    block(f"var y = x.mul(2).copy(); y.indexPut_(List.of(i), v, {accumulate}); yield y.mul(y);",
          lambda x, v, i: [y := x * 2, y.index_put_((i,), v, add), y * y][2], x=x(3, 2), v=x(2, 2), i=A["i"])


# ---- behind steps ----
for name, step in (("floor", torch.floor), ("ceil", torch.ceil), ("round", torch.round), ("trunc", torch.trunc), ("sign", torch.sign)):
    case(f"x.{name}()", step, x=x(4))
    case(f"x.exp().{name}().add(v)", lambda x, v: step(x.exp()) + v, x=x(3), v=x(3))


# ---- in other transforms ----
def moving(f, *shape):
    def whole(x, v):
        return torch.autograd.functional.jvp(f, x, v, create_graph=True)[1]
    return dict(f=whole, x=x(*shape), v=x(*shape))


def row(a):
    y = torch.zeros(2, 3, dtype=F)
    y[1, 1:] = a[:2] * a[1:]
    y[0].add_(a.exp())
    return (y * y).sum(0)


def swap(a):
    b = a * 2
    first = b[:1]
    b.mul_(a)
    first.add_(b[1:2] * 3)
    return b.sin() * first


def picked(a):
    b = a.clone()
    b[i(2, 0)] = a[:2].square()
    b[torch.tensor([False, True, True])] += a[0]
    return b * a


ROW = 'var y = zeros(float64, 2, 3); y.set(a.at(":2").mul(a.at("1:")), 1, "1:"); y.at(0).add_(a.exp()); return y.mul(y).sum(0);'
SWAP = 'var b = a.mul(2); var first = b.at(":1"); b.mul_(a); first.add_(b.at("1:2").mul(3)); return b.sin().mul(first);'
PICKED = 'var b = a.copy(); b.set(a.at(":2").square(), tensor(2, 0)); var k = tensor(false, true, true); b.set(b.at(k).add(a.at(0)), k); return b.mul(a);'
for java, f in ((ROW, row), (SWAP, swap), (PICKED, picked)):
    given = moving(f, 3)
    case("jvp(a -> { " + java + " }, x, v)", **given)
    case("vmap(a -> { " + java + " }).apply(x)", lambda x: torch.stack([f(one) for one in x]), x=x(4, 3))
    case("vmap(a -> { " + java + " }, 1).apply(x)", lambda x: torch.stack([f(one) for one in x.t()]), x=x(3, 2))
    case("jacobian(a -> { " + java + " }, x)",
         lambda x: torch.autograd.functional.jacobian(f, x, create_graph=True), x=x(3))
case("vmap((a, k) -> a.copy().set(0.5, k), 0, 0).apply(x, k)", lambda x, k: torch.stack([one.index_fill(0, where, 0.5) for one, where in zip(x, k)]), x=x(2, 3), k=torch.tensor([[0, 1], [2, 2]]))
case("vmap((a, b) -> a.copy().set(b, \"::2\"), 0, 0).apply(x, y)", lambda x, y: torch.stack([torch.stack((v[0], u[1], v[1])) for u, v in zip(x, y)]), x=x(4, 3), y=x(4, 2))
case("vmap((a, b) -> a.mul(2).add_(b).mul_(a), 0, null).apply(x, y)", lambda x, y: (x * 2 + y) * x, x=x(4, 3), y=x(3))

write("assignment.py")
