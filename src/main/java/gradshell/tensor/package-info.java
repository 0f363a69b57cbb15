/// Arrays that remember how they were computed, and the operations that make them.
///
/// A [gradshell.tensor.Tensor] has its methods from catalogues, the interfaces that it implements: [gradshell.tensor.Elementwise],
/// [gradshell.tensor.Reductions], [gradshell.tensor.Movements], [gradshell.tensor.Products] and others. In each an operation stands beside the
/// method that applies it. The tape is the graph of [gradshell.tensor.Node]s behind the tensors; [gradshell.tensor.Backward] walks it.
package gradshell.tensor;
