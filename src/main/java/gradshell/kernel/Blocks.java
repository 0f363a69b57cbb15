package gradshell.kernel;

import java.util.Arrays;

/// Copies of numbers that lie in rows and columns.
final class Blocks {
    private Blocks() {}

    /// So many neighbours are carried at once where rows become columns.
    private static final int ABREAST = 8;

    /// Copies element (i, j) from `fo + i·fRow + j·fColumn` to `to + i·tRow + j·tColumn`, for all i < rows and j < columns.
    static void copy(int rows, int columns, Object from, int fo, int fRow, int fColumn, Object into, int to, int tRow, int tColumn) {
        // What is written together runs in the inner loop.
        if (tColumn != 1 && tRow == 1 || tColumn != 1 && fRow == 1) inOrder(columns, rows, from, fo, fColumn, fRow, into, to, tColumn, tRow);
        else inOrder(rows, columns, from, fo, fRow, fColumn, into, to, tRow, tColumn);
    }

    private static void inOrder(int rows, int columns, Object from, int fo, int fRow, int fColumn, Object into, int to, int tRow, int tColumn) {
        switch (from) {
            case float[] x -> copy(rows, columns, x, fo, fRow, fColumn, (float[]) into, to, tRow, tColumn);
            case double[] x -> copy(rows, columns, x, fo, fRow, fColumn, (double[]) into, to, tRow, tColumn);
            case int[] x -> copy(rows, columns, x, fo, fRow, fColumn, (int[]) into, to, tRow, tColumn);
            case long[] x -> copy(rows, columns, x, fo, fRow, fColumn, (long[]) into, to, tRow, tColumn);
            default -> throw new AssertionError(from.getClass());
        }
    }

    /// Copies rows of neighbours into panels, each so many columns wide and rows high, one after the other.
    static void deal(int rows, int columns, Object from, int fo, int fRow, Object into, int to, int panel, int height) {
        for (int i = 0; i < rows; i++) for (int j = 0; j < columns; j += panel) {
            int count = Math.min(panel, columns - j), f = fo + i * fRow + j, t = to + j * height + i * panel;
            // HotSpot copies faster when it knows the type.
            if (from instanceof float[] x) System.arraycopy(x, f, (float[]) into, t, count);
            else System.arraycopy(from, f, into, t, count);
        }
    }

    /// Sets a matrix to zeros.
    static void clear(Matrix matrix) {
        if (matrix.rows() == 0 || matrix.columns() == 0) return;
        if (matrix.column() != 1 && matrix.row() == 1) matrix = matrix.transposed();
        boolean whole = matrix.column() == 1, dense = whole && matrix.row() == matrix.columns();
        int rows = dense ? 1 : matrix.rows(), columns = dense ? matrix.rows() * matrix.columns() : matrix.columns();
        Object zero = whole ? null : java.lang.reflect.Array.newInstance(matrix.values().getClass().componentType(), 1);
        for (int i = 0; i < rows; i++) {
            int from = matrix.offset() + i * matrix.row(), to = from + columns;
            switch (matrix.values()) {
                case float[] x when whole -> Arrays.fill(x, from, to, 0);
                case double[] x when whole -> Arrays.fill(x, from, to, 0);
                case int[] x when whole -> Arrays.fill(x, from, to, 0);
                case long[] x when whole -> Arrays.fill(x, from, to, 0);
                case Object x -> copy(1, columns, zero, 0, 0, 0, x, from, 0, matrix.column());
            }
        }
    }

    private static void copy(int rows, int columns, float[] from, int fo, int fRow, int fColumn, float[] into, int to, int tRow, int tColumn) {
        if (fRow == 1 && fColumn != 1 && tColumn == 1 && columns >= ABREAST) {
            // The last ones may overlap with those before.
            for (int j = 0; j < columns; j += ABREAST) {
                int c = Math.min(j, columns - ABREAST);
                turn(rows, from, fo + c * fColumn, fColumn, into, to + c, tRow);
            }
        } else for (int i = 0; i < rows; i++) {
            if (fColumn == 1 && tColumn == 1) System.arraycopy(from, fo + i * fRow, into, to + i * tRow, columns);
            else for (int j = 0, f = fo + i * fRow, t = to + i * tRow; j < columns; j++, f += fColumn, t += tColumn) into[t] = from[f];
        }
    }

    private static void turn(int rows, float[] from, int f, int fColumn, float[] into, int t, int tRow) {
        int f1 = f + fColumn, f2 = f1 + fColumn, f3 = f2 + fColumn, f4 = f3 + fColumn, f5 = f4 + fColumn, f6 = f5 + fColumn, f7 = f6 + fColumn;
        for (int i = 0; i < rows; i++, t += tRow) {
            into[t] = from[f + i];
            into[t + 1] = from[f1 + i];
            into[t + 2] = from[f2 + i];
            into[t + 3] = from[f3 + i];
            into[t + 4] = from[f4 + i];
            into[t + 5] = from[f5 + i];
            into[t + 6] = from[f6 + i];
            into[t + 7] = from[f7 + i];
        }
    }

    private static void copy(int rows, int columns, double[] from, int fo, int fRow, int fColumn, double[] into, int to, int tRow, int tColumn) {
        if (fRow == 1 && fColumn != 1 && tColumn == 1 && columns >= ABREAST) {
            // The last ones may overlap with those before.
            for (int j = 0; j < columns; j += ABREAST) {
                int c = Math.min(j, columns - ABREAST);
                turn(rows, from, fo + c * fColumn, fColumn, into, to + c, tRow);
            }
        } else for (int i = 0; i < rows; i++) {
            if (fColumn == 1 && tColumn == 1) System.arraycopy(from, fo + i * fRow, into, to + i * tRow, columns);
            else for (int j = 0, f = fo + i * fRow, t = to + i * tRow; j < columns; j++, f += fColumn, t += tColumn) into[t] = from[f];
        }
    }

    private static void turn(int rows, double[] from, int f, int fColumn, double[] into, int t, int tRow) {
        int f1 = f + fColumn, f2 = f1 + fColumn, f3 = f2 + fColumn, f4 = f3 + fColumn, f5 = f4 + fColumn, f6 = f5 + fColumn, f7 = f6 + fColumn;
        for (int i = 0; i < rows; i++, t += tRow) {
            into[t] = from[f + i];
            into[t + 1] = from[f1 + i];
            into[t + 2] = from[f2 + i];
            into[t + 3] = from[f3 + i];
            into[t + 4] = from[f4 + i];
            into[t + 5] = from[f5 + i];
            into[t + 6] = from[f6 + i];
            into[t + 7] = from[f7 + i];
        }
    }

    private static void copy(int rows, int columns, int[] from, int fo, int fRow, int fColumn, int[] into, int to, int tRow, int tColumn) {
        for (int i = 0; i < rows; i++) for (int j = 0, f = fo + i * fRow, t = to + i * tRow; j < columns; j++, f += fColumn, t += tColumn) into[t] = from[f];
    }

    private static void copy(int rows, int columns, long[] from, int fo, int fRow, int fColumn, long[] into, int to, int tRow, int tColumn) {
        for (int i = 0; i < rows; i++) for (int j = 0, f = fo + i * fRow, t = to + i * tRow; j < columns; j++, f += fColumn, t += tColumn) into[t] = from[f];
    }
}
