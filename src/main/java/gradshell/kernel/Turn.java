package gradshell.kernel;

/// Columns become rows, some at a time and all in registers: blocks of as many rows and columns as a vector has lanes; one generated class for each type.
abstract class Turn {
    /// Copies element (i, j) from `fo + i + j·fColumn` to `to + i·tRow + j`, for all i < rows and for as many j as a vector has lanes.
    ///
    /// @param rows    at least as many as a vector has lanes
    /// @param columns how many there are; the last one is repeated in the lanes behind it
    /// @param order   from which lane of two vectors each lane of their exchange comes ([TurnCode])
    abstract void run(int rows, int columns, Object from, int fo, int fColumn, Object into, int to, int tRow, Object order);
}
