"""Writes sequences.json: recurrent layers, attention and transformers with PyTorch's initial values, outputs, states and gradients, computed on a CPU in float64.

python3 sequences.py > sequences.json
"""
import json
import sys
import torch
from torch import nn

torch.manual_seed(71)
f64 = torch.float64
cases = []


def written(t):
    """With as many digits as a float32 has, or as the comparison in float64 needs."""
    digits = {torch.float32: 9, f64: 14}.get(t.dtype)
    data = t.detach().flatten().tolist()
    return {"dtype": str(t.dtype).split(".")[1], "shape": list(t.shape), "data": data if digits is None else [float(f"{v:.{digits}g}") for v in data]}


def flat(y):
    """The tensors of an answer, in order."""
    if isinstance(y, torch.Tensor):
        return [y]
    return [t for part in y if part is not None for t in flat(part)]


def case(layer, module, call, f, *inputs, train=True):
    """Our layer and PyTorch's, what is called of ours and of PyTorch's, and with what."""
    seed = len(cases)
    state = torch.get_rng_state()
    torch.manual_seed(seed)
    m = module()
    initial = {name: written(t) for name, t in m.state_dict().items()}
    torch.set_rng_state(state)
    m = m.double().train(train)
    with torch.no_grad():
        for p in m.parameters():
            p.copy_((torch.randn(p.shape) * 0.4).double())
    leaves = [x.clone().requires_grad_() if x.dtype == f64 else x for x in inputs]
    outputs = flat(f(m, *leaves))
    cotangents = [torch.randn(y.shape).double() for y in outputs]
    sum((y * c).sum() for y, c in zip(outputs, cotangents)).backward()
    zero = lambda x: torch.zeros_like(x) if x.grad is None else x.grad
    cases.append({"layer": layer, "seed": seed, "train": train, "initial": initial, "loaded": {n: written(p.float()) for n, p in m.state_dict().items()}, "call": call,
                  "inputs": [written(x.float() if x.dtype == f64 else x) for x in inputs], "outputs": [written(y) for y in outputs], "cotangents": [written(c.float()) for c in cotangents],
                  "grads": [written(zero(x)) if x.dtype == f64 else None for x in leaves], "parameters": {n: written(zero(p)) for n, p in m.named_parameters()}})


def normal(*shape):
    return torch.randn(shape).double()


# ---- rnn, gru, lstm ----

for word, kind in (("rnn", nn.RNN), ("gru", nn.GRU), ("lstm", nn.LSTM)):
    lstm = word == "lstm"
    for layers in (1, 2):
        for both in (False, True):
            for bias in (True, False):
                ours = f"{word}(3, 4, {layers})" + (".bidirectional(true)" if both else "") + ("" if bias else ".bias(false)")
                make = lambda kind=kind, layers=layers, both=both, bias=bias: kind(3, 4, layers, bias=bias, bidirectional=both)
                case(ours, make, "layer.run(in[0])", lambda m, x: m(x), normal(5, 2, 3))
                h, c = normal(layers * (2 if both else 1), 2, 4), normal(layers * (2 if both else 1), 2, 4)
                if lstm:
                    case(ours, make, "layer.run(in[0], in[1], in[2])", lambda m, x, h, c: m(x, (h, c)), normal(4, 2, 3), h, c)
                else:
                    case(ours, make, "layer.run(in[0], in[1])", lambda m, x, h: m(x, h), normal(4, 2, 3), h)
    two = lambda kind=kind: kind(3, 4, 2, batch_first=True, dropout=0.5)
    case(f"{word}(3, 4).layers(2).batchFirst(true).dropout(0.5)", two, "layer.run(in[0])", lambda m, x: m(x), normal(2, 5, 3), train=False)
    case(f"{word}(3, 4).batchFirst(true).lastStep()", lambda kind=kind: kind(3, 4, batch_first=True), "layer.apply(in[0])", lambda m, x: m(x)[0][:, -1], normal(2, 5, 3))
    case(f"{word}(3, 4, 2).bidirectional(true).lastStep()", lambda kind=kind: kind(3, 4, 2, bidirectional=True), "layer.apply(in[0])", lambda m, x: m(x)[0][-1], normal(5, 2, 3))
    case(f"{word}(3, 4)", lambda kind=kind: kind(3, 4), "layer.run(in[0])", lambda m, x: m(x), normal(6, 3))
    case(f"{word}(3, 4).bidirectional(true).batchFirst(true)", lambda kind=kind: kind(3, 4, batch_first=True, bidirectional=True), "layer.run(in[0])", lambda m, x: m(x), normal(6, 3))
    case(f"{word}(1, 1)", lambda kind=kind: kind(1, 1), "layer.run(in[0])", lambda m, x: m(x), normal(1, 1, 1))
    case(f"{word}(2, 7)", lambda kind=kind: kind(2, 7), "layer.run(in[0])", lambda m, x: m(x), normal(3, 5, 2))
    cell = {"rnn": nn.RNNCell, "gru": nn.GRUCell, "lstm": nn.LSTMCell}[word]
    for bias in (True, False):
        ours = f"{word}Cell(3, 4)" + ("" if bias else ".bias(false)")
        make = lambda bias=bias: cell(3, 4, bias=bias)
        for shape in ((2,), ()):
            if lstm:
                case(ours, make, "layer.step(in[0], in[1], in[2])", lambda m, x, h, c: m(x, (h, c)), normal(*shape, 3), normal(*shape, 4), normal(*shape, 4))
                case(ours, make, "layer.step(in[0], null, null)", lambda m, x: m(x), normal(*shape, 3))
            else:
                case(ours, make, "layer.step(in[0], in[1])", lambda m, x, h: m(x, h), normal(*shape, 3), normal(*shape, 4))
                case(ours, make, "layer.apply(in[0])", lambda m, x: m(x), normal(*shape, 3))
case('rnn(3, 4, 2).nonlinearity("relu")', lambda: nn.RNN(3, 4, 2, nonlinearity="relu"), "layer.run(in[0])", lambda m, x: m(x), normal(5, 2, 3))
case('rnn(3, 4).bidirectional(true).nonlinearity("relu")', lambda: nn.RNN(3, 4, nonlinearity="relu", bidirectional=True), "layer.run(in[0])", lambda m, x: m(x), normal(5, 2, 3))
case('rnnCell(3, 4).nonlinearity("relu")', lambda: nn.RNNCell(3, 4, nonlinearity="relu"), "layer.step(in[0], in[1])", lambda m, x, h: m(x, h), normal(2, 3), normal(2, 4))

# ---- embedding ----

for shape in ((4,), (2, 3), ()):
    case("embedding(5, 3)", lambda: nn.Embedding(5, 3), "layer.apply(in[0])", lambda m, x: m(x), torch.randint(0, 5, shape))
    case("embedding(20, 4).paddingIndex(2)", lambda: nn.Embedding(20, 4, padding_idx=2), "layer.apply(in[0])", lambda m, x: m(x), torch.randint(0, 4, shape))
case("embedding(5, 3).paddingIndex(-1)", lambda: nn.Embedding(5, 3, padding_idx=-1), "layer.apply(in[0])", lambda m, x: m(x), torch.tensor([[4, 0], [1, 4]]))

# ---- attention ----

causal = torch.ones(5, 5).triu(1).bool()
for heads in (1, 2, 4):
    for first in (True, False):
        ours = f"multiheadAttention(8, {heads})" + ("" if first else ".batchFirst(false)")
        make = lambda heads=heads, first=first: nn.MultiheadAttention(8, heads, batch_first=first)
        case(ours, make, "layer.apply(in[0])", lambda m, x: m(x, x, x, need_weights=False)[0], normal(2, 5, 8))
        case(ours, make, "layer.run(in[0], in[0], in[0], null, null)", lambda m, x: m(x, x, x), normal(2, 5, 8))
    make = lambda heads=heads: nn.MultiheadAttention(8, heads, batch_first=True)
    ours = f"multiheadAttention(8, {heads})"
    padding = torch.tensor([[False, False, True], [False, True, True]])
    case(ours, make, "layer.run(in[0], in[1], in[2], null, null)", lambda m, q, k, v: m(q, k, v), normal(2, 5, 8), normal(2, 3, 8), normal(2, 3, 8))
    case(ours, make, "layer.run(in[0], in[1], in[1], null, null)", lambda m, q, k: m(q, k, k), normal(2, 5, 8), normal(2, 3, 8))
    case(ours, make, "layer.run(in[0], in[0], in[1], null, null)", lambda m, q, k: m(q, q, k), normal(2, 5, 8), normal(2, 5, 8))
    case(ours, make, "layer.run(in[0], in[1], in[2], null, in[3])", lambda m, q, k, v, p: m(q, k, v, key_padding_mask=p), normal(2, 5, 8), normal(2, 3, 8), normal(2, 3, 8), padding)
    case(ours, make, "layer.apply(in[0], in[0], in[0], in[1], null)", lambda m, x, mask: m(x, x, x, attn_mask=mask)[0], normal(2, 5, 8), causal)
    case(ours + ".causal(true)", make, "layer.apply(in[0])", lambda m, x: m(x, x, x, attn_mask=causal)[0], normal(2, 5, 8))
    case(ours, make, "layer.apply(in[0], in[0], in[0], in[1], null)", lambda m, x, mask: m(x, x, x, attn_mask=mask)[0], normal(2, 5, 8), normal(5, 5))
    case(ours, make, "layer.run(in[0], in[0], in[0], in[1], in[2])", lambda m, x, mask, p: m(x, x, x, attn_mask=mask, key_padding_mask=p), normal(2, 5, 8), normal(2 * heads, 5, 5), torch.tensor([[False] * 5, [False] * 3 + [True] * 2]))
    case(ours, make, "layer.run(in[0], in[0], in[0], null, null)", lambda m, x: m(x, x, x), normal(5, 8))
    case(f"multiheadAttention(8, {heads}, false)", lambda heads=heads: nn.MultiheadAttention(8, heads, bias=False, batch_first=True), "layer.run(in[0], in[0], in[0], null, null)", lambda m, x: m(x, x, x), normal(2, 5, 8))
    case(f"multiheadAttention(8, {heads}, 3, 5)", lambda heads=heads: nn.MultiheadAttention(8, heads, kdim=3, vdim=5, batch_first=True), "layer.run(in[0], in[1], in[2], null, null)", lambda m, q, k, v: m(q, k, v), normal(2, 5, 8), normal(2, 4, 3), normal(2, 4, 5))
    case(ours + ".dropout(0.3)", lambda heads=heads: nn.MultiheadAttention(8, heads, dropout=0.3, batch_first=True), "layer.apply(in[0])", lambda m, x: m(x, x, x)[0], normal(2, 5, 8), train=False)

# ---- transformers ----

for first in (True, False):
    for norm in (False, True):
        for act in ("relu", "gelu"):
            withers = ("" if first else ".batchFirst(false)") + (".normFirst(true)" if norm else "") + (f'.activation("{act}")' if act != "relu" else "")
            enc = lambda p=0.0: nn.TransformerEncoderLayer(4, 2, 6, dropout=p, activation=act, batch_first=first, norm_first=norm)
            dec = lambda p=0.0: nn.TransformerDecoderLayer(4, 2, 6, dropout=p, activation=act, batch_first=first, norm_first=norm)
            case(f"transformerEncoderLayer(4, 2, 6).dropout(0){withers}", enc, "layer.apply(in[0])", lambda m, x: m(x), normal(2, 3, 4))
            case(f"transformerEncoderLayer(4, 2, 6){withers}", lambda: enc(0.1), "layer.apply(in[0])", lambda m, x: m(x), normal(2, 3, 4), train=False)
            case(f"transformerDecoderLayer(4, 2, 6).dropout(0){withers}", dec, "layer.apply(in[0], in[1])", lambda m, x, y: m(x, y), normal(3, 3, 4), normal(3, 3, 4))
            case(f"transformerDecoderLayer(4, 2, 6){withers}", lambda: dec(0.1), "layer.apply(in[0], in[1])", lambda m, x, y: m(x, y), normal(3, 3, 4), normal(3, 3, 4), train=False)
enc = lambda: nn.TransformerEncoderLayer(4, 2, 6, dropout=0, batch_first=True)
dec = lambda: nn.TransformerDecoderLayer(4, 2, 6, dropout=0, batch_first=True)
mask = torch.ones(3, 3).triu(1).bool()
padding = torch.tensor([[False, False, True], [False, False, False]])
case("transformerEncoderLayer(4, 2, 6).dropout(0)", enc, "layer.apply(in[0], in[1], in[2])", lambda m, x, a, p: m(x, a, p), normal(2, 3, 4), mask, padding)
case("transformerEncoderLayer(4, 2, 6).dropout(0).causal(true).eps(0.001)", lambda: nn.TransformerEncoderLayer(4, 2, 6, dropout=0, batch_first=True, layer_norm_eps=0.001), "layer.apply(in[0])", lambda m, x: m(x, mask), normal(2, 3, 4))
case("transformerDecoderLayer(4, 2, 6).dropout(0)", dec, "layer.apply(in[0], in[1], in[2], in[3], in[4], in[5])", lambda m, x, y, a, b, p, q: m(x, y, a, b, p, q), normal(2, 3, 4), normal(2, 3, 4), mask, mask, padding, padding)
case("transformerDecoderLayer(4, 2, 6).dropout(0).causal(true)", dec, "layer.apply(in[0], in[1])", lambda m, x, y: m(x, y, mask), normal(2, 3, 4), normal(2, 5, 4))
case("transformerEncoder(transformerEncoderLayer(4, 2, 6).dropout(0), 2)", lambda: nn.TransformerEncoder(enc(), 2), "layer.apply(in[0])", lambda m, x: m(x), normal(2, 3, 4))
case("transformerEncoder(transformerEncoderLayer(4, 2, 6).dropout(0), 2).norm(layerNorm(4))", lambda: nn.TransformerEncoder(enc(), 2, nn.LayerNorm(4)), "layer.apply(in[0], in[1], in[2])", lambda m, x, a, p: m(x, a, p), normal(2, 3, 4), mask, padding)
case("transformerDecoder(transformerDecoderLayer(4, 2, 6).dropout(0), 2).norm(layerNorm(4))", lambda: nn.TransformerDecoder(dec(), 2, nn.LayerNorm(4)), "layer.apply(in[0], in[1])", lambda m, x, y: m(x, y), normal(2, 3, 4), normal(2, 5, 4))

# ---- positions ----


class Waves(nn.Module):
    """The fixed positions of the first transformer, as PyTorch's tutorial builds them."""
    def __init__(self, length, width):
        super().__init__()
        place = torch.arange(length, dtype=f64).unsqueeze(1)
        speed = torch.exp(torch.arange(0, width, 2, dtype=f64) * (-torch.log(torch.tensor(1e4, dtype=f64)) / width))
        waves = torch.zeros(length, width, dtype=f64)
        waves[:, 0::2] = torch.sin(place * speed)
        waves[:, 1::2] = torch.cos(place * speed)[:, : width // 2]
        self.register_buffer("weight", waves.float())

    def forward(self, x):
        return x + self.weight[: x.shape[-2]].to(x.dtype)


class Learnt(nn.Module):
    def __init__(self, length, width):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(length, width))

    def forward(self, x):
        return x + self.weight[: x.shape[-2]]


class Turned(nn.Module):
    """Pairs of numbers as complex ones, times e to the i times place times speed."""
    def __init__(self, base=1e4):
        super().__init__()
        self.base = base

    def forward(self, x):
        speed = 1 / self.base ** (torch.arange(0, x.shape[-1], 2, dtype=f64) / x.shape[-1])
        angles = torch.outer(torch.arange(x.shape[-2], dtype=f64), speed)
        pairs = torch.view_as_complex(x.reshape(*x.shape[:-1], -1, 2))
        return torch.view_as_real(pairs * torch.polar(torch.ones_like(angles), angles)).flatten(-2)


for length, width in ((7, 6), (5, 3), (3, 1), (40, 8)):
    for shape in ((2, min(length, 5), width), (length, width), (2, 3, 2, width)):
        case(f"sinusoidalPositions({length}, {width})", lambda: Waves(length, width), "layer.apply(in[0])", lambda m, x: m(x), normal(*shape))
        case(f"learnedPositions({length}, {width})", lambda: Learnt(length, width), "layer.apply(in[0])", lambda m, x: m(x), normal(*shape))
for base, ours in ((1e4, "rotaryPositions()"), (100.0, "rotaryPositions(100)")):
    for shape in ((2, 5, 8), (6, 2), (2, 3, 4, 6), (1, 1, 4)):
        case(ours, lambda: Turned(base), "layer.apply(in[0])", lambda m, x: m(x), normal(*shape))

json.dump({"made_by": f"PyTorch {torch.__version__}, sequences.py", "cases": cases}, sys.stdout, separators=(",", ":"))
print()
print(len(cases), "cases", file=sys.stderr)
