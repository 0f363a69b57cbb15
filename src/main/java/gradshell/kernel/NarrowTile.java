package gradshell.kernel;

/// A product of few steps and columns, where rows of both lie without gaps: vectors of results, each of several rows; one generated class for each size and type.
abstract class NarrowTile {
    /// c[e] += Σ a[row(e)·k + p] · weights(e, p) over p, ascending, for so many groups of as many rows as a vector has lanes.
    ///
    /// @param weights for each vector of a group and each p a vector of weights ([NarrowProduct])
    /// @param order   for each vector of a group, from where behind its first row and p each lane takes its factor
    abstract void run(int groups, Object a, int ao, Object weights, Object order, Object c, int co);
}
