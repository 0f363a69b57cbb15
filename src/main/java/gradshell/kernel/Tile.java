package gradshell.kernel;

/// A matrix product whose result is computed in small tiles that are held in registers; one generated class for each tile size and type.
abstract class Tile {
    /// c[i, j] += Σ a[i, p] · b[p, j] over p = 0, 1, … k - 1, for the rows i < m that fill whole tiles, and for as many columns as the tile has.
    ///
    /// Element (i, p) of `a` lies at `ao + i·aRow + p·aColumn`, and so on.
    abstract void run(int m, int k, Object a, int ao, int aRow, int aColumn, Object b, int bo, int bRow, int bColumn, Object c, int co, int cRow, int cColumn);
}
