package gradshell.kernel;

import java.util.Arrays;

/// Copies of numbers that lie in rows and columns.
final class Blocks {
    private Blocks() {}

    /// Copies element (i, j) from `fo + i·fRow + j·fColumn` to `to + i·tRow + j·tColumn`, for all i < rows and j < columns.
    static void copy(int rows, int columns, Object from, int fo, int fRow, int fColumn, Object into, int to, int tRow, int tColumn) {
        if (fRow == 1 && tRow == 1) {
            copy(columns, rows, from, fo, fColumn, 1, into, to, tColumn, 1);
            return;
        }
        switch (from) {
            case float[] x -> copy(rows, columns, x, fo, fRow, fColumn, (float[]) into, to, tRow, tColumn);
            case double[] x -> copy(rows, columns, x, fo, fRow, fColumn, (double[]) into, to, tRow, tColumn);
            case int[] x -> copy(rows, columns, x, fo, fRow, fColumn, (int[]) into, to, tRow, tColumn);
            case long[] x -> copy(rows, columns, x, fo, fRow, fColumn, (long[]) into, to, tRow, tColumn);
            default -> throw new AssertionError(from.getClass());
        }
    }

    /// Sets a matrix to zeros.
    static void clear(Matrix matrix) {
        if (matrix.rows() == 0 || matrix.columns() == 0) return;
        if (matrix.column() != 1 && matrix.row() == 1) matrix = matrix.transposed();
        for (int i = 0; i < matrix.rows(); i++) {
            int from = matrix.offset() + i * matrix.row(), to = from + matrix.columns();
            boolean whole = matrix.column() == 1;
            switch (matrix.values()) {
                case float[] x when whole -> Arrays.fill(x, from, to, 0);
                case double[] x when whole -> Arrays.fill(x, from, to, 0);
                case int[] x when whole -> Arrays.fill(x, from, to, 0);
                case long[] x when whole -> Arrays.fill(x, from, to, 0);
                case Object x -> {
                    Object zero = java.lang.reflect.Array.newInstance(x.getClass().componentType(), 1);
                    copy(1, matrix.columns(), zero, 0, 0, 0, x, from, 0, matrix.column());
                }
            }
        }
    }

    private static void copy(int rows, int columns, float[] from, int fo, int fRow, int fColumn, float[] into, int to, int tRow, int tColumn) {
        for (int i = 0; i < rows; i++) {
            if (fColumn == 1 && tColumn == 1) System.arraycopy(from, fo + i * fRow, into, to + i * tRow, columns);
            else for (int j = 0, f = fo + i * fRow, t = to + i * tRow; j < columns; j++, f += fColumn, t += tColumn) into[t] = from[f];
        }
    }

    private static void copy(int rows, int columns, double[] from, int fo, int fRow, int fColumn, double[] into, int to, int tRow, int tColumn) {
        for (int i = 0; i < rows; i++) {
            if (fColumn == 1 && tColumn == 1) System.arraycopy(from, fo + i * fRow, into, to + i * tRow, columns);
            else for (int j = 0, f = fo + i * fRow, t = to + i * tRow; j < columns; j++, f += fColumn, t += tColumn) into[t] = from[f];
        }
    }

    private static void copy(int rows, int columns, int[] from, int fo, int fRow, int fColumn, int[] into, int to, int tRow, int tColumn) {
        for (int i = 0; i < rows; i++) {
            if (fColumn == 1 && tColumn == 1) System.arraycopy(from, fo + i * fRow, into, to + i * tRow, columns);
            else for (int j = 0, f = fo + i * fRow, t = to + i * tRow; j < columns; j++, f += fColumn, t += tColumn) into[t] = from[f];
        }
    }

    private static void copy(int rows, int columns, long[] from, int fo, int fRow, int fColumn, long[] into, int to, int tRow, int tColumn) {
        for (int i = 0; i < rows; i++) {
            if (fColumn == 1 && tColumn == 1) System.arraycopy(from, fo + i * fRow, into, to + i * tRow, columns);
            else for (int j = 0, f = fo + i * fRow, t = to + i * tRow; j < columns; j++, f += fColumn, t += tColumn) into[t] = from[f];
        }
    }
}
