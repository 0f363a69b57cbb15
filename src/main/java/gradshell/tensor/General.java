package gradshell.tensor;

/// An operation of no simpler kind: everything about it is spelled out.
public non-sealed interface General extends Op {
    @Override
    default boolean reads(int wanted, int input) { return true; }
}
