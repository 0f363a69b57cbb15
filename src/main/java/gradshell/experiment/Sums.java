package gradshell.experiment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.function.BiFunction;

import gradshell.experiment.Node.BrokenNode;
import gradshell.experiment.Node.ScalarNode;

/// The arithmetic of references: `2 * width`, `(inputs + 1) / 2`. Sums, differences, products and quotients of numbers, and nothing else.
///
/// Whole numbers are exact; a quotient that does not come out even has 16 digits.
final class Sums {
    private static final int MOST_DIGITS = 300;
    private static final int DEEPEST = 30;

    private final String text;
    private final Place place;
    private final BiFunction<String, Place, Node> values;
    private final Problems problems;
    private int at, depth;

    private Sums(String text, Place place, BiFunction<String, Place, Node> values, Problems problems) {
        this.text = text;
        this.place = place;
        this.values = values;
        this.problems = problems;
    }

    /// Ends the reading of a text; what is wrong has been told.
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stop() {
            super(null, null, false, false);
        }
    }

    /// The result as a file would write it, or a problem.
    ///
    /// @param values what a path stands for
    static Optional<String> of(String text, Place place, BiFunction<String, Place, Node> values, Problems problems) {
        var sums = new Sums(text, place, values, problems);
        try {
            var sum = sums.sum();
            if (sums.peek() != 0) throw sums.stop("expected + - * or / before " + sums.rest());
            var plain = sum.stripTrailingZeros();
            return Optional.of(plain.scale() <= 0 && plain.precision() - plain.scale() <= 30 ? plain.toBigInteger().toString() : plain.toString());
        } catch (Stop e) {
            return Optional.empty();
        }
    }

    private BigDecimal sum() {
        if (++depth > DEEPEST) throw refuse("more than " + DEEPEST + " brackets or signs in each other");
        var sum = product();
        while (peek() == '+' || peek() == '-') {
            var plus = text.charAt(at++) == '+';
            var next = product();
            sum = bounded(plus ? sum.add(next) : sum.subtract(next));
        }
        depth--;
        return sum;
    }

    private BigDecimal product() {
        var product = factor();
        while (peek() == '*' || peek() == '/') {
            var times = text.charAt(at++) == '*';
            var next = factor();
            if (!times && next.signum() == 0) throw refuse("this divides by 0");
            product = bounded(times ? product.multiply(next) : quotient(product, next));
        }
        return product;
    }

    private static BigDecimal quotient(BigDecimal a, BigDecimal b) {
        var whole = a.divideAndRemainder(b);
        return whole[1].signum() == 0 ? whole[0] : a.divide(b, MathContext.DECIMAL64);
    }

    private BigDecimal factor() {
        switch (peek()) {
            case '-' -> {
                at++;
                if (++depth > DEEPEST) throw refuse("more than " + DEEPEST + " brackets or signs in each other");
                var factor = factor().negate();
                depth--;
                return factor;
            }
            case '(' -> {
                at++;
                var sum = sum();
                if (peek() != ')') throw stop("a ( is never closed");
                at++;
                return sum;
            }
            default -> {
                int start = at;
                while (at < text.length() && isPart(start)) at++;
                var word = text.substring(start, at);
                if (word.isEmpty()) throw stop(peek() == 0 ? text.isBlank() ? "a reference with nothing in it" : "the arithmetic ends too early" : "a reference cannot hold " + rest());
                return word.matches("[0-9.].*") ? bounded(Numbers.parse(word).orElseThrow(() -> stop(word + " is no number"))) : value(word);
            }
        }
    }

    /// Whether the character at hand belongs to the number or path that starts there; `1e-4` has a sign within.
    private boolean isPart(int start) {
        char c = text.charAt(at);
        if (Character.isLetterOrDigit(c) || c == '_' || c == '.') return true;
        return (c == '-' || c == '+') && at > start && "eE".indexOf(text.charAt(at - 1)) >= 0 && Character.isDigit(text.charAt(start)) && !text.startsWith("0x", start);
    }

    private BigDecimal value(String path) {
        if (!path.matches("[A-Za-z_]\\w*(\\.\\w+)*") || peek() != 0 && "+-*/)".indexOf(peek()) < 0) throw stop("a reference cannot hold " + Excerpt.shorten(path + text.substring(at), 30));
        var node = values.apply(path, place);
        if (node instanceof BrokenNode) throw new Stop();
        if (node instanceof ScalarNode s && !s.quoted()) {
            var number = Numbers.parse(s.text());
            if (number.isPresent()) return bounded(number.get());
        }
        throw refuse("%s is no number, it is %s (%s)".formatted(path, node.found(), node.place().origin()));
    }

    /// A few characters can ask for a number that fills the memory.
    private BigDecimal bounded(BigDecimal number) {
        if (number.precision() + Math.abs((long) number.scale()) > 2L * MOST_DIGITS) throw refuse("a number here has more than " + MOST_DIGITS + " digits");
        return number;
    }

    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
        return at < text.length() ? text.charAt(at) : 0;
    }

    private String rest() {
        return Excerpt.shorten(text.substring(at).strip(), 20);
    }

    private Stop refuse(String message) {
        problems.add(place, message);
        return new Stop();
    }

    private Stop stop(String message) {
        problems.add(place, message, "a reference names a value, as in ${width}, and can add, subtract, multiply and divide numbers");
        return new Stop();
    }
}
