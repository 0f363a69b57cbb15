package gradshell.shell;

import java.util.Map;
import java.util.regex.Pattern;

/// What a terminal shows that has no characters but ASCII, as in a container without a locale: the nearest that it can write.
final class Ascii {
    private static final Map<String, String> NEAREST = Map.ofEntries(
            Map.entry("…", "..."), Map.entry("·", "*"), Map.entry("×", "x"), Map.entry("π", "pi"), Map.entry("Φ", "Phi"), Map.entry("√", "sqrt "), Map.entry("½", "1/2"),
            Map.entry("∞", "infinity"), Map.entry("ᵀ", "^T"), Map.entry("ˣ", "^x"), Map.entry("⁻", "^-"), Map.entry("²", "^2"), Map.entry("³", "^3"), Map.entry("⁴", "^4"),
            Map.entry("→", "->"), Map.entry("←", "<-"), Map.entry("≤", "<="), Map.entry("≥", ">="), Map.entry("≠", "!="), Map.entry("±", "+-"), Map.entry("–", "-"), Map.entry("’", "'"),
            Map.entry("«", "\""), Map.entry("»", "\""), Map.entry("µ", "u"));
    private static final Pattern OTHER = Pattern.compile("[^\\x00-\\x7f]");

    private Ascii() {}

    /// A text with what ASCII has for characters that it has not; others stay, and come out as question marks.
    static String of(String text) { return OTHER.matcher(text).replaceAll(found -> NEAREST.getOrDefault(found.group(), found.group())); }
}
