package gradshell;

/// What was asked for cannot be done: the message says why, and the exit code is 2.
final class WrongInput extends RuntimeException {

    private static final long serialVersionUID = 1;

    WrongInput(String message) {
        super(message);
    }
}
