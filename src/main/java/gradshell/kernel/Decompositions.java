package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Interruption;
import gradshell.array.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;
import org.ejml.dense.row.decomposition.lu.LUDecompositionAlt_DDRM;
import org.ejml.dense.row.decomposition.qr.QRDecompositionHouseholderColumn_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.linsol.lu.LinearSolverLu_DDRM;

/// Decompositions of the matrices in the last two dimensions, in float64, one matrix after the other.
///
/// A result of several matrices comes as one array: their rows below each other, transposed where that makes them equally long.
/// A matrix that has not what is asked of it is an `ArithmeticException`.
public final class Decompositions {
    static {
        // On one thread the sums have one order, and the results the same bits on every machine.
        EjmlConcurrency.USE_CONCURRENT = false;
    }

    private Decompositions() {}

    /// What is done to one matrix; `name` is what messages call it, and the result goes to `out` from `at` on.
    private interface Step {
        void run(String name, DMatrixRMaj matrix, double[] out, int at);
    }

    private static Array each(Array x, Shape to, Step step) {
        Array out = Array.zeros(DType.FLOAT64, to);
        if (out.elements() == 0) return out;
        Shape shape = x.shape(), batch = shape.slice(0, shape.rank() - 2);
        int rows = shape.size(shape.rank() - 2), columns = shape.size(shape.rank() - 1), count = batch.elements();
        double[] values = doubles(x);
        for (int i = 0; i < count; i++) {
            Interruption.check();
            int place = i;
            Apart.run((double) rows * columns * Math.min(rows, columns), () -> step.run(name(batch, place), matrix(values, place, rows, columns), out.doubles(), place * (out.elements() / count)));
        }
        return out;
    }

    /// The elements in row-major order, in memory that may be written to.
    private static double[] doubles(Array x) { return Copies.convert(x, DType.FLOAT64).doubles(); }

    private static DMatrixRMaj matrix(double[] values, int place, int rows, int columns) {
        return DMatrixRMaj.wrap(rows, columns, Arrays.copyOfRange(values, place * rows * columns, (place + 1) * rows * columns));
    }

    private static String name(Shape batch, int place) {
        if (batch.rank() == 0) return "the matrix";
        int[] index = new int[batch.rank()];
        for (int i = index.length - 1, rest = place; i >= 0; rest /= batch.size(i--)) index[i] = rest % batch.size(i);
        return "matrix " + Arrays.toString(index) + " of the batch";
    }

    // ---- LU ----

    private static LinearSolverLu_DDRM factored(String refusal, DMatrixRMaj matrix) {
        LUDecompositionAlt_DDRM lu = new LUDecompositionAlt_DDRM();
        LinearSolverLu_DDRM solver = new LinearSolverLu_DDRM(lu);
        solver.setA(matrix);
        for (int i = 0; i < matrix.numRows; i++) if (lu.getLU().get(i, i) == 0) throw new ArithmeticException(refusal);
        return solver;
    }

    /// Inverses.
    public static Array inv(Array x) {
        return each(x, x.shape(), (name, matrix, out, at) -> {
            DMatrixRMaj inverse = new DMatrixRMaj(matrix.numRows, matrix.numRows);
            factored("inv: " + name + " is singular, its rows depend on each other; use x.pinv() for the pseudoinverse", matrix).invert(inverse);
            System.arraycopy(inverse.data, 0, out, at, inverse.getNumElements());
        });
    }

    /// What a matrix product with `a` makes `b`; both with the same dimensions before the last two.
    public static Array solve(Array a, Array b) {
        int rows = b.shape().size(b.shape().rank() - 2), columns = b.shape().size(b.shape().rank() - 1);
        double[] right = doubles(b);
        return each(a, b.shape(), (name, matrix, out, at) -> {
            LinearSolverLu_DDRM solver = factored("solve: " + name + " is singular, so there is no solution or more than one; use a.lstsq(b) for the nearest", matrix);
            DMatrixRMaj solution = new DMatrixRMaj(rows, columns);
            solver.solve(matrix(right, at / (rows * columns), rows, columns), solution);
            System.arraycopy(solution.data, 0, out, at, rows * columns);
        });
    }

    /// Determinants.
    public static Array det(Array x) {
        return each(x, x.shape().slice(0, x.shape().rank() - 2), (_, matrix, out, at) -> out[at] = matrix.numRows == 0 ? 1 : factors(matrix).computeDeterminant().real);
    }

    private static LUDecompositionAlt_DDRM factors(DMatrixRMaj matrix) {
        LUDecompositionAlt_DDRM lu = new LUDecompositionAlt_DDRM();
        lu.decompose(matrix);
        return lu;
    }

    /// The signs of determinants, and the logarithms of their sizes: a pair in the last dimension.
    public static Array slogdet(Array x) {
        return each(x, x.shape().slice(0, x.shape().rank() - 2).concat(Shape.of(2)), (_, matrix, out, at) -> {
            out[at] = 1;
            if (matrix.numRows == 0) return;
            LUDecompositionAlt_DDRM lu = factors(matrix);
            out[at] = Math.signum(permutation(lu.getPivot(), matrix.numRows));
            for (int i = 0; i < matrix.numRows; i++) {
                double pivot = lu.getLU().get(i, i);
                out[at] *= Math.signum(pivot);
                out[at + 1] += Math.log(Math.abs(pivot));
            }
        });
    }

    /// 1 if a permutation exchanges an even number of pairs, otherwise -1.
    private static int permutation(int[] order, int length) {
        boolean[] seen = new boolean[length];
        int sign = 1;
        for (int i = 0; i < length; i++) for (int k = order[i]; !seen[i] && k != i; k = order[k]) {
            seen[k] = true;
            sign = -sign;
        }
        return sign;
    }

    // ---- Cholesky ----

    /// Lower triangles whose product with their transpose is the symmetric part of a matrix.
    public static Array cholesky(Array x) {
        return each(x, x.shape(), (name, matrix, out, at) -> {
            symmetrize(matrix);
            int n = matrix.numRows;
            CholeskyDecompositionInner_DDRM whole = triangle(matrix, n);
            if (whole == null) {
                int good = 0, bad = n;
                // Where one leading minor is not positive, no larger one has a triangle either.
                while (bad - good > 1) {
                    int middle = (good + bad) / 2;
                    if (triangle(matrix, middle) == null) bad = middle;
                    else good = middle;
                }
                throw new ArithmeticException("cholesky: " + name + " is not positive definite: its leading minor of order " + bad + " is not positive");
            }
            System.arraycopy(whole.getT(null).data, 0, out, at, n * n);
        });
    }

    /// The triangle of the first rows and columns, or null if there is none.
    private static CholeskyDecompositionInner_DDRM triangle(DMatrixRMaj matrix, int size) {
        DMatrixRMaj leading = new DMatrixRMaj(size, size);
        for (int i = 0; i < size; i++) System.arraycopy(matrix.data, i * matrix.numCols, leading.data, i * size, size);
        CholeskyDecompositionInner_DDRM triangle = new CholeskyDecompositionInner_DDRM(true);
        if (!triangle.decompose(leading)) return null;
        for (int i = 0; i < size; i++) if (!(triangle.getT().get(i, i) > 0)) return null;
        return triangle;
    }

    private static void symmetrize(DMatrixRMaj matrix) {
        for (int i = 0; i < matrix.numRows; i++) for (int j = 0; j < i; j++) {
            double mean = 0.5 * matrix.get(i, j) + 0.5 * matrix.get(j, i);
            matrix.set(i, j, mean);
            matrix.set(j, i, mean);
        }
    }

    // ---- orthogonal decompositions ----

    /// Q, `[m, n]`, above R transposed, `[n, n]`, for matrices of at least as many rows as columns, with LAPACK's signs.
    public static Array qr(Array x) {
        int rank = x.shape().rank(), rows = x.shape().size(rank - 2), columns = x.shape().size(rank - 1);
        return each(x, x.shape().with(rank - 2, rows + columns), (_, matrix, out, at) -> {
            QRDecompositionHouseholderColumn_DDRM qr = new QRDecompositionHouseholderColumn_DDRM();
            qr.decompose(matrix);
            DMatrixRMaj q = qr.getQ(null, true), r = qr.getR(null, true);
            for (int j = 0; j < columns; j++) {
                // A column that has nothing below the diagonal is reflected here, and left alone by LAPACK.
                boolean reflected = qr.getGammas()[j] != 0 && Arrays.stream(qr.getQR()[j], j + 1, rows).allMatch(v -> v == 0);
                for (int i = 0; i < rows; i++) out[at + i * columns + j] = reflected ? -q.get(i, j) : q.get(i, j);
                for (int i = j; i < columns; i++) out[at + (rows + i) * columns + j] = reflected ? -r.get(j, i) : r.get(j, i);
            }
        });
    }

    /// Orthonormal columns, `[m, m - n]`, that stand at right angles to the columns of matrices `[m, n]` of no more columns than rows.
    public static Array complement(Array x) {
        int rank = x.shape().rank(), rows = x.shape().size(rank - 2), columns = x.shape().size(rank - 1), more = rows - columns;
        return each(x, x.shape().with(rank - 1, more), (_, matrix, out, at) -> {
            QRDecompositionHouseholderColumn_DDRM qr = new QRDecompositionHouseholderColumn_DDRM();
            if (columns > 0) qr.decompose(matrix);
            DMatrixRMaj q = columns > 0 ? qr.getQ(null, false) : CommonOps_DDRM.identity(rows);
            for (int i = 0; i < rows; i++) for (int j = 0; j < more; j++) out[at + i * more + j] = q.get(i, columns + j);
        });
    }

    /// The eigenvalues of the symmetric part, ascending, above the matrix whose columns are the vectors.
    public static Array eigh(Array x) {
        int rank = x.shape().rank(), n = x.shape().size(rank - 1);
        return each(x, x.shape().with(rank - 2, n + 1), (name, matrix, out, at) -> {
            symmetrize(matrix);
            int scale = scale("eigh", name, matrix);
            var eigen = DecompositionFactory_DDRM.eig(n, true, true);
            if (!eigen.decompose(matrix)) throw new ArithmeticException("eigh: the iteration for " + name + " does not converge");
            double[] values = IntStream.range(0, n).mapToDouble(i -> eigen.getEigenvalue(i).real).toArray();
            int[] order = order(n, (a, b) -> Double.compare(values[a], values[b]));
            for (int j = 0; j < n; j++) {
                double[] vector = eigen.getEigenVector(order[j]).data;
                out[at + j] = Math.scalb(values[order[j]], scale);
                double sign = sign(vector);
                for (int i = 0; i < n; i++) out[at + (i + 1) * n + j] = sign * vector[i];
            }
        });
    }

    /// U, `[m, k]`, above the singular values, descending, above V, `[n, k]`; k is the smaller side.
    public static Array svd(Array x) {
        int rank = x.shape().rank(), m = x.shape().size(rank - 2), n = x.shape().size(rank - 1), k = Math.min(m, n);
        return each(x, x.shape().slice(0, rank - 2).concat(Shape.of(m + 1 + n, k)), (name, matrix, out, at) -> {
            int scale = scale("svd", name, matrix);
            var svd = DecompositionFactory_DDRM.svd(m, n, true, true, true);
            if (!svd.decompose(matrix)) throw new ArithmeticException("svd: the iteration for " + name + " does not converge");
            DMatrixRMaj u = svd.getU(null, false), v = svd.getV(null, false);
            double[] values = svd.getSingularValues();
            int[] order = order(k, (a, b) -> Double.compare(values[b], values[a]));
            for (int j = 0; j < k; j++) {
                int from = order[j];
                double sign = sign(IntStream.range(0, m).mapToDouble(i -> u.get(i, from)).toArray());
                for (int i = 0; i < m; i++) out[at + i * k + j] = sign * u.get(i, from);
                out[at + m * k + j] = Math.scalb(values[from], scale);
                for (int i = 0; i < n; i++) out[at + (m + 1 + i) * k + j] = sign * v.get(i, from);
            }
        });
    }

    /// Brings a matrix near 1 by a power of two, so that no square overflows, and answers the exponent taken out.
    private static int scale(String operation, String name, DMatrixRMaj matrix) {
        double largest = 0;
        for (double value : matrix.data) {
            if (!Double.isFinite(value)) throw new ArithmeticException(operation + ": " + name + " holds nan or infinite numbers");
            largest = Math.max(largest, Math.abs(value));
        }
        if (largest == 0) return 0;
        int exponent = Math.getExponent(largest);
        for (int i = 0; i < matrix.data.length; i++) matrix.data[i] = Math.scalb(matrix.data[i], -exponent);
        return exponent;
    }

    /// The places of values in the order of a comparison; equal ones stay as they are.
    private static int[] order(int count, Comparator<Integer> comparison) { return IntStream.range(0, count).boxed().sorted(comparison).mapToInt(i -> i).toArray(); }

    /// What makes the largest element of a vector positive: a sign that small changes of the matrix do not turn.
    private static double sign(double[] vector) {
        double largest = 0;
        for (double v : vector) if (Math.abs(v) > Math.abs(largest) * (1 + 1e-9)) largest = v;
        return largest < 0 ? -1 : 1;
    }
}
