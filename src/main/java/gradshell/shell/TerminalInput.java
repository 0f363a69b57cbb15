package gradshell.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/// `System.in` at the prompt: what is typed while a snippet runs. Unlike the process's own it can be interrupted.
final class TerminalInput extends InputStream {

    /// How long a read waits before it asks whether it is to stop, in milliseconds.
    private static final long TURN = 30;

    private final NonBlockingReader reader;
    private byte[] bytes = {};
    private int at;

    TerminalInput(Terminal terminal) {
        reader = terminal.reader();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /// Waits for the first byte only, as a terminal does: what is there already comes with it.
    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = 0;
        while (count < length && (count == 0 || available() > 0 || reader.available() > 0)) {
            if (available() == 0 && !fill()) break;
            into[from + count++] = bytes[at++];
            if (into[from + count - 1] == '\n') break;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    @Override
    public int available() {
        return bytes.length - at;
    }

    /// Reads one more character; answers whether there was one.
    private boolean fill() throws IOException {
        int first = next();
        if (first < 0) return false;
        var text = Character.isHighSurrogate((char) first) ? new String(new char[] {(char) first, (char) next()}) : String.valueOf((char) first);
        bytes = text.getBytes(StandardCharsets.UTF_8);
        at = 0;
        return true;
    }

    private int next() throws IOException {
        while (true) {
            if (Thread.interrupted()) throw new InterruptedIOException("interrupted");
            int c = reader.read(TURN);
            if (c != NonBlockingReader.READ_EXPIRED) return c;
        }
    }
}
