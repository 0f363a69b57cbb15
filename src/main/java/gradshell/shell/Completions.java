package gradshell.shell;

import java.util.List;

/// What could stand at a cursor, the likeliest first.
///
/// @param anchor where the word begins that each of them replaces
public record Completions(int anchor, List<String> words) {}
