package gradshell.shell;

/// How a terminal sets words apart; plain where there is none, or where `NO_COLOR` is set.
public enum Style {
    PLAIN, COLOR;

    /// What fits the environment.
    public static Style of(boolean terminal) {
        var none = System.getenv("NO_COLOR");
        return terminal && (none == null || none.isEmpty()) ? COLOR : PLAIN;
    }

    String error(String text) {
        return paint("31", text);
    }

    public String good(String text) {
        return paint("32", text);
    }

    public String faint(String text) {
        return paint("2", text);
    }

    private String paint(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
    }
}
