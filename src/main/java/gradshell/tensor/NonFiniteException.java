package gradshell.tensor;

/// Something that is no finite number was made of finite ones, where that is looked for.
public final class NonFiniteException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    NonFiniteException(String message) { super(message); }
}
