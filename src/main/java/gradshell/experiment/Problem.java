package gradshell.experiment;

/// One mistake in an experiment: where it is, what is wrong, and the way out (empty where the message says it all).
public record Problem(Place place, String message, String hint) {

    public String file() { return place.file(); }
    public int line() { return place.line(); }
    public int column() { return place.column(); }
    public int length() { return place.length(); }

    /// The message with its place, the line it stands in, and a caret under it.
    @Override
    public String toString() {
        var by = place.through().isEmpty() ? "" : " (" + place.through() + ")";
        var head = place + ": " + message + by + (hint.isEmpty() ? "" : "; " + hint);
        var excerpt = Excerpt.of(place);
        return excerpt.isEmpty() ? head : head + "\n" + excerpt;
    }
}
