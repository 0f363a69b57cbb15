package gradshell.tensor;

/// A step that was noted while somebody watched, as the cause of what went wrong with it later: its trace leads to the user's line.
final class Step extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Step(String message) { super(message); }
}
