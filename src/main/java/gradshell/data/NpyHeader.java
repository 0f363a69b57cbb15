package gradshell.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The header of an npy file: a Python dictionary of three entries, of which nothing is evaluated.
final class NpyHeader {
    private static final int MOST_DIMENSIONS = 64;

    private final String what;
    private final String text;
    private int at;

    private String type;
    private boolean fortran;
    private List<Long> shape;

    private NpyHeader(String what, String text) {
        this.what = what;
        this.text = text;
    }

    /// @param type as NumPy writes it: the byte order (`<`, `>` or `|`), the kind, the bytes
    /// @param fortran whether the first dimension runs fastest
    record Description(String type, boolean fortran, List<Long> shape) {}

    /// @param what what messages begin with: the file and the place
    static Description parse(String what, String text) { return new NpyHeader(what, text).parse(); }

    private Description parse() {
        Set<String> found = new HashSet<>();
        expect('{');
        while (!next('}')) {
            String key = string();
            if (!found.add(key)) throw wrong("'" + key + "' stands here twice");
            expect(':');
            switch (key) {
                case "descr" -> type = type();
                case "fortran_order" -> fortran = truth();
                case "shape" -> shape = shape();
                default -> throw wrong("an unknown key '" + key + "'");
            }
            if (next(',')) continue;
            expect('}');
            break;
        }
        skip();
        if (at < text.length()) throw wrong("expected the end");
        if (found.size() < 3) throw wrong("it needs descr, fortran_order and shape");
        return new Description(type, fortran, shape);
    }

    private String type() {
        skip();
        if (at < text.length() && text.charAt(at) == '[') throw new FormatException(what + " has a structured type, which no tensor holds; save its fields one by one");
        return string();
    }

    private boolean truth() {
        skip();
        for (String word : List.of("True", "False")) if (text.startsWith(word, at)) {
            at += word.length();
            return word.equals("True");
        }
        throw wrong("expected True or False");
    }

    private List<Long> shape() {
        List<Long> sizes = new ArrayList<>();
        expect('(');
        while (!next(')')) {
            if (sizes.size() == MOST_DIMENSIONS) throw wrong("more than " + MOST_DIMENSIONS + " dimensions");
            sizes.add(number());
            if (next(',')) continue;
            expect(')');
            break;
        }
        return sizes;
    }

    private long number() {
        skip();
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
        if (at == start) throw wrong("expected a whole number, not negative");
        String digits = text.substring(start, at);
        if (digits.length() > 18) {
            at = start;
            throw wrong("the number " + digits.substring(0, 18) + "… is too large");
        }
        long number = Long.parseLong(digits);
        // Python 2 marked its long numbers.
        if (at < text.length() && text.charAt(at) == 'L') at++;
        return number;
    }

    private String string() {
        skip();
        char quote = at < text.length() ? text.charAt(at) : ' ';
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) throw wrong("expected a text in quotes");
        String string = text.substring(at + 1, end);
        if (string.indexOf('\\') >= 0) throw wrong("an escape in a text");
        at = end + 1;
        return string;
    }

    private void expect(char wanted) {
        if (!next(wanted)) throw wrong("expected " + wanted);
    }

    private boolean next(char wanted) {
        skip();
        if (at == text.length() || text.charAt(at) != wanted) return false;
        at++;
        return true;
    }

    private void skip() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) at++;
    }

    private FormatException wrong(String message) { return new FormatException(what + ": the header is wrong at its character " + Math.min(at + 1, text.length()) + ": " + message); }
}
