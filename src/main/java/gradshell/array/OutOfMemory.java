package gradshell.array;

import java.util.Locale;

/// There is no room for an array: says which operation wanted how much, and how much there is.
public final class OutOfMemory extends OutOfMemoryError {
    private static final long serialVersionUID = 1L;

    private OutOfMemory(String message) { super(message); }

    /// @param what the numbers, `float32 [2000, 3]`
    static OutOfMemory of(String what, long bytes) {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        return new OutOfMemory(word() + what + " needs " + size(bytes) + "; " + size(free) + " are free of " + size(runtime.maxMemory()) + (free > bytes ? ", but not in one piece" : ""));
    }

    /// What was called last from outside, as messages begin: `matmul: `; empty if that cannot be told.
    private static String word() {
        return StackWalker.getInstance().walk(frames -> frames
                .takeWhile(frame -> frame.getClassName().startsWith("gradshell.") || frame.getClassName().startsWith("java."))
                .filter(frame -> frame.getClassName().matches("gradshell\\.(tensor\\..*|\\w+Words)") && frame.getMethodName().matches("[a-z]\\w*"))
                .map(StackWalker.StackFrame::getMethodName).reduce("", (_, outer) -> outer)).transform(word -> word.isEmpty() ? "" : word + ": ");
    }

    /// An amount of memory in words: `1.5 GB`.
    public static String size(long bytes) {
        if (bytes < 1000) return bytes + " bytes";
        double amount = bytes;
        int unit = -1;
        while (amount >= 999.95) {
            amount /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %sB", amount, "kMGTP".charAt(unit));
    }
}
