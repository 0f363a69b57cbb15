package gradshell.experiment;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

import gradshell.experiment.Node.ScalarNode;

/// Reads numbers as YAML 1.2 and Java write them: `1e-4`, `.5`, `0x10`, `1_000`. Whether `3` is whole or not is the wish of the key, not of the text.
final class Numbers {
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\d+(_\\d+)*)?(\\.(\\d+(_\\d+)*)?)?([eE][-+]?\\d+)?");
    private static final Pattern RADIX = Pattern.compile("[-+]?0(x[0-9a-fA-F]+|o[0-7]+|b[01]+)");
    private static final Pattern ZEROS = Pattern.compile("[-+]?0\\d+");
    private static final Pattern INFINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)");

    private Numbers() {}

    /// A whole number between the two, or a problem.
    static Optional<Long> whole(ScalarNode node, long least, long most, String name, Problems problems) {
        var exact = exact(node, "a whole number", name, problems);
        if (exact.isEmpty()) return Optional.empty();
        var value = exact.get().stripTrailingZeros();
        var written = node.text().contains(".");
        if (value.scale() > 0 || written) {
            var hint = value.scale() <= 0 ? "write " + value.toBigInteger() : "";
            problems.add(node.place(), expected("a whole number", name, node), hint);
            return Optional.empty();
        }
        if (value.precision() - value.scale() > 30 || outside(value.toBigInteger(), least, most)) {
            problems.add(node.place(), "%s is too %s%s".formatted(node.text(), value.signum() > 0 ? "large" : "small", forName(name)),
                    "at " + (value.signum() > 0 ? "most " + most : "least " + least));
            return Optional.empty();
        }
        return Optional.of(value.longValueExact());
    }

    /// Any finite number that fits, or an infinite one; or a problem.
    static Optional<Double> any(ScalarNode node, double most, String name, Problems problems) {
        if (!node.quoted() && INFINITE.matcher(node.text()).matches()) {
            return Optional.of(node.text().startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        var exact = exact(node, "a number", name, problems);
        if (exact.isEmpty()) return Optional.empty();
        var value = most == Float.MAX_VALUE ? exact.get().floatValue() : exact.get().doubleValue();
        if (Double.isInfinite(value)) {
            problems.add(node.place(), node.text() + " is too large" + forName(name), "at most %.1e, or .inf".formatted(most));
            return Optional.empty();
        }
        if (value == 0 && exact.get().signum() != 0) {
            problems.add(node.place(), node.text() + " is too small" + forName(name) + " and would be 0", "write 0 if you mean it");
            return Optional.empty();
        }
        return Optional.of(most == Float.MAX_VALUE ? Double.parseDouble(Float.toString((float) value)) : value);
    }

    private static boolean outside(BigInteger value, long least, long most) {
        return value.compareTo(BigInteger.valueOf(least)) < 0 || value.compareTo(BigInteger.valueOf(most)) > 0;
    }

    private static Optional<BigDecimal> exact(ScalarNode node, String wanted, String name, Problems problems) {
        var number = node.quoted() ? Optional.<BigDecimal>empty() : parse(node.text());
        if (number.isEmpty()) problems.add(node.place(), expected(wanted, name, node), hint(node));
        return number;
    }

    static String expected(String wanted, String name, Node found) {
        return "expected " + wanted + forName(name) + ", found " + (found instanceof ScalarNode s && !s.quoted() && parse(s.text()).isPresent() ? s.text() : found.found());
    }

    static String forName(String name) {
        return name.isEmpty() ? "" : " for " + name;
    }

    private static String hint(ScalarNode node) {
        var text = node.text().strip();
        if (node.quoted() && parse(text).isPresent()) return "take away the quotes";
        if (ZEROS.matcher(text).matches()) return "leading zeros can be taken for octal: write " + new BigInteger(text) + ", or 0o" + text.replaceFirst("^[-+]?0+", "") + " for octal";
        if (text.matches("[-+]?\\d+,\\d+") && !text.matches("[-+]?\\d{1,3}(,\\d{3})+")) return "write " + text.replace(',', '.');
        if (text.matches("[-+]?\\d{1,3}(,\\d{3})+")) return "write " + text.replace(",", "") + ", or " + text.replace(',', '_');
        if (text.endsWith("%") && parse(text.substring(0, text.length() - 1)).isPresent()) {
            return "write " + parse(text.substring(0, text.length() - 1)).get().movePointLeft(2).stripTrailingZeros().toPlainString();
        }
        if (text.matches("[-+]?[\\d._eE+-]+[fFdDlL]") && parse(text.substring(0, text.length() - 1)).isPresent()) return "write " + text.substring(0, text.length() - 1);
        if (text.matches("(?i)[-+]?\\.?nan")) return "write a number that is one";
        if (text.matches("(?i)[-+]?inf(inity)?")) return "write " + (text.startsWith("-") ? "-" : "") + ".inf";
        if (text.matches("[-+]?[\\d.]+\\s*[*/]\\s*[-+]?[\\d.]+")) return "arithmetic stands within ${ and }: write ${" + text.replaceAll("\\s", "") + "}";
        if (text.matches("[-+]?[\\d.]+\\s*(\\^|\\*\\*)\\s*[-+]?[\\d.]+")) return "powers are not read: write the result";
        return "";
    }

    static Optional<BigDecimal> parse(String text) {
        if (RADIX.matcher(text).matches()) {
            var digits = text.replaceFirst("0[xob]", "");
            return Optional.of(new BigDecimal(new BigInteger(digits, text.contains("0x") ? 16 : text.contains("0o") ? 8 : 2)));
        }
        var plain = text.replace("_", "");
        if (!DECIMAL.matcher(text).matches() || ZEROS.matcher(text).matches() || text.length() > 400 || plain.chars().noneMatch(Character::isDigit)) return Optional.empty();
        if (!plain.replaceFirst("[eE].*", "").chars().anyMatch(Character::isDigit)) return Optional.empty();
        try {
            return Optional.of(new BigDecimal(plain));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
