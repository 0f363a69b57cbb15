package gradshell.compile;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;
import gradshell.kernel.Epilogue;
import gradshell.kernel.Fused;
import gradshell.kernel.Matrix;
import gradshell.kernel.Products;
import gradshell.tensor.Products.Matmul;
import java.util.Arrays;

/// A product of two matrices and the elementwise steps on its result, which are computed for each part of it that is final, while
/// that is still in the caches. Without such steps `then` is null.
record Product(Task.Operation product, Group then) implements Work {
    /// Rows shorter than this are not worth a run of their own.
    static final int LONG = 128;

    /// Some work as a product, or null if it is none of two matrices.
    static Product of(Work work) {
        return work instanceof Task.Operation o && o.op() instanceof Matmul && o.out().shape().rank() == 2 && o.out().elements() > 0 ? new Product(o, null) : null;
    }

    /// With a group behind it, or null if that does not go along with the result, row by row.
    Product followedBy(Group group) {
        Array out = product.out();
        if (then != null || out.shape().size(1) < LONG || !(group.reads(out.storage()) || group.writes(out.storage()))) return null;
        for (Group.Value value : group.values()) if (!value.out().shape().equals(out.shape()) || !value.out().layout().isContiguous()) return null;
        for (Array x : product.in()) if (group.writes(x.storage())) return null;
        for (Array x : group.inputs()) if (x.layout().stride(1) != 0 && x.layout().stride(1) != 1) return null;
        return new Product(product, group);
    }

    /// The product over the memory of a plan.
    Runnable bound(Memory memory) {
        Array out = memory.at(product.out());
        Matrix c = new Matrix(out), a = new Matrix(memory.at(product.in()[0])), b = new Matrix(memory.at(product.in()[1]));
        Epilogue epilogue = then == null ? null : new Rows(then, memory);
        return Products.product(c, a, b, out.dtype(), epilogue);
    }

    /// The elementwise steps for some rows and columns.
    private static final class Rows implements Epilogue {
        private final Fused fused;
        private final Layout[] outLayouts, layouts;
        private final Object[] outs, in;
        private final int[] outSteps, steps;
        /// Where the arrays of a run begin, for each thread.
        private final ThreadLocal<int[][]> starts;

        Rows(Group group, Memory memory) {
            Array[] results = group.values().stream().map(value -> memory.at(value.out())).toArray(Array[]::new), inputs = group.inputs().stream().map(memory::at).toArray(Array[]::new);
            fused = Fused.of(group.values().stream().map(Group.Value::formula).toList(), group.compute(), Arrays.stream(inputs).map(Array::dtype).toArray(DType[]::new));
            outLayouts = Arrays.stream(results).map(Array::layout).toArray(Layout[]::new);
            layouts = Arrays.stream(inputs).map(Array::layout).toArray(Layout[]::new);
            outs = Arrays.stream(results).map(x -> x.storage().values()).toArray();
            in = Arrays.stream(inputs).map(x -> x.storage().values()).toArray();
            outSteps = new int[results.length];
            Arrays.fill(outSteps, 1);
            steps = Arrays.stream(layouts).mapToInt(x -> x.stride(1)).toArray();
            starts = ThreadLocal.withInitial(() -> new int[][] {new int[results.length], new int[inputs.length]});
        }

        @Override
        public void run(int fromRow, int toRow, int fromColumn, int toColumn) {
            int[] to = starts.get()[0], from = starts.get()[1];
            for (int row = fromRow; row < toRow; row++) {
                for (int r = 0; r < to.length; r++) to[r] = start(outLayouts[r], row, fromColumn);
                for (int k = 0; k < from.length; k++) from[k] = start(layouts[k], row, fromColumn);
                fused.run(toColumn - fromColumn, outs, to, outSteps, in, from, steps);
            }
        }

        private static int start(Layout layout, int row, int column) { return layout.offset() + row * layout.stride(0) + column * layout.stride(1); }
    }
}
