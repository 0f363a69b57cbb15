package gradshell.shell;

import java.util.ArrayList;
import java.util.regex.Pattern;

/// The compiler's and the JVM's messages without what only the shell's own workings explain.
final class Wording {

    private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$\\w+(?:[.$]|(?=\\W|$))");

    private static final Pattern PACKAGE = Pattern.compile("(?<![\\w.])(?:[a-z_][a-z0-9_]*\\.)+(?=[A-Z])");

    private Wording() {}

    /// A compiler's message. The first line says it; more lines may explain. `symbol: variable x` is drawn into the first.
    static String of(String message) {
        var lines = new ArrayList<String>();
        for (var line : PACKAGE.matcher(plain(message)).replaceAll("").lines().toList()) {
            var text = line.strip().replaceAll("\\s+", " ");
            if (text.startsWith("symbol: ")) lines.set(0, lines.getFirst() + ": " + text.substring("symbol: ".length()));
            else if (text.startsWith("location: ")) {
                var place = text.substring("location: ".length()).strip();
                if (!place.matches("class\\s*")) lines.set(0, lines.getFirst() + " in " + place);
            } else if (!text.isEmpty()) lines.add(line.stripTrailing());
        }
        return String.join("\n", lines);
    }

    /// The message of an exception, which is not null, without modules, packages of classes in casts, and what the JVM remembers of an earlier one.
    static String exception(Throwable exception) {
        var text = plain(exception.getMessage());
        return switch (exception) {
            case ClassCastException _ -> PACKAGE.matcher(text.replaceFirst(" \\((?:class )?[\\w.$]+ (?:and [\\w.$]+ are|is) in .*\\)$", "")).replaceAll("");
            case ExceptionInInitializerError _ -> PACKAGE.matcher(text.replaceFirst("^Exception (.*) \\[in thread \".*\"\\]$", "$1")).replaceAll("");
            default -> text;
        };
    }

    /// Without the names of the classes that JShell wraps round snippets.
    static String plain(String text) {
        return WRAPPER.matcher(text).replaceAll("");
    }
}
