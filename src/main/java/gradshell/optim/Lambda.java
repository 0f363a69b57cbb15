package gradshell.optim;

import java.util.function.IntToDoubleFunction;

/// The initial rate times what a function says (PyTorch's LambdaLR).
public record Lambda(IntToDoubleFunction factor) implements Schedule {
    @Override
    public double rate(double initial, int time) { return initial * factor.applyAsDouble(time); }
}
