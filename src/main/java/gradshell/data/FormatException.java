package gradshell.data;

/// A file that cannot be read or written, or whose content is not what its format asks for; the message names the file and the place.
public final class FormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public FormatException(String message) { super(message); }
}
