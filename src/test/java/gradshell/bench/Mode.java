package gradshell.bench;

import static gradshell.Dsl.compile;

import gradshell.compile.Compiled;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/// A way of running a step. Each workload that is trained or made of several operations is timed in every one, and all must come to the same bits.
///
/// @param of makes of a step as it is written the one that is run
record Mode(String name, UnaryOperator<BinaryOperator<Tensor>> of) {
    static final Mode EAGER = new Mode("eager", step -> step);

    static final List<Mode> ALL = List.of(EAGER, new Mode("compiled", Mode::compiled));

    /// The step recorded and replayed; it is an error if it cannot be, and would only run as it is written.
    private static BinaryOperator<Tensor> compiled(BinaryOperator<Tensor> step) {
        Compiled compiled = compile(step);
        return (x, y) -> {
            Tensor result = compiled.apply(x, y);
            if (compiled.reason() != null) throw new IllegalStateException("not compiled: " + compiled.reason());
            return result;
        };
    }

    @Override
    public String toString() { return name; }
}
