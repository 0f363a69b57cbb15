package gradshell.bench;

import static gradshell.Dsl.rand;
import static gradshell.Dsl.randn;
import static gradshell.Dsl.seed;
import static gradshell.Dsl.stack;
import static gradshell.Dsl.var;

import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;

/// Something to be timed against PyTorch, which runs the function of the same name in `peer.py`.
///
/// @param asked     how many times as fast as PyTorch it should be; 0 where nothing is asked
/// @param askedShare which share of the machine's limit it should reach; 0 where nothing is asked
/// @param tolerance how far the two sides may be apart, as a share of the numbers compared
record Workload(String name, Mode mode, String what, Work work, double asked, double askedShare, double tolerance, Supplier<Run> start) {
    private static final int MILLION = 1 << 20;

    /// How much there is to do: floating-point operations, bytes read and written, or neither where it is too little to count.
    record Work(double operations, double bytes) {
        static final Work LITTLE = new Work(0, 0);
        static Work operations(double count) { return new Work(count, 0); }
        static Work bytes(double count) { return new Work(0, count); }
    }

    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        all.add(new Workload("scalar", Mode.EAGER, "y = w*x + b with backward, one element", Work.LITTLE, 60, 0, 1e-6, Workload::scalar));
        for (Mode mode : Mode.ALL) {
            boolean eager = mode == Mode.EAGER;
            all.add(net("notebook", mode, "step 1000x3 -> 2, sigmoid, mse, SGD", Work.LITTLE, eager ? 10 : 20, () -> Net.notebook(1000)));
            all.add(net("mlp", mode, "step 784-512-256-10, batch 128, Adam", mlp(), eager ? 0 : 2, () -> Net.mlp(128, 784, 512, 256)));
            all.add(net("lenet", mode, "LeNet step, batch 64, SGD with momentum", lenet(), eager ? 0 : 2, () -> Net.lenet(64)));
            all.add(net("transformer", mode, "transformer step, 4 blocks, 16x64, AdamW", transformer(), eager ? 0 : 2, () -> Net.transformer(16, 64, 128, 4, 4)));
            all.add(gelu(mode, eager ? 1.5 : 6));
        }
        all.add(elementwise("sigmoid", Tensor::sigmoid));
        all.add(elementwise("exp", Tensor::exp));
        all.add(function("sum", "sum of 1M", Work.bytes(4.0 * MILLION), 1.5, 0, 1e-6, () -> Map.of("x", rand(MILLION)), in -> in.get("x").sum()));
        all.add(function("softmax", "softmax of 4096x256", Work.bytes(8.0 * 4096 * 256), 1.5, 0, 1e-6, () -> Map.of("x", randn(4096, 256)), in -> in.get("x").softmax(1)));
        for (int size : new int[] {32, 64, 256, 1024}) all.add(product(size));
        return all;
    }

    /// A product of two square matrices.
    static Workload product(int size) {
        return function("product" + size, "matrix product " + size, Work.operations(2.0 * size * size * size), size < 100 ? 1 : 1.6, size == 1024 ? 0.75 : 0, 1e-5,
                () -> Map.of("x", randn(size, size), "y", randn(size, size)), in -> in.get("x").matmul(in.get("y")));
    }

    /// How it is called in tables.
    String title() { return mode == Mode.EAGER ? what : what + ", " + mode; }

    private static Run scalar() {
        Tensor w = var(new float[] {1}), x = var(new float[] {2}), b = var(new float[] {3});
        return new Run(Map.of(), () -> {
            Tensor y = w.mul(x).add(b);
            y.backward();
            return stack(0, y.detach(), w.grad(), x.grad(), b.grad());
        }, () -> {}, () -> w.mul(x).add(b).backward());
    }

    private static Workload net(String name, Mode mode, String what, Work work, double asked, Supplier<Net> net) {
        return new Workload(name, mode, what, work, asked, 0, 1e-4, () -> Run.of(net.get(), mode));
    }

    private static Workload function(String name, String what, Work work, double asked, double askedShare, double tolerance, Supplier<Map<String, Tensor>> given, Function<Map<String, Tensor>, Tensor> function) {
        return new Workload(name, Mode.EAGER, what, work, asked, askedShare, tolerance, () -> {
            seed(4);
            Map<String, Tensor> in = given.get();
            return Run.of(in, () -> function.apply(in));
        });
    }

    private static Workload elementwise(String name, Function<Tensor, Tensor> function) {
        return function(name, name + " of 1M", Work.bytes(8.0 * MILLION), 1.5, 0, 1e-6, () -> Map.of("x", randn(MILLION)), in -> function.apply(in.get("x")));
    }

    /// The usual approximation, with the operations that a user would write.
    private static Workload gelu(Mode mode, double asked) {
        return new Workload("gelu", mode, "gelu written out, 1M", Work.bytes(8.0 * MILLION), asked, 0, 1e-6, () -> {
            seed(4);
            Tensor in = randn(MILLION);
            BinaryOperator<Tensor> gelu = mode.of().apply((x, _) -> x.mul(0.5).mul(x.add(x.mul(0.044715).mul(x).mul(x)).mul(0.7978845608).tanh().add(1)));
            return Run.of(Map.of("x", in), () -> gelu.apply(in, in));
        });
    }

    // ---- the products in a step: one forward and two backward, but none for the gradient of the examples ----

    private static Work mlp() {
        double first = 2.0 * 128 * 784 * 512, all = first + 2.0 * 128 * (512 * 256 + 256 * 10);
        return Work.operations(3 * all - first);
    }

    private static Work lenet() {
        double first = 2.0 * 64 * 28 * 28 * 6 * 25, all = first + 2.0 * 64 * (10 * 10 * 16 * 150 + 400 * 120 + 120 * 84 + 84 * 10);
        return Work.operations(3 * all - first);
    }

    private static Work transformer() {
        double width = 128, context = 64, block = 12 * width * width + 2 * context * width;
        return Work.operations(3 * 2 * 16 * context * (4 * block + width * 65));
    }
}
