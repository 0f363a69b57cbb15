package gradshell.shell;

/// A line of the user's own that was running when an exception was thrown.
///
/// @param method its method, or empty at the top level
/// @param line the line in the passage's source
public record Frame(Passage passage, String method, int line) {}
