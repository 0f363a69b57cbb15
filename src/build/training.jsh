// What is run while the archive of classes is made: a bit of everything that a session begins with, in the language's own words.
// Whatever happens here for the first time takes no time in a session; what is not here does.

int twice(int x) { return 2 * x; }
record Pair(int a, double b) { }
var pairs = java.util.stream.IntStream.range(0, 3).mapToObj(i -> new Pair(twice(i), 0.5)).toList();
for (var pair : pairs) System.out.println(pair);

// Tensors and gradients.
var x = tensor("[[1., 2.], [3., 4.]]");
var w = var(0.1, -0.1);
var loss = ((x.matmul(w) - 1) * 2).pow(2).mean();
loss.backward();
print(x, w.grad(), loss);
var a = rand(3, 4);
var b = randn(3, 4);
print(a + b, a - b, a * b, a / b, -a, a > 0.5, a == b, a.to(int64));
print(a.exp(), a.log(), a.sin(), a.tanh(), a.sigmoid(), a.relu(), a.gelu(), a.sqrt(), a.abs(), a.round(), a.clamp(0.2, 0.8), where(a > 0.5, a, b));
print(a.sum(), a.sum(0), a.mean(1), a.max(), a.max(1), a.argmax(1), a.std(), a.cumsum(1), a.sort(1), a.softmax(1), a.logSoftmax(1), a.norm(), a.topk(2));
print(a.t(), a.reshape(4, 3), a.view(2, 6), a.unsqueeze(0), a.permute(1, 0), a.at(0), a.at(range(1, 3)), cat(0, a, b), stack(0, a, b), a.expand(2, 3, 4));
print(a.matmul(b.t()), einsum("ij,kj->ik", a, b), arange(10), linspace(0, 1, 5), eye(3), ones(2), zeros(2), full(2., 2, 2));
print(grad(t -> t.pow(3).sum()).apply(tensor(0.5)), vmap(t -> t.sum()).apply(a));
seed(0);

// Large ones, whose loops are split among threads.
var large = rand(500, 500);
var many = var(rand(250_000));
print(large.add(large).exp().sum(), large.sum(1).sum(), large.sum(0).sum(), large.mean(), large.max(), large.amax(1).sum(), large.argmax(1).sum(), large.var(1).sum());
print(large.softmax(1).sum(), large.logSoftmax(0).sum(), large.cumsum(1).sum(), large.sort(1).values().sum(), many.sort(0).values().sum(), large.topk(3).values().sum());
print(large.matmul(large).sum(), large.t().contiguous().sum(), large.flip(0).contiguous().sum(), large.gt(0.5).sum(), large.to(float64).sum(), cat(0, large, large).sum());
print(large.indexSelect(0, randint(0, 500, 500)).sum(), large.gather(1, large.argmax(1).unsqueeze(1)).sum(), large.add(large.sum(0)).sum(), large.mul(large.sum(1).unsqueeze(1)).sum());
print(large.pow(2).sum(), large.where(large.gt(0.5), zeros(1)).sum(), large.maskedFill(large.gt(0.5), 0).sum(), randn(250_000).sum(), large.prod(1).sum());
many.tanh().mul(many).sum().backward();
print(many.grad().sum(), conv2d(3, 8, 3).apply(rand(4, 3, 32, 32)).sum());

// Networks and training.
var net = linear(2, 3).then(sigmoid());
print(net, net(x), summary(net, 2, 2));
print(fit(net).data(x, zeros(2, 3)).loss(mseLoss()).optimizer(sgd(net.parameters(), 0.1)).epochs(2).run());
var classes = sequential(conv2d(1, 4, 3), relu(), maxPool2d(2), flatten(), dropout(0.1), linear(36, 10));
var labels = tensor(3, 7).to(int64);
var adam = adam(classes.parameters(), 0.01);
for (int i = 0; i < 3; i++) {
    adam.zeroGrad();
    var error = crossEntropyLoss().apply(classes(rand(2, 1, 8, 8)), labels);
    error.backward();
    adam.step();
}
var step = compile(t -> (t * 2).exp().sum());
print(step.apply(a), step.apply(b));
print(plot(x), imshow(x), hist(a));

// A mistake, a prompt whose user leaves at once, and an experiment.
int failing(int x) { return y; }
var report = gradshell.shell.Report.plain(false);
var session = gradshell.shell.Session.open("");
var prompt = new gradshell.shell.Repl(() -> session, gradshell.shell.Dialect.JAVA, List.of(), report);
prompt.run("", java.nio.file.Path.of("/dev/null/none"));
gradshell.Main.main(new String[] {"run", System.getProperty("training.experiment"), "--into", System.getProperty("training.runs")});
