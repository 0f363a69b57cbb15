package gradshell.bench;

import static gradshell.Dsl.arange;
import static gradshell.Dsl.cat;
import static gradshell.Dsl.float64;
import static gradshell.Dsl.rand;
import static gradshell.Dsl.randint;
import static gradshell.Dsl.randn;
import static gradshell.Dsl.randperm;
import static gradshell.Dsl.stack;
import static gradshell.Dsl.var;
import static gradshell.Dsl.zeros;

import gradshell.tensor.Pointwise;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// The first call of every operation, on a million elements and in a JVM of its own: nothing is compiled or even loaded yet.
final class Cold {
    private static final int MILLION = 1_000_000;
    /// How long a first call may take, in milliseconds.
    private static final double ASKED = 30;

    private Cold() {}

    /// Prints how many milliseconds the first call of an operation takes.
    ///
    /// @param args the operation and the clock
    public static void main(String[] args) {
        Supplier<Tensor> operation = operations().get(args[0]).get();
        Clock clock = Clock.valueOf(args[1]);
        Tensor[] result = new Tensor[1];
        double milliseconds = clock.time(() -> result[0] = operation.get(), 1) / 1e3;
        if (result[0].numel() == 0) throw new AssertionError(args[0] + " came to nothing");
        System.out.println(milliseconds);
    }

    static List<Map<String, Object>> measure(Options options) throws IOException {
        List<Map<String, Object>> figures = new ArrayList<>();
        int good = 0;
        List<String> names = List.copyOf(operations().keySet());
        for (String name : names) {
            double[] times = new double[3];
            for (int i = 0; i < times.length; i++) times[i] = Double.parseDouble(last(Child.java(Cold.class, List.of(), name, options.clock().name()).checked()));
            Figures figure = Figures.of(times);
            if (figure.median() <= ASKED) good++;
            figures.add(Map.of("cold", name, "milliseconds", figure.sorted(), "met", figure.median() <= ASKED));
            System.out.printf("first call of %-20s %s ms%s%n", name, figure, figure.median() <= ASKED ? "" : "   more than " + Figures.number(ASKED));
        }
        System.out.printf("%d of %d first calls within %.0f ms%n", good, names.size(), ASKED);
        return figures;
    }

    private static String last(String out) { return out.strip().lines().toList().getLast(); }

    /// Each operation by name: what makes its inputs and answers the call.
    private static Map<String, Supplier<Supplier<Tensor>>> operations() {
        Map<String, Supplier<Supplier<Tensor>>> all = new LinkedHashMap<>();
        for (Field field : Tensor.class.getFields()) if (field.getType() == Pointwise.class) all.put(field.getName().toLowerCase(Locale.ROOT), () -> pointwise(field));
        all.put("sum", () -> on(rand(MILLION), Tensor::sum));
        all.put("sumRows", () -> on(rand(1000, 1000), x -> x.sum(1)));
        all.put("sumColumns", () -> on(rand(1000, 1000), x -> x.sum(0)));
        all.put("mean", () -> on(rand(MILLION), Tensor::mean));
        all.put("var", () -> on(rand(1000, 1000), x -> x.var(1)));
        all.put("prod", () -> on(rand(1000, 1000), x -> x.prod(1)));
        all.put("amax", () -> on(rand(1000, 1000), x -> x.amax(1)));
        all.put("argmax", () -> on(rand(1000, 1000), x -> x.argmax(1)));
        all.put("cumsum", () -> on(rand(1000, 1000), x -> x.cumsum(1)));
        all.put("sort", () -> on(rand(MILLION), x -> x.sort(0).values()));
        all.put("topk", () -> on(rand(1000, 1000), x -> x.topk(3).values()));
        all.put("softmax", () -> on(rand(1000, 1000), x -> x.softmax(1)));
        all.put("logSoftmax", () -> on(rand(1000, 1000), x -> x.logSoftmax(1)));
        all.put("transpose", () -> on(rand(1000, 1000), x -> x.t().contiguous()));
        all.put("flip", () -> on(rand(MILLION), x -> x.flip(0).contiguous()));
        all.put("to", () -> on(rand(MILLION), x -> x.to(float64)));
        all.put("cat", () -> on(rand(MILLION / 2), x -> cat(0, x, x)));
        all.put("stack", () -> on(rand(MILLION / 2), x -> stack(0, x, x)));
        all.put("where", () -> on(rand(MILLION), x -> x.where(zeros(1).gt(0), x)));
        all.put("maskedFill", () -> on(rand(MILLION), x -> x.maskedFill(zeros(1).eq(0), 1)));
        all.put("indexSelect", () -> {
            Tensor index = randint(0, 1000, 1000);
            return on(rand(1000, 1000), x -> x.indexSelect(0, index));
        });
        all.put("gather", () -> {
            Tensor index = randint(0, 1000, 1000, 1000);
            return on(rand(1000, 1000), x -> x.gather(1, index));
        });
        all.put("scatterAdd", () -> {
            Tensor index = randint(0, 1000, 1000, 1000);
            return on(rand(1000, 1000), x -> x.scatterAdd(1, index, x));
        });
        all.put("matmul", () -> on(rand(1000, 32), x -> x.matmul(x.t())));
        all.put("matmulVector", () -> on(rand(1000, 1000), x -> x.matmul(x.select(0, 0))));
        all.put("conv2d", () -> on(rand(64, 1, 125, 125), x -> x.conv2d(rand(1, 1, 3, 3))));
        all.put("maxPool2d", () -> on(rand(64, 1, 125, 125), x -> x.maxPool2d(2)));
        all.put("backward", () -> {
            Tensor w = var(1.5);
            return on(rand(MILLION), x -> {
                x.mul(w).sum().backward();
                return w.grad();
            });
        });
        all.put("arange", () -> () -> arange(MILLION));
        all.put("rand", () -> () -> rand(MILLION));
        all.put("randn", () -> () -> randn(MILLION));
        all.put("randperm", () -> () -> randperm(MILLION));
        return all;
    }

    private interface Call {
        Tensor of(Tensor x);
    }

    private static Supplier<Tensor> on(Tensor x, Call call) { return () -> call.of(x); }

    /// An elementwise operation of numbers in its domain, and truths where it reads no more.
    private static Supplier<Tensor> pointwise(Field field) {
        Pointwise operation;
        try {
            operation = (Pointwise) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        Tensor[] in = new Tensor[operation.arity()];
        for (int i = 0; i < in.length; i++) in[i] = operation.isMask(i) ? rand(MILLION).gt(0.5) : operation.inputDomain() == Pointwise.Domain.FROM_ONE ? rand(MILLION).add(1) : rand(MILLION);
        Tensor[] others = Arrays.copyOfRange(in, 1, in.length);
        return () -> in[0].apply(operation, others);
    }
}
