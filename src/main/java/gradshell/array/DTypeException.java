package gradshell.array;

/// Element types that do not fit; the message names the operation, both types and the way out.
public final class DTypeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public DTypeException(String message) { super(message); }
}
