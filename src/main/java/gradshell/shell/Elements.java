package gradshell.shell;

import java.lang.reflect.Array;
import java.util.StringJoiner;

/// An array as text: `[1, 2, 3]`, and no longer than one cares to read.
final class Elements {

    private static final int SHOWN = 100;

    private Elements() {}

    static String of(Object array) {
        int length = Array.getLength(array);
        var text = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < Math.min(length, SHOWN); i++) text.add(Dialect.JAVA.show(Array.get(array, i)));
        if (length > SHOWN) text.add("… " + (length - SHOWN) + " more");
        return text.toString();
    }
}
