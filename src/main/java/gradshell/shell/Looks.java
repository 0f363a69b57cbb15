package gradshell.shell;

import java.util.List;

/// The commands for how things look.
final class Looks {
    static final List<Command> ALL = List.of(
            new Command("%theme", "%theme dark colours for a dark background; light, terminal, none", Looks::theme),
            new Command("%pictures", "%pictures kitty shows pictures that way; iterm2, sixel, text, auto", Looks::pictures));

    private static final List<String> PICTURES = List.of("auto", "kitty", "iterm2", "sixel", "text");

    private Looks() {}

    private static void theme(Repl repl, String name) {
        if (name.isEmpty()) {
            repl.say("the theme is " + repl.style().title() + ", of " + Style.titles());
            return;
        }
        Style.named(name).ifPresentOrElse(repl::style, () -> repl.complain("there is no theme " + name + ": there are " + Style.titles()));
    }

    private static void pictures(Repl repl, String name) {
        if (name.isEmpty()) repl.say("pictures are shown as " + repl.display().pictures() + ", of " + String.join(", ", PICTURES));
        else if (PICTURES.contains(name)) repl.pictures(name);
        else repl.complain("there is no way " + name + " to show pictures: there are " + String.join(", ", PICTURES));
    }
}
