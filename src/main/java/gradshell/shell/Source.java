package gradshell.shell;

import java.util.Arrays;

/// A text with a name, and the lines and columns of its places. Both count from 1.
///
/// @param name the file's path as the user wrote it; empty for what was typed at the prompt
public record Source(String name, String text) {

    /// A script: a byte order mark and a first line for the kernel (`#!`) are no Java.
    public static Source script(String name, String text) {
        if (text.startsWith("\uFEFF")) text = text.substring(1);
        if (text.startsWith("#!")) text = "//" + text.substring(2);
        return new Source(name, text);
    }

    public int line(int offset) {
        return 1 + (int) text.substring(0, clamp(offset)).chars().filter(c -> c == '\n').count();
    }

    public int column(int offset) {
        return clamp(offset) - text.lastIndexOf('\n', clamp(offset) - 1);
    }

    /// The text of a line, without its end.
    public String lineText(int line) {
        return Arrays.stream(text.split("\n", -1)).skip(line - 1L).findFirst().orElse("").stripTrailing();
    }

    private int clamp(int offset) {
        return Math.clamp(offset, 0, text.length());
    }
}
