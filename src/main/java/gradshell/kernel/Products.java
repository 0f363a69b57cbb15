package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Interruption;
import gradshell.array.Layout;
import gradshell.formula.Formula;

/// Matrix products.
///
/// Every element of a result is accumulated over k = 0, 1, 2 … with one rounding a step (fma), whatever the shapes, the layouts and
/// the way of computing, so that all ways give the same bits.
public final class Products {
    private static final Formula FMA = Formula.X.fma(Formula.Y, Formula.Z);
    /// From this width on a row is long enough for a loop of its own.
    private static final int WIDE = 32;
    /// So many multiplications are worth the generation of a tile's class.
    private static final long WARM = 20_000;
    /// From so many multiplications on a product is worth vector code.
    private static final long LARGE = 2_000;
    /// Up to so many rows or columns a result is thin; below so many columns it leaves much of a vector unused.
    private static final int THIN = 4, NARROW = 24;
    /// So many multiplications are worth another thread.
    private static final long PIECE = 250_000;

    private static long seen;

    private Products() {}

    /// The product of the last two dimensions, `[…, m, k] x [k, n]`, written to `out` of shape `[…, m, n]`; earlier dimensions are repeated as needed.
    public static void matmul(Array out, Array a, Array b) { product(out, a, b).run(); }

    /// The product of two matrices, each part of which is handed to an epilogue when it is final.
    public static void matmul(Array out, Array a, Array b, Epilogue epilogue) { multiply(new Matrix(out), new Matrix(a), new Matrix(b), out.dtype(), false, epilogue); }

    /// What computes a product each time it is run.
    public static Runnable product(Array out, Array a, Array b) {
        if (out.elements() == 0) return () -> {};
        return out.shape().rank() == 2 ? product(new Matrix(out), new Matrix(a), new Matrix(b), out.dtype(), null) : batches(out, a, b);
    }

    /// What computes the product of two matrices each time it is run.
    ///
    /// @param epilogue is handed each part that is final, unless null
    public static Runnable product(Matrix out, Matrix a, Matrix b, DType dtype, Epilogue epilogue) {
        Exchanged all = Exchanged.of(out, a, b, epilogue);
        return () -> all.multiply(dtype, false);
    }

    /// Adds the product of two matrices to `out`, step by step over k, so that a sum can be carried on in pieces.
    public static void accumulate(Array out, Array a, Array b) { multiply(new Matrix(out), new Matrix(a), new Matrix(b), out.dtype(), true, null); }

    // ---- many matrices ----

    private static Runnable batches(Array out, Array a, Array b) {
        int rank = out.shape().rank(), count = out.elements() / (out.shape().size(rank - 1) * out.shape().size(rank - 2));
        Layout to = out.layout(), left = a.layout().expand(out.shape().with(rank - 1, a.shape().size(a.shape().rank() - 1))), right = b.layout().expand(out.shape().with(rank - 2, b.shape().size(b.shape().rank() - 2)));
        Matrix c = first(out, to), x = first(a, left), y = first(b, right);
        long work = Math.max(1, (long) c.rows() * c.columns() * x.columns());
        DType dtype = out.dtype();
        Exchanged[] all = new Exchanged[count];
        for (int i = 0; i < count; i++) all[i] = Exchanged.of(c.shifted(shift(to, i)), x.shifted(shift(left, i)), y.shifted(shift(right, i)), null);
        int grain = (int) Math.ceilDiv(PIECE, work);
        Threads.Part part = (from, end) -> {
            for (int i = from; i < end; i++) {
                Interruption.check();
                all[i].multiply(dtype, false);
            }
        };
        return () -> Threads.split(count, grain, part);
    }

    /// The first of many matrices.
    private static Matrix first(Array array, Layout layout) {
        int rank = layout.shape().rank();
        return new Matrix(array.storage().values(), layout.offset(), layout.shape().size(rank - 2), layout.shape().size(rank - 1), layout.stride(rank - 2), layout.stride(rank - 1));
    }

    /// How far a matrix lies behind the first.
    private static int shift(Layout layout, int index) {
        int shift = 0;
        for (int i = layout.shape().rank() - 3; i >= 0; i--) {
            shift += index % layout.shape().size(i) * layout.stride(i);
            index /= layout.shape().size(i);
        }
        return shift;
    }

    // ---- one matrix ----

    /// Sets `out` to the product of two matrices, or adds it.
    ///
    /// @param epilogue is handed each part that is final, unless null
    public static void multiply(Matrix out, Matrix a, Matrix b, DType dtype, boolean add, Epilogue epilogue) { Exchanged.of(out, a, b, epilogue).multiply(dtype, add); }

    /// A product, or the transposed one where that suits vectors better.
    private record Exchanged(Matrix out, Matrix a, Matrix b, Epilogue epilogue) {
        static Exchanged of(Matrix out, Matrix a, Matrix b, Epilogue epilogue) {
            if (!exchanges(out, a)) return new Exchanged(out, a, b, epilogue);
            return new Exchanged(out.transposed(), b.transposed(), a.transposed(), epilogue == null ? null : (fromRow, toRow, fromColumn, toColumn) -> epilogue.run(fromColumn, toColumn, fromRow, toRow));
        }

        void multiply(DType dtype, boolean add) {
            long work = (long) out.rows() * out.columns() * a.columns();
            if (work >= LARGE && dtype.isFloating() && worth(out, b) && Panels.multiply(out, a, b, dtype, add, epilogue)) return;
            if (!add) Blocks.clear(out);
            if (work > 0) scalars(out, a, b, dtype, work);
            if (epilogue != null) epilogue.run(0, out.rows(), 0, out.columns());
        }
    }

    /// Whether the transposed product suits vectors better: the result lies so, or it is narrow and the left operand lies so.
    private static boolean exchanges(Matrix out, Matrix a) {
        if (out.columns() <= THIN) return true;
        return out.column() != 1 && out.row() == 1 || out.columns() < NARROW && out.rows() > out.columns() && a.row() == 1 && a.column() != 1;
    }

    /// Whether vectors pay: for few rows only if they are long and the right operand need not be packed.
    private static boolean worth(Matrix out, Matrix b) { return out.rows() > THIN || b.column() == 1 && out.columns() >= WIDE; }

    private static void scalars(Matrix out, Matrix a, Matrix b, DType dtype, long work) {
        if (out.columns() < out.rows()) {
            // The longer side of the result runs in the inner loop.
            Matrix left = a;
            a = b.transposed();
            b = left.transposed();
            out = out.transposed();
        }
        seen += work;
        // Rows that lie apart are brought together first, which costs little beside many rows of products.
        if (out.columns() >= WIDE && out.column() == 1 && b.column() != 1 && out.rows() >= WIDE) b = b.copied(dtype);
        boolean wide = out.columns() >= WIDE && out.column() == 1 && b.column() == 1;
        if (wide || seen < WARM) rows(out, a, b, dtype);
        else ScalarTiles.multiply(out.transposed(), b.transposed(), a.transposed(), dtype);
    }

    /// out[i, :] += a[i, p] · b[p, :] for every i and p.
    private static void rows(Matrix out, Matrix a, Matrix b, DType dtype) {
        Fused fma = Fused.of(FMA, dtype, dtype, dtype, dtype);
        for (int i = 0; i < out.rows(); i++) {
            Interruption.check();
            int to = out.offset() + i * out.row(), from = a.offset() + i * a.row();
            for (int p = 0; p < a.columns(); p++)
                fma.run(out.values(), to, out.column(), out.columns(), a.values(), from + p * a.column(), 0, b.values(), b.offset() + p * b.row(), b.column(), out.values(), to, out.column());
        }
    }
}
