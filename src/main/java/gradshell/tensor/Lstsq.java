package gradshell.tensor;

/// What comes nearest to a solution of `a · x = b`: the solution of smallest size, the sums of the squares of what is left
/// (empty unless there are more rows than columns, all of full rank), and the rank of a.
public record Lstsq(Tensor solution, Tensor residuals, Tensor rank) {}
