package gradshell.compile;

/// What a plan does in one go: a step as it was recorded, or a group of elementwise ones as one loop.
sealed interface Work permits Task, Group {}
