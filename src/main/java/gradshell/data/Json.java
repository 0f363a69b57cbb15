package gradshell.data;

/// The little of JSON that files of ours are written in.
public final class Json {
    private Json() {}

    /// A text in quotes.
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c >= ' ' && c != 0x7f && !Character.isSurrogate(c)) quoted.append(c);
                    else quoted.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
                }
            }
        }
        return quoted.append('"').toString();
    }

    /// A number; JSON has none that are infinite or undefined, and `null` stands for those.
    public static String number(double value) { return Double.isFinite(value) ? Double.toString(value) : "null"; }
}
