package gradshell.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The header of a safetensors file. Its JSON has one fixed form, and nothing else is read: a map from names to type, shape and offsets,
/// and under `__metadata__` a map from text to text.
final class SafetensorsHeader {
    private static final String METADATA = "__metadata__";
    private static final int MOST_DIMENSIONS = 64;

    private final String file;
    private final String text;
    private int at;

    private SafetensorsHeader(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /// One tensor; `start` and `end` count bytes from the first number.
    record Entry(String name, String dtype, List<Long> shape, long start, long end) {}

    /// The tensors in the order of their numbers.
    static List<Entry> parse(String file, byte[] header) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
        } catch (CharacterCodingException e) {
            throw new FormatException(file + ": the header is not text in UTF-8");
        }
        return new SafetensorsHeader(file, text).parse();
    }

    private List<Entry> parse() {
        if (text.charAt(0) != '{') throw wrong("expected {");
        List<Entry> entries = new ArrayList<>();
        object(name -> {
            if (name.equals(METADATA)) object(_ -> string());
            else entries.add(entry(name));
        });
        skip();
        if (at < text.length()) throw wrong("expected the end");
        entries.sort(Comparator.comparingLong(Entry::start).thenComparingLong(Entry::end));
        return entries;
    }

    private interface Member {
        void read(String name);
    }

    private void object(Member member) {
        expect('{');
        if (next('}')) return;
        Set<String> names = new HashSet<>();
        do {
            String name = string();
            if (!names.add(name)) throw wrong("the name " + Json.quote(name) + " stands here twice");
            expect(':');
            member.read(name);
        } while (next(','));
        expect('}');
    }

    private Entry entry(String name) {
        String[] dtype = new String[1];
        List<List<Long>> numbers = new ArrayList<>(List.of(List.of(), List.of()));
        Set<String> found = new HashSet<>();
        object(key -> {
            found.add(key);
            switch (key) {
                case "dtype" -> dtype[0] = string();
                case "shape" -> numbers.set(0, numbers());
                case "data_offsets" -> numbers.set(1, numbers());
                default -> throw wrong(Json.quote(name) + " has an unknown key " + Json.quote(key));
            }
        });
        List<Long> offsets = numbers.get(1);
        if (found.size() < 3) throw wrong(Json.quote(name) + " needs dtype, shape and data_offsets");
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) throw wrong(Json.quote(name) + " needs two data_offsets, the start and the end, not " + offsets);
        return new Entry(name, dtype[0], numbers.get(0), offsets.get(0), offsets.get(1));
    }

    private List<Long> numbers() {
        List<Long> numbers = new ArrayList<>();
        expect('[');
        if (next(']')) return numbers;
        do {
            if (numbers.size() == MOST_DIMENSIONS) throw wrong("a list of more than " + MOST_DIMENSIONS + " numbers");
            numbers.add(number());
        } while (next(','));
        expect(']');
        return numbers;
    }

    private long number() {
        skip();
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
        String digits = text.substring(start, at);
        if (digits.isEmpty() || digits.length() > 1 && digits.charAt(0) == '0') throw wrong("expected a whole number, not negative");
        if (digits.length() > 18) throw wrong("the number " + digits.substring(0, 18) + "… is too large");
        return Long.parseLong(digits);
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (true) {
            if (at == text.length()) throw wrong("a text without its closing quote");
            char c = text.charAt(at++);
            if (c == '"') return string.toString();
            if (c < ' ') throw wrong("a control character in a text");
            string.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        if (at == text.length()) throw wrong("a text without its closing quote");
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = at < text.length() ? Character.digit(text.charAt(at++), 16) : -1;
                    if (digit < 0) throw wrong("\\u needs four hexadecimal digits");
                    code = code << 4 | digit;
                }
                yield (char) code;
            }
            default -> throw wrong("an unknown escape \\" + c);
        };
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
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) at++;
    }

    private FormatException wrong(String message) { return new FormatException(file + ": the header is wrong at its character " + Math.min(at + 1, text.length()) + ": " + message); }
}
