package gradshell.bench;

import static gradshell.Dsl.linear;
import static gradshell.Dsl.mseLoss;
import static gradshell.Dsl.randn;
import static gradshell.Dsl.seed;
import static gradshell.Dsl.sgd;
import static gradshell.Dsl.sigmoid;
import static gradshell.Dsl.var;

import gradshell.nn.Layer;
import gradshell.nn.Loss;
import gradshell.optim.Optimizer;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Something to be timed against PyTorch, which runs the function of the same name in `peer.py`.
///
/// @param check what it computes from its fixed start, to be compared before anything is timed
/// @param step  one step of it
record Workload(String name, String what, Supplier<double[]> check, Runnable step) {

    static List<Workload> all() { return List.of(scalar(), notebook()); }

    private static Workload scalar() {
        Tensor w = var(new float[] {1}), x = var(new float[] {2}), b = var(new float[] {3});
        return new Workload("scalar", "y = w*x + b with backward, one element", () -> {
            Tensor y = w.mul(x).add(b);
            y.backward();
            return new double[] {y.item(), w.grad().item(), x.grad().item(), b.grad().item()};
        }, () -> w.mul(x).add(b).backward());
    }

    private static Workload notebook() {
        seed(0);
        Layer net = linear(3, 2).then(sigmoid());
        Tensor inputs = randn(1000, 3), targets = randn(1000, 2);
        Loss criterion = mseLoss();
        Optimizer optimizer = sgd(net.parameters(), 0.01);
        Supplier<Tensor> step = () -> {
            optimizer.zeroGrad();
            Tensor loss = criterion.apply(net.apply(inputs), targets);
            loss.backward();
            optimizer.step();
            return loss;
        };
        return new Workload("notebook", "step 1000x3 -> 2, sigmoid, mse, SGD", () -> IntStream.range(0, 5).mapToDouble(_ -> step.get().item()).toArray(), step::get);
    }
}
