/// Arrays that remember how they were computed, and the operations that make them.
///
/// A [gradshell.tensor.Tensor] has its methods from catalogues ([gradshell.tensor.Elementwise], [gradshell.tensor.Reductions],
/// [gradshell.tensor.Movements], [gradshell.tensor.Indexing], [gradshell.tensor.Products], [gradshell.tensor.Composites] and others), in which each operation stands beside the
/// method that applies it. The tape is the graph of [gradshell.tensor.Node]s behind the tensors; [gradshell.tensor.Backward] walks it.
package gradshell.tensor;
