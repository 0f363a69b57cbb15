// A first tour: tensors, gradients, and one small network, exercise by exercise.
//
//     scripts/gradshell scripts/notebook.jsh

// ---- 1.1 Tensors from numbers ----

var x1 = tensor(1, 2, 3);
print(x1);

var x2 = x1 * 3;                          // elementwise
print(x2);

// Nested Java arrays give more dimensions. Whole numbers stay whole: int64.
var A = tensor(new long[][] {{1, 2, 3}, {2, 3, 4}, {4, 5, 6}});
print(A);
print(A.shape());

// Tensors of one shape are stacked along a new first dimension.
print(tensor(A, A, A));

// Exercise 1.1: 3A, 2A + A and 10A - 2 on top of one another. The number 2 is taken from every element.
var T = tensor(3 * A, 2 * A + A, 10 * A - 2);
print(T);

// ---- 1.2 The same type everywhere ----

// There is no second array library to convert to and from: what was made above can be differentiated below.
// Text that looks like a printed tensor is read as one.
var B = tensor("[[1, 2, 3], [2, 3, 4], [3, 4, 5]]");
print(B);
print(B - A);

// Exercise 1.2: ten times the tensor of exercise 1.1.
print(10 * T);

// ---- 2 Gradients ----

// var(…) is a number to differentiate by. Computing with it records a graph.
Tensor w = var(1), x = var(2), b = var(3);
var y = w * x + b;
print("y(1, 2, 3) =", y);

// Exercise 2.1: the same variables at another point. Overwriting them is no part of any formula, hence noGrad.
noGrad(() -> {
    w.fill_(2);
    x.fill_(3);
    b.fill_(5);
});
y = w * x + b;
print("y(2, 3, 5) =", y);

// dy/dw = x, dy/dx = w, dy/db = 1.
y.backward();
print("dy/dw =", w.grad());
print("dy/dx =", x.grad());
print("dy/db =", b.grad());

// Exercise 2.2: g = wx² + b, whose gradients are x², 2wx and 1. Gradients add up until they are forgotten.
for (var v : List.of(w, x, b)) v.zeroGrad();
var g = w*x*x + b;
print("g(2, 3, 5) =", g);
g.backward();
print("dg/dw =", w.grad());
print("dg/dx =", x.grad());
print("dg/db =", b.grad());

// ---- 3 A small network ----

seed(0);                                  // the same random numbers in every run

// From three numbers to two: x · weightᵀ + bias. Its own weights are random; these are given.
var linear = linear(3, 2);
linear.load(Map.of(
    "weight", tensor("[[0.0770, 0.5457, 0.3865], [0.0746, 0.0829, 0.0883]]"),
    "bias", tensor(-0.1329, 0.0894)));
print(linear.weight());
print(linear.bias());

var sigmoid = sigmoid();

// Five points. Weights and points are rounded to four digits, so the last digit of a result may differ by one
// from that of numbers that were not.
var points = tensor("""
    [[-0.7173,  0.7474,  0.3101],
     [-1.8280, -1.6012, -0.0346],
     [-0.2416, -0.3556, -1.7494],
     [ 0.4262, -0.7406, -1.5214],
     [ 0.8109,  0.4116, -3.0994]]
    """);
print("turning");
print(points);
print("into");
print(sigmoid(linear(points)));

// The same function of functions as one network.
var net = sequential(linear, sigmoid);
print(net);
print(net(points));

// Exercise 3.1: the same layer with another nonlinearity.
print(sequential(linear, relu())(points));

// A function from three numbers to two, known by 1000 random samples.
var inputs = randn(1000, 3);
var outputs = randn(1000, 2);
double lr = 0.01;
var criterion = mseLoss();
var optimizer = sgd(net.parameters(), lr);

// 1. The prediction, for all samples at once.
var prediction = net(inputs);
print(prediction);

// 2. How far off it is: the mean squared error.
var loss = criterion(prediction, outputs);
print("loss:", loss.item());

// 3. The gradients of the loss. They are gathered in the parameters of the layer.
loss.backward();
print(net.children());
print(linear.weight().grad());
print(linear.bias().grad());

// 4. A step against the gradients, here by hand on a copy of the layer ...
var copy = linear(3, 2);
copy.load(linear.state());
noGrad(() -> copy.weight() -= lr * linear.weight().grad());
noGrad(() -> copy.bias() -= lr * linear.bias().grad());

// ... and here by the optimiser. Both give the same loss.
optimizer.step();
print("loss after 1 epoch of optimization:", criterion(net(inputs), outputs).item());
print("the same, updated by hand:         ", criterion(sigmoid(copy(inputs)), outputs).item());

// Exercise 3.2: many steps. A backward adds to the gradients that are there already, so a loop that never forgets them,
// by zeroGrad, steps along the sum of all gradients so far. That is a ball without friction: faster down a long slope, as
// here, but round a minimum it would swing to and fro without end. The first column is gradient descent.
double lossAfter(int steps, boolean forgetting) {
    seed(0);                              // every call starts from the same weights and samples
    var net = linear(3, 2).then(sigmoid());
    Tensor in = randn(1000, 3), out = randn(1000, 2);
    var optimizer = sgd(net.parameters(), 0.01);
    for (int i = 0; i < steps; i++) {
        if (forgetting) optimizer.zeroGrad();
        criterion(net(in), out).backward();
        optimizer.step();
    }
    return criterion(net(in), out).item();
}

print("steps, loss, loss without zeroGrad:");
for (int steps : new int[] {0, 1, 10, 50, 100}) print(steps, lossAfter(steps, true), lossAfter(steps, false));

// Until the loss is below 0.05? It never is: the outputs are noise that has nothing to do with the inputs. A loop that
// asks only for 0.05 runs for ever; fit also ends when the loss has settled. The steps are a hundred times longer here,
// and keep their momentum: with the short ones above the loss creeps, and what creeps is easily taken for settled.
seed(0);
var student = linear(3, 2).then(sigmoid());
Tensor in = randn(1000, 3), out = randn(1000, 2);
var history = fit(student).data(in, out).loss(mseLoss())
    .optimizer(sgd(student.parameters(), 1).momentum(0.9))
    .epochs(10_000).untilLoss(0.05).patience(50)
    .run();
print(history);

// Whoever always answers 0, the mean of the noise, is off by its variance, near 1. The network, whose answers lie above
// 0, has learnt to do that, and a little about these very samples that would not hold for others.
print("loss of always answering 0:", out.square().mean().item());
print("mean prediction:           ", noGrad(() -> student(in)).mean().item());
