package gradshell.compile;

/// What a plan does in one go: a step as it was recorded, a group of elementwise ones as one loop, or a
/// product with such a group behind it.
sealed interface Work permits Task, Group, Product {}
