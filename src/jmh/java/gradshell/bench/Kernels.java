package gradshell.bench;

import static gradshell.Dsl.conv;
import static gradshell.Dsl.randint;
import static gradshell.Dsl.randn;

import gradshell.Dsl;
import gradshell.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Single operations, each on one thread and nearly as its kernel alone.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(2)
public class Kernels {
    /// Elementwise functions and reductions, by the number of elements.
    @State(Scope.Benchmark)
    public static class Elements {
        @Param({"1000", "100000", "1000000"})
        int elements;
        Tensor x;

        @Setup(Level.Trial)
        public void make() {
            Dsl.threads(1);
            x = randn(elements);
        }
    }

    @Benchmark
    public Tensor sigmoid(Elements in) { return in.x.sigmoid(); }

    @Benchmark
    public Tensor exp(Elements in) { return in.x.exp(); }

    @Benchmark
    public Tensor gelu(Elements in) { return in.x.gelu(); }

    @Benchmark
    public Tensor sum(Elements in) { return in.x.sum(); }

    /// A matrix, for what goes along one of its dimensions.
    @State(Scope.Benchmark)
    public static class Matrix {
        Tensor x, columns, rows;

        @Setup(Level.Trial)
        public void make() {
            Dsl.threads(1);
            x = randn(4096, 256);
            columns = randint(0, 256, 4096, 256);
            rows = randint(0, 4096, 4096);
        }
    }

    @Benchmark
    public Tensor sumOfRows(Matrix in) { return in.x.sum(1); }

    @Benchmark
    public Tensor sumOfColumns(Matrix in) { return in.x.sum(0); }

    @Benchmark
    public Tensor softmax(Matrix in) { return in.x.softmax(1); }

    @Benchmark
    public Tensor gather(Matrix in) { return in.x.gather(1, in.columns); }

    @Benchmark
    public Tensor indexSelect(Matrix in) { return in.x.indexSelect(0, in.rows); }

    /// Square matrices, by their size.
    @State(Scope.Benchmark)
    public static class Squares {
        @Param({"8", "32", "64", "256", "1024"})
        int size;
        Tensor x, y;

        @Setup(Level.Trial)
        public void make() {
            Dsl.threads(1);
            x = randn(size, size);
            y = randn(size, size);
        }
    }

    @Benchmark
    public Tensor product(Squares in) { return in.x.matmul(in.y); }

    @Benchmark
    public Tensor productTransposed(Squares in) { return in.x.matmul(in.y.t()); }

    @Benchmark
    public Tensor productWithVector(Squares in) { return in.x.matmul(in.y.select(0, 0)); }

    /// The second convolution of LeNet, on 64 images.
    @State(Scope.Benchmark)
    public static class Images {
        Tensor x, weight, bias;

        @Setup(Level.Trial)
        public void make() {
            Dsl.threads(1);
            x = randn(64, 6, 14, 14);
            weight = randn(16, 6, 5, 5);
            bias = randn(16);
        }
    }

    @Benchmark
    public Tensor conv2d(Images in) { return in.x.conv2d(in.weight, in.bias, conv()); }
}
