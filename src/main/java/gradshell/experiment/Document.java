package gradshell.experiment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A YAML file: its text, and the tree that the text stands for.
public record Document(Source source, Node root) {
    private static final long LARGEST = 1 << 20;

    /// Reads a file; where it cannot be read, says why and gives nothing.
    public static Optional<Document> read(Path path, Problems problems) {
        var file = Source.file(path, "");
        if (Files.isDirectory(path)) return refuse(problems, file.whole(), "is a folder, not an experiment file");
        if (!Files.exists(path)) return refuse(problems, file.whole(), "no such file", Neighbours.suggest(path));
        byte[] bytes;
        try {
            if (Files.size(path) > LARGEST) {
                return refuse(problems, file.whole(), "has " + Files.size(path) + " bytes, and an experiment file at most " + LARGEST);
            }
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            return refuse(problems, file.whole(), "cannot be read", Files.isReadable(path) ? "" : "its permissions forbid it");
        }
        return decode(path, bytes, problems).flatMap(source -> parse(source, problems).map(root -> new Document(source, root)));
    }

    /// The tree of a text.
    static Optional<Node> parse(Source source, Problems problems) {
        return strangeCharacter(source, problems) ? Optional.empty() : new Composer(source, problems).compose();
    }

    private static Optional<Source> decode(Path path, byte[] bytes, Problems problems) {
        if (bytes.length >= 2 && ((bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe || (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff)) {
            return refuse(problems, Source.file(path, "").whole(), "is written in UTF-16", "save it as UTF-8");
        }
        var from = bytes.length >= 3 && (bytes[0] & 0xff) == 0xef && (bytes[1] & 0xff) == 0xbb && (bytes[2] & 0xff) == 0xbf ? 3 : 0;
        var input = ByteBuffer.wrap(bytes, from, bytes.length - from);
        var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            return Optional.of(Source.file(path, decoder.decode(input).toString()));
        } catch (CharacterCodingException e) {
            int bad = input.position();
            var before = new String(bytes, from, bad - from, StandardCharsets.UTF_8);
            var source = Source.file(path, new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8));
            return refuse(problems, at(source, before), "byte 0x%02x is not UTF-8".formatted(bytes[bad]), "save the file as UTF-8");
        }
    }

    /// Characters that no text should hold, and those that look like spaces and are none.
    private static boolean strangeCharacter(Source source, Problems problems) {
        var text = source.text();
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (!isControl(c) && !isOddSpace(c)) continue;
            var place = at(source, text.substring(0, i));
            if (isControl(c)) {
                refuse(problems, place, "control character 0x%02x".formatted((int) c), "take it out");
                return true;
            }
            if (source.line(place.line()).substring(0, place.column() - 1).isBlank()) {
                refuse(problems, place, "this looks like a space and is none (U+%04X)".formatted((int) c), "indent with plain spaces");
                return true;
            }
        }
        return false;
    }

    private static boolean isControl(char c) {
        return c < ' ' && c != '\t' && c != '\n' && c != '\r' || c >= 0x7f && c < 0xa0 && c != 0x85 || c == 0xfffe || c == 0xffff || c == 0xfeff || c >= 0xfdd0 && c <= 0xfdef;
    }

    private static boolean isOddSpace(char c) {
        return c != ' ' && Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    /// The character that follows this beginning of the text.
    private static Place at(Source source, String text) {
        var before = text.replaceAll("\\r\\n?", "\n");
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = 1 + before.substring(before.lastIndexOf('\n') + 1).codePoints().toArray().length;
        return new Place(source, line, column, line, column + 1);
    }

    private static <T> Optional<T> refuse(Problems problems, Place place, String message) {
        return refuse(problems, place, message, "");
    }

    private static <T> Optional<T> refuse(Problems problems, Place place, String message, String hint) {
        problems.add(place, message, hint);
        return Optional.empty();
    }
}
