package gradshell;

import gradshell.nn.Layer;
import gradshell.plot.Picture;
import gradshell.plot.Protocol;
import gradshell.plot.Screen;
import gradshell.shell.Display;
import gradshell.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// How values look at the prompt, where more is known than that they are printed: the terminal's width, colours, and images.
final class Views {
    /// Forces a way to show pictures, or `text`.
    private static final String VARIABLE = "GRADSHELL_PICTURES";
    /// The line that says what a tensor is: `float32 [2, 3], mul`.
    private static final Pattern IDENTITY = Pattern.compile("(?s)(.*(?:  |\n))((?:float32|float64|int64|int32|bool) \\[.*)");

    private static volatile Supplier<Display> prompt;

    private static volatile Consumer<Picture> page;

    private Views() {}

    /// From now on printing knows the terminal too.
    static void at(Supplier<Display> display) { prompt = display; }

    /// From now on pictures that are printed are shown by this, unless it is null.
    static void pictures(Consumer<Picture> show) { page = show; }

    /// Shows a picture where printed text is no place for it; answers whether it did.
    static boolean shown(Object value) {
        var show = page;
        if (show == null || !(value instanceof Picture picture)) return false;
        show.accept(picture);
        return true;
    }

    /// What printing shows of a value: at a prompt its view, otherwise plain text.
    static String printed(Object value) {
        var display = prompt;
        return display == null || !(value instanceof Picture || value instanceof Tensor || value instanceof Help) ? String.valueOf(value) : of(value, display.get()).orElseThrow();
    }

    /// A value as this terminal shows it; nothing if it looks the same everywhere.
    static Optional<String> of(Object value, Display display) {
        return switch (value) {
            case Tensor tensor -> Optional.of(faint(tensor.text(display.columns()), display));
            case Help help -> Optional.of(help.text(display.columns()));
            case Picture picture -> Optional.of(screen(display).draw(picture));
            case Layer layer when layer instanceof Record && !layer.children().isEmpty() -> Optional.of(tree(layer, display));
            case null, default -> Optional.empty();
        };
    }

    private static String faint(String text, Display display) {
        var parts = IDENTITY.matcher(text);
        return parts.matches() ? parts.group(1) + display.style().faint(parts.group(2)) : text;
    }

    // ---- pictures ----

    private static Screen screen(Display display) {
        return new Screen(display.columns(), display.rows(), display.colors(), display.unicode(), protocol(display.pictures(), System.getenv(VARIABLE)));
    }

    /// @param chosen   at the prompt, `auto` for what the terminal says of itself
    /// @param variable what the environment forces unless something was chosen; may be null
    private static Optional<Protocol> protocol(String chosen, String variable) {
        var way = chosen.equals("auto") && variable != null ? variable : chosen;
        if (way.equals("auto")) return Protocol.of(System::getenv);
        return Arrays.stream(Protocol.values()).filter(p -> p.name().toLowerCase(Locale.ROOT).equals(way)).findFirst();
    }

    // ---- layers ----

    /// A layer on one line if that is short, otherwise with its parts below one another; then how many numbers it can learn.
    private static String tree(Layer layer, Display display) {
        var line = layer.toString();
        boolean deep = layer.children().stream().anyMatch(part -> !part.children().isEmpty());
        return (deep || line.length() > display.columns() ? layer.tree().stripTrailing() : line) + "\n" + display.style().faint(String.format(Locale.ROOT, "%,d parameters", layer.numel()));
    }
}
