package gradshell.array;

/// Sizes, dimensions or indices that do not fit; the message names the operation, both facts and the way out.
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ShapeException(String message) { super(message); }
}
