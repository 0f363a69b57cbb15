package gradshell.kernel;

/// What is done with parts of a matrix product as soon as they are final, while they are still in the caches: a bias added, say.
///
/// Parts come in any order and from several threads; together they are the whole result, each element once.
public interface Epilogue {
    /// The rows from one number up to another are final in the columns from one up to another.
    void run(int fromRow, int toRow, int fromColumn, int toColumn);
}
