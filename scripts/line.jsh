// A straight line through noisy points, with nothing but the tape: no layer, no loss, no optimiser.
//
//     scripts/gradshell scripts/line.jsh [STEPS]

int steps = args.length > 0 ? Integer.parseInt(args[0]) : 200;

seed(1);
var x = linspace(-1, 1, 100);
var y = 2 * x + 0.5 + 0.1 * randn(100);                 // with some noise

Tensor slope = var(0), offset = var(0);
for (int i = 1; i <= steps; i++) {
    var error = (slope * x + offset - y).square().mean();
    error.backward();
    for (var p : List.of(slope, offset)) {
        noGrad(() -> p -= 0.1 * p.grad());              // one step downhill
        p.zeroGrad();
    }
    if (i == 1 || i % 50 == 0) print("step", i, "error", error.item());
}
print("slope ", slope);
print("offset", offset);

// What least squares gives in closed form: for this x, whose mean is 0.
print("exact slope ", x.dot(y) / x.dot(x));
print("exact offset", y.mean());
