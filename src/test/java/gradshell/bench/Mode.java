package gradshell.bench;

import gradshell.tensor.Tensor;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/// A way of running a step. Each workload that is trained or made of several operations is timed in every one, and all must come to the same bits.
///
/// @param of makes of a step as it is written the one that is run
record Mode(String name, UnaryOperator<BinaryOperator<Tensor>> of) {
    static final Mode EAGER = new Mode("eager", step -> step);

    static final List<Mode> ALL = List.of(EAGER);

    @Override
    public String toString() { return name; }
}
