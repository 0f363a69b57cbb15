package gradshell.shell;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jline.utils.AttributedStyle;

/// How a terminal sets words apart: a theme. Plain where there is no terminal, or where `NO_COLOR` is set.
public enum Style {
    /// No colours.
    PLAIN,
    /// The sixteen colours that the terminal itself has been given.
    COLOR(1, 2, 4, 6, 2, 5, -1),
    /// For a light background.
    LIGHT(160, 28, 25, 30, 64, 90, 25),
    /// For a dark background.
    DARK(203, 114, 111, 80, 150, 176, 111);

    private final int error, good, keyword, number, text, command, prompt;

    Style() {
        this(-1, -1, -1, -1, -1, -1, -1);
    }

    /// @param error the number of the colour among a terminal's 256, or -1 for that of common text; likewise the others
    Style(int error, int good, int keyword, int number, int text, int command, int prompt) {
        this.error = error;
        this.good = good;
        this.keyword = keyword;
        this.number = number;
        this.text = text;
        this.command = command;
        this.prompt = prompt;
    }

    /// What fits the environment.
    public static Style of(boolean terminal) {
        var none = System.getenv("NO_COLOR");
        return terminal && !"dumb".equals(System.getenv("TERM")) && (none == null || none.isEmpty()) ? COLOR : PLAIN;
    }

    /// The theme that users call by a name: `none`, `terminal`, `light`, `dark`.
    static Optional<Style> named(String name) {
        return Arrays.stream(values()).filter(style -> style.title().equals(name)).findFirst();
    }

    /// What users call it.
    String title() {
        return switch (this) {
            case PLAIN -> "none";
            case COLOR -> "terminal";
            default -> name().toLowerCase(Locale.ROOT);
        };
    }

    /// All names, for a message.
    static String titles() {
        return Arrays.stream(values()).map(Style::title).collect(Collectors.joining(", "));
    }

    String error(String text) {
        return paint(error, text);
    }

    public String good(String text) {
        return paint(good, text);
    }

    String prompt(String text) {
        return paint(prompt, text);
    }

    /// What is less important.
    public String faint(String text) {
        return paint("2", text);
    }

    private String paint(int color, String text) {
        return color < 0 ? text : paint(color < 8 ? "3" + color : "38;5;" + color, text);
    }

    private String paint(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
    }

    // ---- Java while it is typed ----

    AttributedStyle keyword() { return color(keyword); }

    AttributedStyle number() { return color(number); }

    AttributedStyle text() { return color(text); }

    AttributedStyle comment() { return this == PLAIN ? AttributedStyle.DEFAULT : AttributedStyle.DEFAULT.faint(); }

    AttributedStyle command() { return color(command); }

    /// A bracket and its fellow, when the cursor is at one of them.
    AttributedStyle bracket() { return this == PLAIN ? AttributedStyle.DEFAULT : AttributedStyle.DEFAULT.bold().underline(); }

    private static AttributedStyle color(int color) { return color < 0 ? AttributedStyle.DEFAULT : AttributedStyle.DEFAULT.foreground(color); }
}
