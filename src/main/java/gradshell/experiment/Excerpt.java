package gradshell.experiment;

/// The line that a problem stands in, cut to fit a terminal, with a caret line under it.
final class Excerpt {
    private static final int INDENT = 4;
    private static final int WIDTH = 100;
    private static final int TAB = 4;

    private final StringBuilder line = new StringBuilder(" ".repeat(INDENT));
    private final StringBuilder caret = new StringBuilder(" ".repeat(INDENT));

    private Excerpt() {}

    /// Two lines, or nothing for a place that is a whole source.
    static String of(Place place) {
        if (place.line() == 0) return "";
        var characters = place.source().line(place.line()).stripTrailing().codePoints().toArray();
        int start = Math.min(place.column() - 1, characters.length), end = Math.clamp(start + place.length(), start + 1, Math.max(start + 1, characters.length));
        int from = 0, to = characters.length;
        if (to > WIDTH) {
            from = Math.clamp(start - WIDTH / 3, 0, to - WIDTH);
            to = from + WIDTH;
        }
        var excerpt = new Excerpt();
        if (from > 0) excerpt.show("…", ' ');
        for (int i = from; i < Math.max(to, end) && i < from + WIDTH; i++) {
            var mark = i < start || i >= end ? ' ' : i == start ? '^' : '~';
            excerpt.show(i < characters.length ? visible(characters[i]) : " ", mark);
        }
        if (to < characters.length) excerpt.show("…", ' ');
        return excerpt.line.toString().stripTrailing() + "\n" + excerpt.caret.toString().stripTrailing();
    }

    private void show(String text, char mark) {
        line.append(text);
        var width = text.codePoints().map(Excerpt::width).sum();
        if (width == 0) return;
        caret.append(mark);
        if (width > 1) caret.repeat(mark == '^' ? '~' : mark, width - 1);
    }

    private static String visible(int character) {
        if (character == '\t') return " ".repeat(TAB);
        if (character < ' ' || character == 0x7f) return "·";
        return character == 0xa0 || Character.getType(character) == Character.SPACE_SEPARATOR && character != ' ' ? "·" : Character.toString(character);
    }

    /// The columns that a terminal gives a character.
    private static int width(int character) {
        var type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) return 0;
        var wide = character >= 0x1100 && character <= 0x115f || character >= 0x2e80 && character <= 0xa4cf || character >= 0xac00 && character <= 0xd7a3
                || character >= 0xf900 && character <= 0xfaff || character >= 0xfe30 && character <= 0xfe6f || character >= 0xff00 && character <= 0xff60
                || character >= 0xffe0 && character <= 0xffe6 || character >= 0x1f300 && character <= 0x1faff || character >= 0x20000 && character <= 0x3fffd;
        return wide ? 2 : 1;
    }

    /// A text cut to so many characters, in one line.
    static String shorten(String text, int length) {
        var flat = text.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "·");
        if (flat.codePointCount(0, flat.length()) <= length) return flat;
        return flat.substring(0, flat.offsetByCodePoints(0, length - 1)) + "…";
    }
}
