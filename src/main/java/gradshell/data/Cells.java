package gradshell.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import gradshell.array.Interruption;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The rows of a file of comma-separated values: text in UTF-8, or in UTF-16 with a byte order mark in front.
final class Cells {
    /// More are a slip, or belong into another format.
    private static final int MOST = 100_000;
    private static final Pattern LINE = Pattern.compile("[Rr]ecord starting at line (\\d+)");

    private Cells() {}

    /// Reads a file row by row; what is wrong with it is told with its line.
    static void read(Path file, char separator, Consumer<CsvRecord> rows) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            // What is no text in this encoding is an error, and not replaced.
            InputStreamReader text = new InputStreamReader(in, marked(in).newDecoder());
            CsvRecordHandler handler = CsvRecordHandler.builder().maxFields(MOST).build();
            try (CsvReader<CsvRecord> reader = CsvReader.builder().fieldSeparator(separator).extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .allowUnclosedQuote(false).build(handler, text)) {
                for (CsvRecord row : reader) {
                    Interruption.check();
                    rows.accept(row);
                }
            }
        } catch (CsvParseException | UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException || e.getCause() != null && e.getCause().getCause() instanceof CharacterCodingException) throw new FormatException(undecoded(file));
            if (e.getCause() instanceof IOException failure) throw failure;
            throw new FormatException(told(file, e.getMessage()));
        }
    }

    /// The encoding that a mark at the beginning says, which is read.
    private static Charset marked(InputStream in) throws IOException {
        in.mark(3);
        byte[] start = in.readNBytes(3);
        int first = start.length < 2 ? 0 : (start[0] & 255) << 8 | start[1] & 255;
        in.reset();
        if (first == 0xfeff || first == 0xfffe) {
            in.skipNBytes(2);
            return first == 0xfeff ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        }
        if (first == 0xefbb && start.length == 3 && (start[2] & 255) == 0xbf) in.skipNBytes(3);
        return StandardCharsets.UTF_8;
    }

    /// Looks for the line that cannot be read as text.
    private static String undecoded(Path file) throws IOException {
        int line = 1;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Charset charset = marked(in);
            if (charset != StandardCharsets.UTF_8) return file + ": its text is no whole " + charset + ", as its first bytes promise; the file is damaged";
            java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                bytes.write(b);
                if (b != '\n') continue;
                charset.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes.toByteArray()));
                bytes.reset();
                line++;
            }
        } catch (CharacterCodingException _) {
            // Here it is.
        }
        return file + ":" + line + ": the text is not UTF-8; save it as that, with iconv -f latin1 -t utf-8 for example";
    }

    private static String told(Path file, String message) {
        Matcher line = LINE.matcher(message);
        String at = file + (line.find() ? ":" + line.group(1) : "") + ": ";
        if (message.contains("fields")) return at + "there are more than " + MOST + " cells; npy files hold sets of so many columns";
        if (message.contains("buffer")) return at + "a cell is longer than 16777216 characters; is a quote missing at its end?";
        if (message.contains("after closing quote")) return at + "text follows a quote that closes a cell; a quote in a cell is written twice: \"\"";
        if (message.contains("nclosed") || message.contains("end of")) return at + "a quote opens here and is never closed";
        return at + message;
    }
}
