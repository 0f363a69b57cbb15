package gradshell.tensor;

import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.Type;
import gradshell.formula.Fn;
import gradshell.kernel.Copies;
import gradshell.kernel.Gathers;
import java.util.stream.Stream;

/// What [Scattering#scatterReduce] does with several elements that come to one place. Places are numbers of elements in row-major order.
public sealed interface Combinations permits Tensor {

    /// @param own whether the elements of x take part where others come
    static Tensor combine(Tensor x, Tensor places, Tensor source, String reduce, boolean own) {
        Tensor untouched = own ? null : counts(x, places, DType.INT64).eq(0);
        return switch (reduce) {
            case "sum" -> start(x, untouched, 0).add(source.apply(new Scattering.PutAdd(places, x.shape())));
            case "prod" -> product(start(x, untouched, 1), places, source);
            case "mean" -> mean(x, places, source, untouched);
            case "amax" -> x.apply(new ScatterExtreme(Fn.MAX, places, own), source);
            case "amin" -> x.apply(new ScatterExtreme(Fn.MIN, places, own), source);
            default -> throw new IllegalArgumentException("scatterReduce: there is no reduction \"" + reduce + "\"; use \"sum\", \"prod\", \"mean\", \"amax\" or \"amin\"");
        };
    }

    /// How many elements come to each place.
    private static Tensor counts(Tensor x, Tensor places, DType dtype) {
        return Tensor.of(Copies.full(dtype, places.shape(), 1)).apply(new Scattering.PutAdd(places, x.shape()));
    }

    /// The elements themselves, or a neutral one where others come in their place.
    private static Tensor start(Tensor x, Tensor untouched, Number neutral) { return untouched == null ? x : x.where(untouched, Tensor.of(x.dtype(), neutral)); }

    private static Tensor mean(Tensor x, Tensor places, Tensor source, Tensor untouched) {
        Tensor sum = start(x, untouched, 0).add(source.apply(new Scattering.PutAdd(places, x.shape())));
        Tensor counts = counts(x, places, x.dtype().isFloating() ? x.dtype() : DType.INT64);
        // The element itself counts where it takes part.
        Tensor all = untouched == null ? counts.add(1) : counts.add(untouched.to(counts.dtype()));
        return x.dtype().isFloating() ? sum.div(all) : sum.floorDivide(all).to(x.dtype());
    }

    /// All that come to one place as one row, filled up with ones: so that products and their derivatives are those of rows.
    private static Tensor product(Tensor x, Tensor places, Tensor source) {
        long[] to = places.toLongs();
        int count = x.numel(), width = 1;
        int[] lengths = new int[count];
        for (long place : to) width = Math.max(width, ++lengths[(int) place] + 1);
        // The numbers of elements in: all of x, then those of the source, then a single 1.
        long[] rows = new long[Math.multiplyExact(count, width)];
        java.util.Arrays.fill(rows, count + to.length);
        int[] next = new int[count];
        for (int i = 0; i < count; i++) rows[i * width] = i;
        for (int i = 0; i < to.length; i++) rows[(int) to[i] * width + ++next[(int) to[i]]] = count + i;
        Tensor all = Movements.cat(0, x.flatten(), source.flatten(), Tensor.of(Copies.full(x.dtype(), Shape.of(1), 1)));
        Tensor product = all.take(Tensor.of(Array.of(DType.INT64, Shape.of(count, width), rows))).prod(1);
        return product.to(x.dtype()).reshape(x.shape());
    }

    /// The largest or smallest of the elements that come to each place; equal ones share the gradient.
    ///
    /// @param own whether the element that was there takes part
    record ScatterExtreme(Fn fn, Tensor places, boolean own) implements General {
        @Override
        public String name() { return "scatterReduce"; }

        @Override
        public Type type(Type... in) { return in[0]; }

        @Override
        public Array forward(Type out, Array... in) {
            Array all = Copies.copy(in[0]);
            // Any of the elements that come is a start that changes nothing.
            if (!own) Gathers.put(all, places.array(), in[1]);
            Gathers.combine(fn == Fn.MAX ? X.max(Y) : X.min(Y), all, places.array(), in[1]);
            return all;
        }

        /// What share of the result's gradient the elements there before have.
        private Tensor before(Tensor y, Tensor[] in) { return mine(y, in).div(counts(y, in)); }

        /// What share of it each of the elements that come has.
        private Tensor coming(Tensor y, Tensor[] in) { return theirs(y, in).div(counts(y, in).apply(new Scattering.Take(places))); }

        private Tensor mine(Tensor y, Tensor[] in) {
            Tensor equal = in[0].detach().eq(y.detach());
            if (!own) equal = equal.logicalAnd(Combinations.counts(y, places, DType.INT64).eq(0));
            return equal.to(y.dtype());
        }

        private Tensor theirs(Tensor y, Tensor[] in) { return in[1].detach().eq(y.detach().apply(new Scattering.Take(places))).to(y.dtype()); }

        private Tensor counts(Tensor y, Tensor[] in) { return mine(y, in).add(theirs(y, in).apply(new Scattering.PutAdd(places, y.shape()))); }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
            return wanted == 0 ? g.mul(before(y, in)) : g.apply(new Scattering.Take(places)).mul(coming(y, in));
        }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) {
            Tensor sum = null;
            if (dx[0] != null) sum = dx[0].mul(before(y, in));
            if (dx[1] == null) return sum;
            Tensor part = dx[1].mul(coming(y, in)).apply(new Scattering.PutAdd(places, y.shape()));
            return sum == null ? part : sum.add(part);
        }

        static Stream<Sample> samples() {
            Tensor places = Tensor.of(Array.of(DType.INT64, Shape.of(2, 2), new long[] {2, 0, 2, 5}));
            return Stream.of(Sample.of(new ScatterExtreme(Fn.MAX, places, true), Shape.of(2, 3), Shape.of(2, 2)), Sample.of(new ScatterExtreme(Fn.MIN, places, false), Shape.of(2, 3), Shape.of(2, 2)));
        }
    }
}
