"""Writes trajectories.json: parameters of a small network on the way of each optimiser, and the rates of each schedule, by PyTorch on a CPU.

Lion and Muon, which this PyTorch does not have, are written here from their papers.

python3 trajectories.py > trajectories.json
"""
import json
import math
import sys
import warnings
import torch
from torch import nn, optim
from torch.optim import lr_scheduler as plans

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
MARKS = (1, 2, 10, 50, 100)


class Lion(optim.Optimizer):
    def __init__(self, params, lr, betas=(0.9, 0.99), decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, decay=decay))

    @torch.no_grad()
    def step(self):
        for g in self.param_groups:
            for p in g["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                c = g["betas"][0] * m + (1 - g["betas"][0]) * p.grad
                p.copy_(p - g["lr"] * (torch.sign(c) + g["decay"] * p))
                m.copy_(g["betas"][1] * m + (1 - g["betas"][1]) * p.grad)


class Muon(optim.Optimizer):
    """Momentum as a running mean; x <- ax + (b xx' + c (xx')^2) x; AdamW for what is no matrix."""
    def __init__(self, params, lr, momentum=0.95, nesterov=True, decay=0.0, adam=3e-4):
        super().__init__(params, dict(lr=lr, momentum=momentum))
        self.nesterov, self.decay, self.adam = nesterov, decay, adam

    @torch.no_grad()
    def step(self):
        for g in self.param_groups:
            for p in g["params"]:
                s = self.state[p]
                if p.dim() < 2:
                    s.setdefault("t", 0)
                    m, v = s.setdefault("m", torch.zeros_like(p)), s.setdefault("v", torch.zeros_like(p))
                    s["t"] += 1
                    m.mul_(0.9).add_(0.1 * p.grad)
                    v.mul_(0.95).add_((1 - 0.95) * p.grad ** 2)
                    p.mul_(1 - self.adam * self.decay)
                    p.sub_(self.adam * (m / (1 - 0.9 ** s["t"])) / ((v / (1 - 0.95 ** s["t"])).sqrt() + 1e-10))
                    continue
                b = s.setdefault("b", torch.zeros_like(p))
                b.mul_(g["momentum"]).add_((1 - g["momentum"]) * p.grad)
                u = g["momentum"] * b + (1 - g["momentum"]) * p.grad if self.nesterov else b.clone()
                x = u.T if u.shape[0] > u.shape[1] else u
                x = x / (x.norm() + 1e-7)
                for _ in range(5):
                    a = x @ x.T
                    x = 3.4445 * x + (-4.775 * a + 2.0315 * a @ a) @ x
                x = x.T if u.shape[0] > u.shape[1] else x
                p.mul_(1 - g["lr"] * self.decay).sub_(g["lr"] * max(1, p.shape[0] / p.shape[1]) ** 0.5 * x)


RUNS = {
    "sgd(p, 0.1)": lambda p: optim.SGD(p, 0.1),
    "sgd(p, 0.1).momentum(0.9).dampening(0.3).weightDecay(0.01)": lambda p: optim.SGD(p, 0.1, momentum=0.9, dampening=0.3, weight_decay=0.01),
    "sgd(p, 0.05).momentum(0.8).nesterov().weightDecay(0.02)": lambda p: optim.SGD(p, 0.05, momentum=0.8, nesterov=True, weight_decay=0.02),
    "sgd(p, 0.001).momentum(0.5).maximize()": lambda p: optim.SGD(p, 0.001, momentum=0.5, maximize=True),
    "adam(p, 0.01)": lambda p: optim.Adam(p, 0.01),
    "adam(p, 0.02).betas(0.8, 0.95).eps(1e-3).weightDecay(0.1).amsgrad()": lambda p: optim.Adam(p, 0.02, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1, amsgrad=True),
    "adam(p, 0.001).maximize()": lambda p: optim.Adam(p, 0.001, maximize=True),
    "adamW(p, 0.01)": lambda p: optim.AdamW(p, 0.01),
    "adamW(p, 0.02).betas(0.7, 0.9).weightDecay(0.3).amsgrad()": lambda p: optim.AdamW(p, 0.02, betas=(0.7, 0.9), weight_decay=0.3, amsgrad=True),
    "nadam(p, 0.01)": lambda p: optim.NAdam(p, 0.01),
    "nadam(p, 0.02).betas(0.8, 0.99)": lambda p: optim.NAdam(p, 0.02, betas=(0.8, 0.99)),
    "nadam(p, 0.02).betas(0.8, 0.99).momentumDecay(0.02).weightDecay(0.1)": lambda p: optim.NAdam(p, 0.02, betas=(0.8, 0.99), momentum_decay=0.02, weight_decay=0.1),
    "nadam(p, 0.002).betas(0.8, 0.99).momentumDecay(0.02).weightDecay(0.1)": lambda p: optim.NAdam(p, 0.002, betas=(0.8, 0.99), momentum_decay=0.02, weight_decay=0.1),
    "radam(p, 0.01)": lambda p: optim.RAdam(p, 0.01),
    "radam(p, 0.02).betas(0.8, 0.9).eps(1e-4).weightDecay(0.1)": lambda p: optim.RAdam(p, 0.02, betas=(0.8, 0.9), eps=1e-4, weight_decay=0.1),
    "adamax(p, 0.01)": lambda p: optim.Adamax(p, 0.01),
    "adamax(p, 0.02).betas(0.8, 0.9).eps(1e-3).weightDecay(0.1)": lambda p: optim.Adamax(p, 0.02, betas=(0.8, 0.9), eps=1e-3, weight_decay=0.1),
    "rmsprop(p, 0.01)": lambda p: optim.RMSprop(p, 0.01),
    "rmsprop(p, 0.01).alpha(0.9).momentum(0.5).centered().weightDecay(0.05).eps(1e-3)": lambda p: optim.RMSprop(p, 0.01, alpha=0.9, momentum=0.5, centered=True, weight_decay=0.05, eps=1e-3),
    "rmsprop(p, 0.004).centered().eps(0.001)": lambda p: optim.RMSprop(p, 0.004, centered=True, eps=1e-3),
    "rmsprop(p, 0.01).momentum(0.5)": lambda p: optim.RMSprop(p, 0.01, momentum=0.5),
    "adagrad(p, 0.05)": lambda p: optim.Adagrad(p, 0.05),
    "adagrad(p, 0.1).lrDecay(0.02).weightDecay(0.1).initialAccumulatorValue(0.5)": lambda p: optim.Adagrad(p, 0.1, lr_decay=0.02, weight_decay=0.1, initial_accumulator_value=0.5),
    "adadelta(p, 1)": lambda p: optim.Adadelta(p, 1),
    "adadelta(p, 0.5).rho(0.8).eps(1e-4).weightDecay(0.1)": lambda p: optim.Adadelta(p, 0.5, rho=0.8, eps=1e-4, weight_decay=0.1),
    "lion(p, 0.001)": lambda p: Lion(p, 0.001),
    "lion(p, 0.003).betas(0.8, 0.95).weightDecay(0.1)": lambda p: Lion(p, 0.003, (0.8, 0.95), 0.1),
    "muon(p, 0.02)": lambda p: Muon(p, 0.02),
    "muon(p, 0.01).momentum(0.8).nesterov(false).weightDecay(0.1).adamLr(0.01)": lambda p: Muon(p, 0.01, 0.8, False, 0.1, 0.01),
    "lbfgs(p, 0.3).historySize(5).maxIter(3)": lambda p: optim.LBFGS(p, 0.3, history_size=5, max_iter=3),
    "lbfgs(p, 1).strongWolfe().maxIter(2)": lambda p: optim.LBFGS(p, 1, max_iter=2, line_search_fn="strong_wolfe"),
}
# Divided by mean squares that have faded to nothing, this one throws any rounding a thousandfold further: 1e-8 at step 20 of the network is 1e-4 at step 50. In float64 and on the quadratic it is compared.
UNSTABLE = "nadam(p, 0.02).betas(0.8, 0.99).momentumDecay(0.02).weightDecay(0.1)"


def run(make, kind, problem, plan=None, told=MARKS, decay=None):
    torch.manual_seed(0)
    if problem == "net":
        x = torch.rand(32, 4) * 4 - 2
        net = nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 2)).to(kind)
        x = x.to(kind)
        y = torch.stack([x.sum(1).sin(), x[:, 0] * x[:, 1]], 1)
        params, loss = list(net.parameters()), lambda: nn.functional.mse_loss(net(x), y)
    else:
        p = (torch.rand(3, 4) * 4 - 2).to(kind).requires_grad_()
        scale = torch.arange(1, 13).reshape(3, 4).to(kind) / 6
        params, loss = [p], lambda: (scale * (p - 0.5) ** 2).sum()
    opt, marks = make(params), {}
    mean = decay and optim.swa_utils.AveragedModel(nn.ParameterList(params), avg_fn=lambda mean, p, n: decay * mean + (1 - decay) * p)
    if mean:
        mean.n_averaged.fill_(1)    # its first update would forget where the parameters began
    pace = plan and plan(opt)

    def closure():
        opt.zero_grad()
        value = loss()
        value.backward()
        return value

    for i in range(1, 101):
        if isinstance(opt, optim.LBFGS):
            opt.step(closure)
        else:
            closure()
            opt.step()
        if pace:
            pace.step()
        if mean:
            mean.update_parameters(nn.ParameterList(params))
        if i in told:
            marks[i] = [v for p in (mean.parameters() if mean else params) for v in p.detach().flatten().tolist()]
    return marks


def rates(make, figures=None):
    p = nn.Parameter(torch.zeros(1))
    opt = optim.SGD(p if isinstance(p, list) else [p], 0.2, momentum=0.9)
    plan, out = make(opt), []
    for i in range(130):
        out.append(opt.param_groups[0]["lr"])
        opt.step()
        plan.step(figures(i)) if figures else plan.step()
    return out


# Schedules that change the momentum, or the first of the betas, too. This PyTorch's CyclicLR takes no betas yet.
CYCLES = {
    "oneCycle(0.05, 120)": lambda o: plans.OneCycleLR(o, 0.05, 120),
    "oneCycle(0.02, 101).threePhase(true).straight(true).baseMomentum(0.5).maxMomentum(0.99)": lambda o: plans.OneCycleLR(o, 0.02, 101, three_phase=True, anneal_strategy="linear", base_momentum=0.5, max_momentum=0.99),
    "oneCycle(0.05, 120).cycleMomentum(false)": lambda o: plans.OneCycleLR(o, 0.05, 120, cycle_momentum=False),
    "cyclic(0.01, 0.05, 11).down(17).halves(true).baseMomentum(0.6)": lambda o: plans.CyclicLR(o, 0.01, 0.05, 11, 17, mode="triangular2", base_momentum=0.6),
    "cyclic(0.01, 0.04, 9)": lambda o: plans.CyclicLR(o, 0.01, 0.04, 9),
}
CYCLED = ["sgd(p, 0.1)", "sgd(p, 0.1).momentum(0.9).dampening(0.3).weightDecay(0.01)", "sgd(p, 0.05).momentum(0.8).nesterov().weightDecay(0.02)", "adam(p, 0.01)",
          "adamW(p, 0.02).betas(0.7, 0.9).weightDecay(0.3).amsgrad()", "nadam(p, 0.01)", "radam(p, 0.01)", "adamax(p, 0.01)", "rmsprop(p, 0.01)",
          "rmsprop(p, 0.01).alpha(0.9).momentum(0.5).centered().weightDecay(0.05).eps(1e-3)", "lion(p, 0.001)", "muon(p, 0.02)"]

# Groups of parameters: p is 0.weight, 0.bias, 2.weight, 2.bias.
GROUPED = {
    'adamW(p, 0.01).weightDecay(0.1).group("*.bias", g -> g.weightDecay(0))': lambda p: optim.AdamW([{"params": [p[0], p[2]]}, {"params": [p[1], p[3]], "weight_decay": 0}], 0.01, weight_decay=0.1),
    'sgd(p, 0.1).momentum(0.9).group("2.*", g -> g.lr(0.02).momentum(0.5))': lambda p: optim.SGD([{"params": [p[0], p[1]]}, {"params": [p[2], p[3]], "lr": 0.02, "momentum": 0.5}], 0.1, momentum=0.9),
    'adam(p, 0.01).group("0.*", g -> g.betas(0.5, 0.9).amsgrad()).group("*.bias", g -> g.lr(0.003))': lambda p: optim.Adam([{"params": [p[2]]}, {"params": [p[0]], "betas": (0.5, 0.9), "amsgrad": True}, {"params": [p[1], p[3]], "lr": 0.003}], 0.01),
    'rmsprop(p, 0.01).group("2.weight", g -> g.alpha(0.8).centered().weightDecay(0.01))': lambda p: optim.RMSprop([{"params": [p[0], p[1], p[3]]}, {"params": [p[2]], "alpha": 0.8, "centered": True, "weight_decay": 0.01}], 0.01),
}
PACES = {
    "stepSchedule(7, 0.6).everyStep()": lambda o: plans.StepLR(o, 7, 0.6),
    "cosine(100).everyStep()": lambda o: plans.CosineAnnealingLR(o, 100),
    "oneCycle(0.02, 120)": lambda o: plans.OneCycleLR(o, 0.02, 120),
}


def cycled(optimizer, schedule):
    return "cyclic" not in schedule or optimizer.split("(")[0] in ("sgd", "rmsprop", "muon")


bumps = lambda i: 1 / (1 + i) + 0.3 * math.sin(i * 0.37) ** 2
PLANS = {
    "stepSchedule(7, 0.6)": lambda o: plans.StepLR(o, 7, 0.6),
    "multiStep(java.util.List.of(3, 40, 41, 90), 0.3)": lambda o: plans.MultiStepLR(o, [3, 40, 41, 90], 0.3),
    "exponential(0.97)": lambda o: plans.ExponentialLR(o, 0.97),
    "linearSchedule(0.25, 0.9, 50)": lambda o: plans.LinearLR(o, 0.25, 0.9, 50),
    "constant(0.3, 20)": lambda o: plans.ConstantLR(o, 0.3, 20),
    "cosine(130, 0.01)": lambda o: plans.CosineAnnealingLR(o, 130, 0.01),
    "cosine(40, 0.01)": lambda o: plans.CosineAnnealingLR(o, 40, 0.01),
    "cosineRestarts(10)": lambda o: plans.CosineAnnealingWarmRestarts(o, 10),
    "cosineRestarts(7, 2, 0.003)": lambda o: plans.CosineAnnealingWarmRestarts(o, 7, 2, 0.003),
    "oneCycle(0.5, 131)": lambda o: plans.OneCycleLR(o, 0.5, 131),
    "oneCycle(0.5, 140).pctStart(0.2).divFactor(10).finalDivFactor(100).straight(true)": lambda o: plans.OneCycleLR(o, 0.5, 140, pct_start=0.2, div_factor=10, final_div_factor=100, anneal_strategy="linear"),
    "oneCycle(0.5, 150).threePhase(true)": lambda o: plans.OneCycleLR(o, 0.5, 150, three_phase=True),
    "polynomial(90)": lambda o: plans.PolynomialLR(o, 90) if hasattr(plans, "PolynomialLR") else plans.LambdaLR(o, lambda t: 1 - min(t, 90) / 90),
    "polynomial(90, 2.5)": lambda o: plans.LambdaLR(o, lambda t: (1 - min(t, 90) / 90) ** 2.5),
    "cyclic(0.01, 0.3, 11)": lambda o: plans.CyclicLR(o, 0.01, 0.3, 11),
    "cyclic(0.01, 0.3, 11).down(17).halves(true)": lambda o: plans.CyclicLR(o, 0.01, 0.3, 11, 17, mode="triangular2"),
    "cyclic(0.01, 0.3, 11).fade(0.98)": lambda o: plans.CyclicLR(o, 0.01, 0.3, 11, mode="exp_range", gamma=0.98),
    "noam(16, 30)": lambda o: plans.LambdaLR(o, lambda t: 16 ** -0.5 * min((t + 1) ** -0.5, (t + 1) * 30 ** -1.5)),
    "lambdaSchedule(t -> 1.0 / (1 + t))": lambda o: plans.LambdaLR(o, lambda t: 1 / (1 + t)),
    "constant(0.5, 8).times(exponential(0.95))": lambda o: plans.ChainedScheduler([plans.ConstantLR(o, 0.5, 8), plans.ExponentialLR(o, 0.95)]),
    "warmup(10).then(cosine(100))": lambda o: plans.LambdaLR(o, lambda t: (t + 1) / 10 if t < 10 else (1 + math.cos(math.pi * (t - 10) / 100)) / 2),
    "sequentialSchedule(java.util.List.of(constant(0.1, 200), exponential(0.9)), java.util.List.of(20))": lambda o: plans.LambdaLR(o, lambda t: 0.1 if t < 20 else 0.9 ** (t - 20)),
}
PLATEAUS = {
    "plateau(0.5, 3)": lambda o: plans.ReduceLROnPlateau(o, factor=0.5, patience=3),
    "plateau(0.7, 1).threshold(0.01).absolute().cooldown(4).min(0.02)": lambda o: plans.ReduceLROnPlateau(o, factor=0.7, patience=1, threshold=0.01, threshold_mode="abs", cooldown=4, min_lr=0.02),
    "plateau(0.8, 5).rising()": lambda o: plans.ReduceLROnPlateau(o, mode="max", factor=0.8, patience=5),
}
json.dump({
    "made_by": "PyTorch " + torch.__version__ + " CPU, trajectories.py",
    "runs": [dict(optimizer=text, problem=problem, type=str(kind)[6:], marks=run(make, kind, problem)) for text, make in RUNS.items() for problem in ("net", "quadratic") for kind in (torch.float32, torch.float64) if (text, problem, kind) != (UNSTABLE, "net", torch.float32)],
    "cycles": [dict(optimizer=text, schedule=schedule, problem=problem, type=str(kind)[6:], marks=run(RUNS[text], kind, problem, plan, (10, 100))) for text in CYCLED for schedule, plan in CYCLES.items() if cycled(text, schedule)
               for problem, kind in (("net", torch.float64), ("quadratic", torch.float64), ("quadratic", torch.float32))
               # Muon's other rate, for biases, is this script's own; and its steps throw roundings far.
               if not text.startswith("muon") or (problem, kind) == ("quadratic", torch.float64)],
    "groups": [dict(optimizer=text, schedule=schedule, problem="net", type="float64", marks=run(make, torch.float64, "net", plan, (1, 10, 100))) for text, make in GROUPED.items() for schedule, plan in PACES.items()],
    "averages": [dict(optimizer="sgd(p, 0.1)", decay=decay, problem=problem, type=str(kind)[6:], marks=run(RUNS["sgd(p, 0.1)"], kind, problem, None, (1, 2, 30), decay)) for decay in (0.5, 0.9, 0.999)
                 for problem in ("net", "quadratic") for kind in (torch.float32, torch.float64)],
    "schedules": [dict(schedule=text, rates=rates(make)) for text, make in PLANS.items()]
    + [dict(schedule=text, rates=rates(make, bumps), figures=[bumps(i) for i in range(130)]) for text, make in PLATEAUS.items()],
}, sys.stdout)
