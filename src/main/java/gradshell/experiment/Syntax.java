package gradshell.experiment;

import java.util.regex.Pattern;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;

/// What the YAML parser stumbles over, said so that the writer of the file can mend it.
final class Syntax {
    private static final Pattern GLUED = Pattern.compile("[\\s\\-{,]*([A-Za-z_]\\w*):(?=[^\\s:/\\\\])(\\S*).*");
    private static final Pattern FOUND = Pattern.compile("found character '(.+?)'.*", Pattern.DOTALL);

    private Syntax() {}

    static void explain(Source source, JacksonException thrown, Problems problems) {
        if (thrown.getCause() instanceof MarkedYamlEngineException e && e.getProblemMark().isPresent()) {
            explain(source, e, e.getProblemMark().get(), problems);
            return;
        }
        var location = thrown.getLocation();
        var place = new Place(source, location.getLineNr(), location.getColumnNr(), location.getLineNr(), location.getColumnNr() + 1);
        var text = String.valueOf(thrown.getOriginalMessage());
        if (text.startsWith("Expected a property name")) problems.add(place, "a key must be plain text", "a list or map cannot be a key");
        else if (text.startsWith("Version")) problems.add(place, "this YAML version is not known", "leave the %YAML line out");
        else if (text.contains("nesting")) problems.add(place, "nested too deep");
        else problems.add(place, "is not YAML here: " + Excerpt.shorten(text.lines().findFirst().orElse(""), 100));
    }

    private static void explain(Source source, MarkedYamlEngineException e, Mark mark, Problems problems) {
        var what = e.getProblem() == null ? "" : e.getProblem().strip();
        var at = place(source, mark);
        var opened = e.getContextMark().map(m -> place(source, m)).orElse(at);
        var line = source.line(at.line());
        var indent = line.substring(0, indentOf(source, at));
        var character = FOUND.matcher(what);
        if (indent.indexOf('\t') >= 0) {
            int column = indent.indexOf('\t') + 1;
            problems.add(new Place(source, at.line(), column, at.line(), column + 1), "a tab indents this line", "indent with spaces");
        } else if (what.startsWith("found unexpected end of stream")) {
            problems.add(opened, "the quote that opens here is never closed");
        } else if (what.startsWith("expected ',' or ']'")) {
            problems.add(opened, "this [ is never closed", "expected , or ] before line %d, column %d".formatted(at.line(), at.column()));
        } else if (what.startsWith("expected ',' or '}'")) {
            problems.add(opened, "this { is never closed", "expected , or } before line %d, column %d".formatted(at.line(), at.column()));
        } else if (what.startsWith("found unknown escape")) {
            problems.add(at, "unknown escape \\" + what.replaceAll(".*character (.).*", "$1"), "write \\\\ for a backslash, or use single quotes");
        } else if (character.matches() && character.group(1).startsWith("\\t")) {
            problems.add(at, "a tab stands where a value should start", "use spaces");
        } else if (character.matches()) {
            problems.add(at, "a value cannot start with " + character.group(1), "put it in quotes");
        } else if (glued(source, at, problems) || glued(source, opened, problems) || at.line() > 1 && glued(source, before(at), problems)) {
            return;
        } else if (what.startsWith("mapping values are not allowed")) {
            var second = !line.strip().startsWith("-") && line.substring(0, Math.min(line.length(), Math.max(0, at.column() - 1))).contains(": ");
            var above = above(source, at);
            var text = source.line(above.line()).strip();
            if (!second && !text.isEmpty() && !text.startsWith("-") && !text.contains(": ") && !text.endsWith(":") && indentOf(source, above) == indentOf(source, at)) {
                problems.add(above, "this line is neither a key nor a value", "write key: value, or - value for an item of a list");
            } else if (second) problems.add(at, "a second key in one line", "start a new line, or write {key: value}; text with a colon needs quotes");
            else problems.add(at, "a key cannot stand here", "line up its indentation with the keys it belongs to, and give the line above one value only");
        } else if (what.startsWith("could not find expected ':'")) {
            problems.add(opened, "this line is neither a key nor a value", "write key: value, or - value for an item of a list");
        } else if (line.length() >= at.column() && "]}".indexOf(line.charAt(at.column() - 1)) >= 0) {
            problems.add(at, "this " + line.charAt(at.column() - 1) + " closes nothing", "take it out, or open it before");
        } else if (what.contains("but found '-'") || what.startsWith("expected <block end>") && line.startsWith("-", at.column() - 1) || what.startsWith("sequence entries are not allowed")) {
            problems.add(at, "an item of a list cannot stand here", "line it up with the other items, under their key");
        } else if (what.startsWith("expected <block end>")) {
            problems.add(at, "this line does not fit the lines above it", "line up its indentation with the lines that it belongs to");
        } else if (what.startsWith("expected the node content") && what.contains("','")) {
            problems.add(at, "a comma with no value before it", "take it out");
        } else if (what.startsWith("expected the node content")) {
            problems.add(at, "a value should start here, found " + what.replaceAll(".*found '?([^']*)'?", "$1"));
        } else if (what.startsWith("expected '<document start>'")) {
            problems.add(at, "the file should have ended before this line");
        } else if (what.startsWith("unexpected character found") && line.charAt(Math.max(0, line.lastIndexOf('*', at.column() - 1))) == '*') {
            int star = line.lastIndexOf('*', at.column() - 1), end = star + line.substring(star).replaceFirst("[\\s,}\\]].*", "").length();
            problems.add(new Place(source, at.line(), star + 1, at.line(), end + 1), "a text that begins with * needs quotes", "write \"" + line.substring(star, end) + "\"");
        } else {
            problems.add(at, "is not YAML here: " + Excerpt.shorten(what, 100));
        }
    }

    /// `epochs:100`, which YAML takes for one word.
    private static boolean glued(Source source, Place at, Problems problems) {
        var match = GLUED.matcher(source.line(at.line()));
        if (!match.matches()) return false;
        var column = match.start(1) + 1;
        problems.add(new Place(source, at.line(), column, at.line(), match.end(2) + 1), "no space after the colon",
                "write %s: %s".formatted(match.group(1), match.group(2)));
        return true;
    }

    /// The first line above that says something.
    private static Place above(Source source, Place at) {
        int line = at.line() - 1;
        while (line > 1 && (source.line(line).isBlank() || source.line(line).strip().startsWith("#"))) line--;
        int column = indentOf(source, new Place(source, line, 1, line, 1)) + 1;
        return new Place(source, line, column, line, source.line(line).stripTrailing().length() + 1);
    }

    private static int indentOf(Source source, Place place) {
        var line = place.line() < 1 ? "" : source.line(place.line());
        return line.length() - line.stripLeading().length();
    }

    private static Place before(Place at) {
        return new Place(at.source(), at.line() - 1, 1, at.line() - 1, 2);
    }

    /// Marks count from 0. One past the last line is shown at the end of the last.
    private static Place place(Source source, Mark mark) {
        int line = mark.getLine() + 1, column = mark.getColumn() + 1;
        var last = (int) source.text().lines().count();
        if (line > last && last > 0) {
            line = last;
            column = source.line(last).codePoints().toArray().length + 1;
        }
        return new Place(source, line, column, line, column + 1);
    }
}
