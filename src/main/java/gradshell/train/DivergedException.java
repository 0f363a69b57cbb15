package gradshell.train;

/// A training whose loss is no longer a finite number; it was stopped before the step that this loss would have caused.
public final class DivergedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    DivergedException(String message) { super(message); }
}
