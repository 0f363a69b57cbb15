# Makes movement.json, the values that MOVEMENT, INDEXING and ASSIGNMENT are compared with: python3 movement.py > movement.json
# Every case is an expression of the language and the same in PyTorch; inputs are drawn here.
import random

import torch

from placed import B, CASES, F, G, I, J, case, i, x, write

random.seed(5)


def m(*values):
    return torch.tensor(values, dtype=B)


nn = torch.nn.functional

# ---- shapes ----
case("x.view(2, -1)", lambda x: x.view(2, -1), x=x(4, 3))
case("x.t().reshapeAs(y)", lambda x, y: x.t().reshape_as(y), x=x(4, 3), y=x(2, 6, dtype=G))
case("x.expandAs(y)", lambda x, y: x.expand_as(y), x=x(3, 1), y=x(2, 3, 4, dtype=G))
case("x.unflatten(-1, 2, -1)", lambda x: x.unflatten(-1, (2, -1)), x=x(2, 6))
case("x.squeeze(0, -1)", lambda x: x.squeeze(0).squeeze(-1), x=x(1, 2, 1, 1))
case("x.movedim(0, -1)", lambda x: x.movedim(0, -1), x=x(2, 3, 4))
case("x.movedim(new int[] {0, -1}, new int[] {1, 0})", lambda x: x.movedim((0, -1), (1, 0)), x=x(2, 3, 4))
case("x.movedim(0, 0)", lambda x: x.movedim(0, 0), x=x())
for shape in [(3,), (2, 3), (16,), (17,), (0,), ()]:
    case("x.roll(1)", lambda x: x.roll(1), x=x(*shape))
case("x.roll(-4, 1)", lambda x: x.roll(-4, 1), x=x(2, 3))
case("x.roll(new int[] {1, 2}, new int[] {0, -1})", lambda x: x.roll((1, 2), (0, -1)), x=x(2, 5, dtype=I))
for k in range(-1, 4):
    case(f"x.rot90({k}, 0, 1)", lambda x: x.rot90(k, (0, 1)), x=x(2, 3))
case("x.rot90(1, 2, 0)", lambda x: x.rot90(1, (2, 0)), x=x(2, 3, 2))
case("x.tile(2)", lambda x: x.tile((2,)), x=x(2, 3))
case("x.tile(2, 1, 3)", lambda x: x.tile((2, 1, 3)), x=x(3))
case("x.repeatInterleave(3)", lambda x: x.repeat_interleave(3), x=x(2, 2))
case("x.repeatInterleave(2, -1)", lambda x: x.repeat_interleave(2, -1), x=x(2, 3))
case("x.repeatInterleave(n, 0)", lambda x, n: x.repeat_interleave(n, 0), x=x(3, 2), n=i(2, 0, 1))
case("x.repeatInterleave(n)", lambda x, n: x.repeat_interleave(n), x=x(3, dtype=J), n=i(1, 0, 3))
case("meshgrid(x, y).get(1)", lambda x, y: torch.meshgrid(x, y, indexing="ij")[1], x=x(2), y=x(3))
case("cartesianProd(x, y)", lambda x, y: torch.cartesian_prod(x, y), x=x(2), y=x(3))
case("broadcastTensors(x, y).get(0)", lambda x, y: torch.broadcast_tensors(x, y)[0], x=x(3, 1), y=x(4, dtype=I))
case("vstack(x, y)", lambda x, y: torch.vstack((x, y)), x=x(3), y=x(2, 3))
case("hstack(x, y)", lambda x, y: torch.hstack((x, y)), x=x(2, 1), y=x(2, 3))
case("hstack(x, y)", lambda x, y: torch.hstack((x, y)), x=x(), y=x(2))

# ---- parts ----
for n in (1, 2, 3, 6, 7):
    case(f"x.chunk({n}, 1).getLast()", lambda x: x.chunk(n, 1)[-1], x=x(2, 6))
    case(f"x.tensorSplit({n}, -1).getFirst()", lambda x: x.tensor_split(n, -1)[0], x=x(2, 6))
case("x.split(4, 0).get(1)", lambda x: x.split(4, 0)[1], x=x(6))
case("x.split(new int[] {1, 0, 3}, 0).get(2)", lambda x: x.split([1, 0, 3], 0)[2], x=x(4, 2))
case("x.tensorSplit(new int[] {1, -2}, 0).get(1)", lambda x: x.tensor_split((1, -2), 0)[1], x=x(6))
case("x.tensorSplit(new int[] {4, 2, 9}, 0).get(2)", lambda x: x.tensor_split((4, 2, 9), 0)[2], x=x(6))
case("x.unbind(-1).get(2)", lambda x: x.unbind(-1)[2], x=x(2, 3))
for size, step in ((3, 1), (2, 3), (1, 2), (7, 1), (0, 4)):
    case(f"x.unfold(0, {size}, {step})", lambda x: x.unfold(0, size, step), x=x(7))
case("x.t().unfold(-1, 2, 1)", lambda x: x.t().unfold(-1, 2, 1), x=x(3, 2))
case("x.unfold(0, 2, 1).unfold(1, 2, 2)", lambda x: x.unfold(0, 2, 1).unfold(1, 2, 2), x=x(4, 4))
case("x.unfold(0, 1, 1)", lambda x: x.unfold(0, 1, 1), x=x())
case("x.unfold(0, 15, 16)", lambda x: x.unfold(0, 15, 16), x=x(1023))

# ---- diagonals and triangles ----
for offset in (-4, -1, 0, 2, 5):
    case(f"x.diagonal({offset}, 0, 1)", lambda x: x.diagonal(offset, 0, 1), x=x(3, 4))
    case(f"x.tril({offset})", lambda x: x.tril(offset), x=x(3, 4))
    case(f"x.triu({offset})", lambda x: x.triu(offset), x=x(2, 4, 3))
case("x.diagonal(1, -1, 0)", lambda x: x.diagonal(1, -1, 0), x=x(3, 2, 4))
case("x.t().diagonal()", lambda x: x.t().diagonal(), x=x(3, 2))
case("x.diagonal()", lambda x: x.diagonal(), x=x(0, 3))
case("x.diag(-1)", lambda x: x.diag(-1), x=x(3))
case("x.diag(1)", lambda x: x.diag(1), x=x(3, 3))
case("x.diagEmbed()", lambda x: x.diag_embed(), x=x(2, 3))
case("x.diagEmbed(1, 0, 2)", lambda x: x.diag_embed(1, 0, 2), x=x(2, 3))
case("x.diagEmbed(-2, -1, 0)", lambda x: x.diag_embed(-2, -1, 0), x=x(2))
case("x.trace()", lambda x: x.trace(), x=x(3, 4))
case("x.trace()", lambda x: x.trace(), x=x(3, 3, dtype=J))
case("x.tril()", lambda x: x.tril(), x=x(3, 3, dtype=B))
case("x.triu(1)", lambda x: x.triu(1), x=x(3, 3, dtype=I))
case("trilIndices(3, 4, -1)", lambda: torch.tril_indices(3, 4, -1))
case("triuIndices(3, 4, 1)", lambda: torch.triu_indices(3, 4, 1))

# ---- borders ----
case("x.pad(1, 2)", lambda x: nn.pad(x, (1, 2)), x=x(2, 3))
case("x.pad(1, 2, 3, 0)", lambda x: nn.pad(x, (1, 2, 3, 0)), x=x(2, 3))
case("x.pad(new int[] {-1, 2, 1, -1}, 7)", lambda x: nn.pad(x, (-1, 2, 1, -1), value=7), x=x(3, 4))
case("x.pad(new int[] {-1, -1}, 7)", lambda x: nn.pad(x, (-1, -1), value=7), x=x(4))
case("x.pad(0, 2)", lambda x: nn.pad(x, (0, 2)), x=x(0))
case("x.pad(new int[] {1, 1}, Double.NEGATIVE_INFINITY)", lambda x: nn.pad(x, (1, 1), value=-float("inf")), x=x(2, 2))
case("x.pad(1, 1)", lambda x: nn.pad(x, (1, 1)), x=x(3, dtype=I))
for mode in ("reflect", "replicate", "circular"):
    case(f'x.pad("{mode}", 2, 1)', lambda x: nn.pad(x, (2, 1), mode=mode), x=x(1, 2, 4))
    case(f'x.pad(new int[] {{1, 2, 0, 1}}, "{mode}")', lambda x: nn.pad(x, (1, 2, 0, 1), mode=mode), x=x(1, 2, 3, 3))
case('x.pad("replicate", -1, 5)', lambda x: nn.pad(x, (-1, 5), mode="replicate"), x=x(1, 2, 3))
case('x.pad("reflect", -1, 2)', lambda x: nn.pad(x, (-1, 2), mode="reflect"), x=x(1, 2, 4))

# ---- scatter and its kin ----
index = torch.tensor([[0, 2, 1], [2, 2, 0]])
unique = torch.tensor([[0, 2, 1], [2, 1, 0]])
case("x.scatter(0, k, y)", lambda x, k, y: x.scatter(0, k, y), x=x(3, 4), k=unique, y=x(2, 3))
case("x.scatter(1, k, y)", lambda x, k, y: x.scatter(1, k, y), x=x(2, 4), k=unique, y=x(2, 3))
case("x.scatter(1, k, 2.5)", lambda x, k: x.scatter(1, k, 2.5), x=x(2, 4), k=index)
case("x.scatterAdd(0, k, y)", lambda x, k, y: x.scatter_add(0, k, y), x=x(3, 3), k=index, y=x(2, 3))
case("x.scatterAdd(-1, k, y)", lambda x, k, y: x.scatter_add(-1, k, y), x=x(2, 3), k=index, y=x(2, 3))
case('x.scatterReduce(1, k, y, "sum")', lambda x, k, y: x.scatter_reduce(1, k, y, "sum"), x=x(2, 3), k=index, y=x(2, 3))
case('x.scatterReduce(1, k, y, "mean")', lambda x, k, y: x.scatter_reduce(1, k, y, "mean"), x=x(2, 3), k=index, y=x(2, 3))
case("x.scatterAdd(0, k, y)", lambda x, k, y: x.scatter_add(0, k, y), x=x(3, dtype=I), k=i(2, 2), y=x(2, dtype=I))
case("x.indexAdd(1, k, y)", lambda x, k, y: x.index_add(1, k, y), x=x(2, 3), k=i(2, 0, 2), y=x(2, 3))
case("x.indexCopy(0, k, y)", lambda x, k, y: x.index_copy(0, k, y), x=x(3, 2), k=i(2, 0), y=x(2, 2))
case("x.indexFill(-1, k, 3)", lambda x, k: x.index_fill(-1, k, 3), x=x(2, 3), k=i(1, 1))
case("x.maskedFill(k, -1e9)", lambda x, k: x.masked_fill(k, -1e9), x=x(2, 3), k=m(True, False, True))
case("x.maskedFill(k, 2)", lambda x, k: x.masked_fill(k, 2), x=x(2, 2, dtype=J), k=m(True, False))
case("x.maskedSelect(k)", lambda x, k: x.masked_select(k), x=x(2, 3), k=m(True, False, True))
case("x.maskedSelect(k)", lambda x, k: x.masked_select(k), x=x(3), k=m(False, False, False))
case("x.maskedScatter(k, y)", lambda x, k, y: x.masked_scatter(k, y), x=x(2, 3), k=m(True, False, True), y=x(5))
case("x.take(k)", lambda x, k: x.take(k), x=x(2, 3), k=torch.tensor([[5, 0], [-1, 5]]))
case("x.t().take(k)", lambda x, k: x.t().take(k), x=x(2, 3), k=i(1, 4))
case("x.takeAlongDim(k, 1)", lambda x, k: torch.take_along_dim(x, k, 1), x=x(2, 3), k=torch.tensor([[2], [0]]))
case("x.takeAlongDim(k, 0)", lambda x, k: torch.take_along_dim(x, k, 0), x=x(2, 1), k=torch.tensor([[1, 0, 1]]))
case("x.takeAlongDim(k)", lambda x, k: torch.take_along_dim(x, k), x=x(2, 3), k=i(4, 0))
for shape in [(2, 3), (5,), (0, 2), ()]:
    case("x.nonzero()", lambda x: x.nonzero(), x=x(*shape, dtype=B))
case("x.argwhere()", lambda x: x.argwhere(), x=torch.tensor([[0., 1.5], [2., 0.]], dtype=G))
case("x.oneHot(4)", lambda x: nn.one_hot(x, 4), x=i(3, 0, 1))
case("x.oneHot()", lambda x: nn.one_hot(x), x=torch.tensor([[1, 0], [2, 2]]))

# ---- makers ----
case("zeros(float64, 2, 3)", lambda: torch.zeros(2, 3, dtype=F))
case("ones(int32, 2)", lambda: torch.ones(2, dtype=J))
case("full(bool, 1, 2)", lambda: torch.full((2,), True, dtype=B))
case("eye(int64, 2, 3)", lambda: torch.eye(2, 3, dtype=I))
case("arange(float64, 0, 1, 0.3)", lambda: torch.arange(0, 1, 0.3, dtype=F))
case("arange(5.5)", lambda: torch.arange(5.5))
case("linspace(float64, -1, 2, 17)", lambda: torch.linspace(-1, 2, 17, dtype=F))
case("linspace(float64, 1, 2, 1)", lambda: torch.linspace(1, 2, 1, dtype=F))
case("logspace(float64, -2, 2, 5, 10)", lambda: torch.logspace(-2, 2, 5, dtype=F))
case("logspace(float64, 0, 8, 16, 2)", lambda: torch.logspace(0, 8, 16, base=2, dtype=F))
case("zerosLike(x)", lambda x: torch.zeros_like(x), x=x(2, dtype=I))
case("fullLike(x, 3)", lambda x: torch.full_like(x, 3), x=x(2, 0, dtype=G))


def seeded(f):
    def g(**inputs):
        torch.manual_seed(7)
        return f(**inputs)
    return g


case("{ seed(7); yield rand(float64, 17); }", seeded(lambda: torch.rand(17, dtype=F)))
case("{ seed(7); yield randn(float64, 15); }", seeded(lambda: torch.randn(15, dtype=F)))
case("{ seed(7); yield randn(float64, 17); }", seeded(lambda: torch.randn(17, dtype=F)))
case("{ seed(7); yield randint(int32, -3, 9, 2, 3); }", seeded(lambda: torch.randint(-3, 9, (2, 3), dtype=J)))
case("{ seed(7); yield bernoulli(x); }", seeded(lambda x: torch.bernoulli(x)), x=torch.rand(17, dtype=G))
case("{ seed(7); yield multinomial(x, 3); }", seeded(lambda x: torch.multinomial(x, 3)), x=torch.rand(2, 5, dtype=G))
case("{ seed(7); yield multinomial(x, 1); }", seeded(lambda x: torch.multinomial(x, 1)), x=torch.rand(4, 5, dtype=G))
case("{ seed(7); yield multinomial(x, 16, true); }", seeded(lambda x: torch.multinomial(x, 16, True)), x=torch.rand(2, 5, dtype=G))
case("{ seed(7); yield multinomial(x, 4); }", seeded(lambda x: torch.multinomial(x, 4)), x=torch.tensor([0.1, 3, 0, 2, 5], dtype=G))
case("{ seed(7); yield normal(2, 3, 17); }", seeded(lambda: torch.normal(2, 3, (17,))))
case("{ seed(7); yield normal(x, y); }", seeded(lambda x, y: torch.normal(x, y)), x=x(3, dtype=G), y=torch.rand(2, 3, dtype=G))
case("{ seed(7); yield uniform(-2, 5, 16); }", seeded(lambda: torch.empty(16).uniform_(-2, 5)))
case("{ seed(7); yield rand(float64, 3).add(randLike(x)); }", seeded(lambda x: torch.rand(3, dtype=F) + torch.rand_like(x)), x=x(3, dtype=G))
case("{ seed(7); yield bernoulli(0.3, 17); }", seeded(lambda: torch.empty(17).bernoulli_(0.3)))
for entry in CASES:
    if entry["expr"].startswith("{"):
        entry["expr"] = "switch (0) { default -> " + entry["expr"] + " }"

# ---- at and set ----
PLACES = [  # in the language, in PyTorch, the shape of x
    ("-1", lambda t: (-1,), (3, 4)),
    ('"..., -2"', lambda t: (..., -2), (2, 3, 4)),
    ('"1, ..., 2"', lambda t: (1, ..., 2), (2, 3, 4)),
    ('"::2, 1:"', lambda t: (slice(None, None, 2), slice(1, None)), (3, 4)),
    ('"-2:, :-1:3"', lambda t: (slice(-2, None), slice(None, -1, 3)), (3, 5)),
    ('"None, 1, ..., None"', lambda t: (None, 1, ..., None), (2, 3)),
    ('"5:2"', lambda t: (slice(5, 2),), (3, 2)),
    ('"-9:9"', lambda t: (slice(-9, 9),), (3, 2)),
    ("range(0, 3, 2), 1", lambda t: (slice(0, 3, 2), 1), (4, 2)),
    ("i", lambda t: (t["i"],), (3, 2)),
    ("all(), i", lambda t: (slice(None), t["i"]), (2, 3)),
    ("i, j", lambda t: (t["i"], t["j"]), (3, 3)),
    ("i, 0, j", lambda t: (t["i"], 0, t["j"]), (3, 2, 3)),
    ("0, i, j", lambda t: (0, t["i"], t["j"]), (2, 3, 3)),
    ("i, all(), j", lambda t: (t["i"], slice(None), t["j"]), (3, 2, 3)),
    ('i, "None", j', lambda t: (t["i"], None, t["j"]), (3, 3)),
    ('"None", i, j', lambda t: (None, t["i"], t["j"]), (3, 3)),
    ('all(), i, "1:", j', lambda t: (slice(None), t["i"], slice(1, None), t["j"]), (2, 3, 3, 3)),
    ('"...", i', lambda t: (..., t["i"]), (2, 2, 3)),
    ('"...", i, all()', lambda t: (..., t["i"], slice(None)), (2, 3, 2)),
    ("s, i", lambda t: (t["s"], t["i"]), (3, 3)),
    ("i, s", lambda t: (t["i"], t["s"]), (3, 3)),
    ("i, all(), s", lambda t: (t["i"], slice(None), t["s"]), (3, 2, 3)),
    ("i, c", lambda t: (t["i"], t["c"]), (3, 3)),
    ("all(), c, i", lambda t: (slice(None), t["c"], t["i"]), (2, 3, 3)),
    ("n", lambda t: (t["n"],), (3, 2)),
    ("k", lambda t: (t["k"],), (3, 2)),
    ("all(), k", lambda t: (slice(None), t["k"]), (2, 3, 2)),
    ("k, 1", lambda t: (t["k"], 1), (3, 2)),
    ("k, j", lambda t: (t["k"], t["p"]), (3, 2)),
    ("kk", lambda t: (t["kk"],), (2, 3, 2)),
    ("all(), kk", lambda t: (slice(None), t["kk"]), (2, 2, 3)),
    ('0, "...", kk', lambda t: (0, ..., t["kk"]), (2, 2, 2, 3)),
    ("none", lambda t: (t["none"],), (3, 2)),
    ("e", lambda t: (t["e"],), (3, 2)),
    ("yes", lambda t: (t["yes"],), (3, 2)),
    ("no", lambda t: (t["no"],), (3,)),
    ("i", lambda t: (t["i"],), (1023,)),
    ('"3::5"', lambda t: (slice(3, None, 5),), (1023,)),
]
NAMED = {"i": i(2, 0), "j": i(0, -1), "p": i(1, 0), "s": i(1)[0], "c": torch.tensor([[0], [-1], [1]]), "n": i(-1, 0, -1), "k": m(True, False, True),
         "kk": torch.tensor([[True, False, True], [False, False, True]]), "none": m(False, False, False), "e": torch.zeros(0, dtype=I), "yes": torch.tensor(True), "no": torch.tensor(False)}
import re  # noqa: E402

for text, place, shape in PLACES:
    names = sorted({w for w in re.findall(r"(?<![\w\"])[a-z]+\b(?!\()", re.sub(r'"[^"]*"', "", text))} & set(NAMED))
    given = {n: NAMED[n] for n in names}
    java = text
    if text == "k, j":
        given = {"k": NAMED["k"], "j": NAMED["p"]}
    lookup = {**NAMED}
    case(f"x.at({java})", lambda x, **_: x[place(lookup)], x=x(*shape), **given)
    picked = torch.zeros(shape)[place(lookup)].shape

    def assign(x, v, **_):
        y = x * 1
        y[place(lookup)] = v
        return y

    repeated = text == "n"
    value = x(*picked) if not repeated else x(2)
    if repeated:
        value = x(1, 2)
    case(f"x.mul(1).set(v, {java})", assign, x=x(*shape), v=value, **given)
    if text == '"-9:9"':
        # Of what is overwritten as a whole no gradient is kept, where PyTorch has zeros.
        del CASES[-1]["grads"]["x"]
    if repeated:
        # PyTorch gives every repeated value a gradient; only those of the last one arrive in x.
        CASES.pop()
    case(f"x.copy().set(v, {java})", lambda x, v, **_: assign(x, v), x=x(*shape, dtype=I), v=x(dtype=I), **given)
case("x.copy().set(5, 1, 0)", lambda x: torch.cat((x[:1], torch.cat((torch.full((1, 1), 5.), x[1:, 1:].float()), 1)), 0).to(x.dtype), x=x(2, 3, dtype=G))


# ---- in place, through views ----
def rows(x, v):
    y = x * 2
    y[0].add_(v)
    y.t()[1].mul_(y[0, 0].clone())
    return y * y


case("switch (0) { default -> { var y = x.mul(2); y.at(0).add_(v); y.t().at(1).mul_(y.at(0, 0).copy()); yield y.mul(y); } }", rows, x=x(3, 2), v=x(2))


def late(x, v):
    y = x * 1
    old = y[1:]
    y[1:].copy_(v)
    y.mul_(3)
    return old * old


case('switch (0) { default -> { var y = x.mul(1); var old = y.at("1:"); y.at("1:").copy_(v); y.mul_(3); yield old.mul(old); } }', late, x=x(3), v=x(2))


def buffer(x):
    y = torch.zeros(3, 2, dtype=F)
    for k in range(3):
        y[k].copy_(x * k)
    y.diagonal().mul_(x)
    return y


case("switch (0) { default -> { var y = zeros(float64, 3, 2); for (int r = 0; r < 3; r++) y.at(r).copy_(x.mul(r)); y.diagonal().mul_(x); yield y; } }", buffer, x=x(2))


def chained(x, v):
    y = x * 1
    z = y.view(-1)[1:]
    z[::2].copy_(v)
    w = y.t()
    z.mul_(x[0, 0] * 3)
    return w * y.t()


case('switch (0) { default -> { var y = x.mul(1); var z = y.view(-1).at("1:"); z.at("::2").copy_(v); var w = y.t(); z.mul_(x.at(0, 0).mul(3)); yield w.mul(y.t()); } }', chained, x=x(2, 2), v=x(2))
case("x.mul(1).maskedFill_(k, 0).mul(x)", lambda x, k: (x * 1).masked_fill_(k, 0) * x, x=x(2, 3), k=m(True, False, True))
case("x.mul(1).scatterAdd_(0, k, v)", lambda x, k, v: (x * 1).scatter_add_(0, k, v), x=x(3), k=i(1, 1), v=x(2))
case("x.mul(1).indexAdd_(0, k, v)", lambda x, k, v: (x * 1).index_add_(0, k, v), x=x(3, 2), k=i(1, 1), v=x(2, 2))

write("movement.py")
