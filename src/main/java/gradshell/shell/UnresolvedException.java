package gradshell.shell;

/// A declaration was used before everything that it mentions was declared.
public final class UnresolvedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnresolvedException(String message) {
        super(message);
    }
}
