package gradshell.shell;

/// The text that a session begins with failed; the message says where and why.
public final class StartupException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StartupException(String message) {
        super(message);
    }
}
