package gradshell.experiment;

import java.util.Locale;

/// A kind of thing that a word can make, such as a layer or a loss, by the name of its type.
record Kind(Class<?> type) {

    String name() {
        return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    String plural() {
        var name = name();
        return name.matches(".*(s|x|ch|sh)") ? name + "es" : name + "s";
    }

    /// `a layer`, `an optimizer`.
    String one() {
        var name = name();
        return ("aeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
    }
}
