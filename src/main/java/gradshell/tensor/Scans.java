package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import gradshell.kernel.Copies;
import java.util.stream.Stream;

/// Running results along a dimension: each element combined with all before it.
public sealed interface Scans permits Tensor {

    private Tensor self() { return (Tensor) this; }

    /// The type in which elements are added or multiplied: int64 for whole numbers and bools.
    static DType carried(DType dtype) { return dtype.isFloating() ? dtype : DType.INT64; }

    /// The elements one place later, or earlier, along a dimension; `fill` comes in at the end that is left free, and the last falls out.
    static Tensor shifted(Tensor x, int dim, boolean later, double fill) {
        int size = x.shape().size(dim);
        if (size == 0) return x;
        Tensor edge = Tensor.of(Copies.full(x.dtype(), x.shape().with(dim, 1), fill));
        return later ? Movements.cat(dim, edge, x.narrow(dim, 0, size - 1)) : Movements.cat(dim, x.narrow(dim, 1, size - 1), edge);
    }

    /// Applies an operation along a dimension; a single number is a line of one.
    private static Tensor along(Tensor x, Op op, Tensor... others) {
        if (x.dim() > 0) return x.apply(op, others);
        Tensor[] lines = Stream.of(others).map(other -> other.reshape(1)).toArray(Tensor[]::new);
        return x.reshape(1).apply(op, lines).reshape(Shape.SCALAR);
    }

    private int axis(String operation, int dim) { return self().shape().dimension(operation, dim); }

    // ---- sums ----

    /// Running sums, from the beginning or from the end.
    record Cumsum(int dim, boolean backwards) implements LinearMap {
        @Override
        public Type type(Type x) { return new Type(carried(x.dtype()), x.shape()); }

        @Override
        public Array forward(Type out, Array x) { return gradshell.kernel.Scans.sum(x, dim, backwards, out.dtype()); }

        @Override
        public void forwardInto(Array out, Array... in) {
            if (in[0].dtype() == DType.FLOAT32) gradshell.kernel.Scans.sum(out, in[0], dim, backwards);
            else LinearMap.super.forwardInto(out, in);
        }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.apply(new Cumsum(dim, !backwards)); }

        @Override
        public Op batched(int size) { return new Cumsum(dim + 1, backwards); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Cumsum(0, false), 4), Sample.of(new Cumsum(1, false), 2, 3, 2), Sample.of(new Cumsum(1, true), 2, 3)); }
    }

    /// The sums of each element and all before it along a dimension. Whole numbers and bools are added as int64.
    /// {@snippet : tensor(1, 2, 3).cumsum(0)    // ==> [1, 3, 6]  int64 [3] }
    default Tensor cumsum(int dim) { return along(self(), new Cumsum(axis("cumsum", dim), false)); }

    // ---- products ----

    /// Running products.
    record Cumprod(int dim) implements General {
        @Override
        public Type type(Type... in) { return new Type(carried(in[0].dtype()), in[0].shape()); }

        @Override
        public Array forward(Type out, Array... in) { return gradshell.kernel.Scans.product(in[0], dim, out.dtype()); }

        /// Of y(i) = x(i) · y(i - 1) an element x(i) is worth y(i - 1) times s(i) = g(i) + x(i + 1) · s(i + 1): no division, so that zeros do no harm.
        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) { return g.apply(new Recurrence(dim, true), shifted(in[0], dim, false, 0)).mul(shifted(y, dim, true, 1)); }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) { return dx[0].mul(shifted(y, dim, true, 1)).apply(new Recurrence(dim, false), in[0]); }

        @Override
        public Op batched(int size) { return new Cumprod(dim + 1); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Cumprod(0), 4), Sample.of(new Cumprod(1), 2, 3, 2)); }
    }

    /// The products of each element and all before it along a dimension. Whole numbers and bools are multiplied as int64.
    /// {@snippet : tensor(1, 2, 3).cumprod(0)    // ==> [1, 2, 6]  int64 [3] }
    default Tensor cumprod(int dim) { return along(self(), new Cumprod(axis("cumprod", dim))); }

    /// The solution of y(i) = factor(i) · y(i - 1) + x(i), or backwards of y(i) = factor(i) · y(i + 1) + x(i); the first factor has nothing to multiply.
    record Recurrence(int dim, boolean backwards) implements General {
        @Override
        public Type type(Type... in) { return new Type(carried(in[0].dtype().promote(in[1].dtype())), in[0].shape()); }

        @Override
        public Array forward(Type out, Array... in) { return gradshell.kernel.Scans.recurrence(in[0], in[1], dim, backwards, out.dtype()); }

        @Override
        public boolean reads(int wanted, int input) { return input == 1 || wanted == 1 && input == -1; }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
            Tensor worth = g.apply(new Recurrence(dim, !backwards), shifted(in[1], dim, backwards, 0));
            return wanted == 0 ? worth : worth.mul(shifted(y, dim, !backwards, 0));
        }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) {
            Tensor byFactors = dx[1] == null ? null : dx[1].mul(shifted(y, dim, !backwards, 0));
            Tensor moved = dx[0] == null ? byFactors : byFactors == null ? dx[0] : dx[0].add(byFactors);
            return moved.apply(this, in[1]);
        }

        @Override
        public Op batched(int size) { return new Recurrence(dim + 1, backwards); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Recurrence(0, false), Shape.of(4), Shape.of(4)), Sample.of(new Recurrence(1, true), Shape.of(2, 3, 2), Shape.of(2, 3, 2))); }
    }

    /// Each element plus a factor times the result before it, along a dimension: y(i) = factor(i) · y(i - 1) + x(i). An exponential average is one.
    /// {@snippet : tensor(1.0, 1.0, 1.0).recurrence(0, tensor(0.5))    // ==> [1.0000, 1.5000, 1.7500]  float32 [3] }
    default Tensor recurrence(int dim, Tensor factors) {
        int axis = axis("recurrence", dim);
        if (!factors.shape().broadcastsTo(self().shape())) throw new ShapeException("recurrence: the factors have shape " + factors.shape() + ", which does not repeat to " + self().shape());
        DType common = DType.result(self().dtype(), self().dim() > 0, factors.dtype(), factors.dim() > 0);
        return along(self().to(common), new Recurrence(axis, false), factors.to(common).expand(self().shape()));
    }

    // ---- sums of exponentials ----

    /// Running logarithms of sums of exponentials.
    record Logcumsumexp(int dim) implements General {
        @Override
        public Type type(Type... in) { return new Type(in[0].dtype().floating(), in[0].shape()); }

        @Override
        public Array forward(Type out, Array... in) { return gradshell.kernel.Scans.logSumExp(in[0], dim, out.dtype()); }

        /// e^(a - b), which is at most 1 here; two equal infinities are `equal` apart.
        private static Tensor ratio(Tensor a, Tensor b, double equal) {
            Tensor same = a.eq(b).logicalAnd(a.abs().eq(Double.POSITIVE_INFINITY));
            return Tensor.of(a.dtype(), equal).where(same, a.sub(b)).exp();
        }

        private Tensor earlier(Tensor y) { return shifted(y, dim, true, Double.NEGATIVE_INFINITY); }

        /// With s(i) = g(i) + e^(y(i) - y(i + 1)) · s(i + 1) an element is worth e^(x(i) - y(i)) · s(i).
        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
            Tensor factors = ratio(y, shifted(y, dim, false, Double.POSITIVE_INFINITY), 0);
            return ratio(in[0], y, 0).mul(g.apply(new Recurrence(dim, true), factors));
        }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) { return ratio(in[0], y, 0).mul(dx[0]).apply(new Recurrence(dim, false), ratio(earlier(y), y, 0)); }

        @Override
        public Op batched(int size) { return new Logcumsumexp(dim + 1); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Logcumsumexp(0), 4), Sample.of(new Logcumsumexp(1), 2, 3, 2)); }
    }

    /// The logarithms of the sums of the exponentials of each element and all before it along a dimension, without overflow.
    /// {@snippet : tensor(1000.0, 1000.0).logcumsumexp(0)    // ==> [1000.0000, 1000.6932]  float32 [2] }
    default Tensor logcumsumexp(int dim) {
        Tensor x = self().to(self().dtype().floating());
        return along(x, new Logcumsumexp(axis("logcumsumexp", dim)));
    }

    // ---- extremes ----

    private Picked extremes(String operation, int dim, int sign) {
        int axis = axis(operation, dim);
        Tensor line = self().dim() == 0 ? self().reshape(1) : self();
        Tensor places = Recording.computed(in -> gradshell.kernel.Scans.argument(in[0], axis, sign), line);
        return Picked.of(line, axis, places, self().shape());
    }

    /// The largest elements so far along a dimension, and where they are; of equal ones the last.
    /// {@snippet : tensor(1, 3, 2).cummax(0).values()    // ==> [1, 3, 3]  int64 [3] }
    default Picked cummax(int dim) { return extremes("cummax", dim, 1); }

    /// The smallest elements so far along a dimension, and where they are; of equal ones the last.
    /// {@snippet : tensor(3, 1, 2).cummin(0).indices()    // ==> [0, 1, 1]  int64 [3] }
    default Picked cummin(int dim) { return extremes("cummin", dim, -1); }

    // ---- neighbours ----

    /// The differences of neighbours along the last dimension.
    /// {@snippet : tensor(1, 4, 9).diff()    // ==> [3, 5]  int64 [2] }
    default Tensor diff() { return diff(1, -1); }

    /// The `times`-th differences of neighbours along a dimension; bools differ where they are not equal.
    /// {@snippet : tensor(1, 4, 9).diff(2, 0)    // ==> [2]  int64 [1] }
    default Tensor diff(int times, int dim) {
        int axis = axis("diff", dim);
        if (self().dim() == 0) throw new ShapeException("diff: a single number has no neighbours; use a tensor with a dimension");
        if (times < 0) throw new ShapeException("diff: the differences are to be taken " + times + " times; it must be 0 or more");
        Tensor x = self();
        for (int i = 0; i < times && x.shape().size(axis) > 0; i++) {
            int size = x.shape().size(axis);
            Tensor next = x.narrow(axis, 1, size - 1), before = x.narrow(axis, 0, size - 1);
            x = x.dtype() == DType.BOOL ? next.ne(before) : next.sub(before);
        }
        return x;
    }

    /// The area under a curve given at places one apart, by trapezia, along a dimension.
    /// {@snippet : tensor(1.0, 2.0, 3.0).trapezoid(0)    // ==> 4.  float32 [] }
    default Tensor trapezoid(int dim) { return trapezoid(1, dim); }

    /// The same at places `step` apart.
    default Tensor trapezoid(double step, int dim) { return pairs(dim).sum(dim).mul(step).div(2); }

    /// The same at given places, one for each element or one for each along the dimension.
    /// {@snippet : tensor(1.0, 2.0, 3.0).trapezoid(tensor(0.0, 1.0, 3.0), 0)    // ==> 6.5000  float32 [] }
    default Tensor trapezoid(Tensor places, int dim) {
        Tensor pairs = pairs(dim);
        int axis = axis("trapezoid", dim), size = self().shape().size(axis);
        boolean line = places.dim() == 1;
        if (line ? places.numel() != size : !places.shape().equals(self().shape())) throw new ShapeException("trapezoid: the places have shape " + places.shape() + " for shape " + self().shape() + "; give one for each element, or " + size + " for dimension " + dim);
        Tensor widths = line ? places.diff() : places.diff(1, axis);
        if (line) {
            int[] sizes = new int[self().dim()];
            java.util.Arrays.fill(sizes, 1);
            sizes[axis] = widths.numel();
            widths = widths.reshape(sizes);
        }
        return pairs.mul(widths).sum(axis).div(2);
    }

    /// The areas from the beginning up to each place but the first, at places one apart.
    /// {@snippet : tensor(1.0, 2.0, 3.0).cumulativeTrapezoid(0)    // ==> [1.5000, 4.0000]  float32 [2] }
    default Tensor cumulativeTrapezoid(int dim) { return pairs(dim).cumsum(dim).div(2); }

    private Tensor pairs(int dim) {
        int axis = axis("trapezoid", dim);
        if (self().dim() == 0) throw new ShapeException("trapezoid: a single number is no curve; use a tensor with a dimension");
        if (self().dtype() == DType.BOOL) throw new DTypeException("trapezoid: bool has no area under it; use x.to(float32).trapezoid(…)");
        int size = self().shape().size(axis);
        return size == 0 ? self() : self().narrow(axis, 1, size - 1).add(self().narrow(axis, 0, size - 1));
    }
}
