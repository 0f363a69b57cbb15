package gradshell.kernel;

/// Sums over images and rows for some weights of a convolution, a lane for each column; one generated class for each size and type.
abstract class WeightTile {
    /// How many columns have sums of their own, whatever the width of vectors.
    static final int COLUMNS = 16;

    /// sums[at + (r · T + t) · 16 + i] += Σ y[ys[s] + rows[row + r] + shift + i] · x[xs[s] + taps[tap + t] + shift + i] over s, ascending.
    abstract void run(int first, int end, Object y, int[] ys, int[] rows, int row, Object x, int[] xs, int[] taps, int tap, int shift, Object sums, int at);
}
