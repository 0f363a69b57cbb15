package gradshell.kernel;

/// Some rows of a matrix product, one vector wide or two, whose sums stay in registers; one generated class for each size and type.
abstract class VectorTile {
    /// c[i, j] = from[i, j] + Σ a[i, p] · b[p, j] over p = 0, 1, … k - 1, for the tile's rows i and columns j.
    ///
    /// Row i of `c` begins at `co + i·cRow`, that of `from` at `fo + i·fRow`. In a tile over packed panels, k is a multiple of [VectorTileCode#STEPS], element (i, p) of `a` lies at
    /// `ao + i + p·pitch`, and row p of `b` follows on row p - 1 without a gap; `aRow` and `bRow` mean nothing. Otherwise element (i, p) of `a` lies at
    /// `ao + i·aRow + p`, and row p of `b` begins at `bo + p·bRow`.
    abstract void run(int k, Object a, int ao, int aRow, Object b, int bo, int bRow, Object from, int fo, int fRow, Object c, int co, int cRow);
}
