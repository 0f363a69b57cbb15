package gradshell.experiment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import gradshell.experiment.Node.ListNode;
import gradshell.experiment.Node.MapNode;
import gradshell.experiment.Node.ScalarNode;

/// One key that a sweep tries values for: a list of them, or a range to draw from.
///
/// @param path   the key, part by part
/// @param values those of a list; empty for a range
record Axis(String name, List<ScalarNode> path, Node node, List<Node> values, Optional<Range> range) {
    /// Numbers that are drawn are rounded to so many digits, to be read and written again.
    private static final MathContext DIGITS = new MathContext(4);

    /// How numbers lie in a range: evenly, evenly by their logarithms, or evenly among whole numbers, both ends included.
    enum Scale { UNIFORM, LOG, INTEGERS }

    record Range(Scale scale, double from, double to) {

        /// The number at a share of the way, from 0 to 1.
        String at(double share) {
            return switch (scale) {
                case UNIFORM -> rounded(from + share * (to - from));
                case LOG -> rounded(Math.exp(Math.log(from) + share * (Math.log(to) - Math.log(from))));
                case INTEGERS -> Long.toString((long) Math.min(to, Math.floor(from + share * (to - from + 1))));
            };
        }

        private String rounded(double value) {
            var text = new BigDecimal(value).round(DIGITS);
            return Double.toString(Math.clamp(text.doubleValue(), from, to));
        }
    }

    /// The axes of a sweep; what is wrong with them goes to `problems`.
    static List<Axis> of(Node sweep, Problems problems) {
        var axes = new ArrayList<Axis>();
        if (!(sweep instanceof MapNode map)) {
            problems.add(sweep.place(), Numbers.expected("paths and values", "sweep", sweep), "write sweep: {optimizer.sgd.lr: [0.1, 0.01]}");
            return axes;
        }
        for (var entry : map.entries()) {
            var name = entry.key().text();
            var path = path(entry.key());
            if (path.isEmpty() || List.of("sweep", "search", "name", Includes.INCLUDE).contains(path.getFirst().text())) {
                problems.add(entry.key().place(), name + " cannot be swept", "an axis is the path of a key, such as optimizer.sgd.lr");
                continue;
            }
            values(name, path, entry.value(), problems).ifPresent(axes::add);
        }
        return axes;
    }

    private static List<ScalarNode> path(ScalarNode key) {
        var parts = List.of(key.text().split("\\.", -1));
        if (parts.stream().anyMatch(String::isBlank)) return List.of();
        return parts.stream().map(part -> new ScalarNode(key.place(), part, true)).toList();
    }

    private static Optional<Axis> values(String name, List<ScalarNode> path, Node node, Problems problems) {
        if (node instanceof ListNode list) {
            if (!list.items().isEmpty()) return Optional.of(new Axis(name, path, node, list.items(), Optional.empty()));
            problems.add(node.place(), "there are no values for " + name, "write at least one");
            return Optional.empty();
        }
        if (node instanceof MapNode map && map.entries().size() == 1) {
            var key = map.entries().getFirst().key();
            for (var scale : Scale.values()) {
                if (Binder.constantName(scale).equals(key.text())) return range(scale, name, map.entries().getFirst().value(), problems).map(r -> new Axis(name, path, node, List.of(), Optional.of(r)));
            }
            problems.add(key.place(), "unknown range " + key.text(), Spelling.hint(key.text(), List.of("uniform", "log", "integers"), "there are"));
            return Optional.empty();
        }
        var hint = node instanceof ScalarNode s && !s.empty() ? "write [" + s.text() + "]" : "write [a, b, c], {uniform: [a, b]}, {log: [a, b]} or {integers: [a, b]}";
        problems.add(node.place(), Numbers.expected("a list of values or a range", name, node), hint);
        return Optional.empty();
    }

    private static Optional<Range> range(Scale scale, String name, Node node, Problems problems) {
        var limits = new ArrayList<Double>();
        if (node instanceof ListNode list && list.items().size() == 2 && list.items().stream().allMatch(ScalarNode.class::isInstance)) {
            for (var item : list.items()) {
                if (scale == Scale.INTEGERS) Numbers.whole((ScalarNode) item, Integer.MIN_VALUE, Integer.MAX_VALUE, name, problems).map(Long::doubleValue).ifPresent(limits::add);
                else Numbers.any((ScalarNode) item, Double.MAX_VALUE, name, problems).ifPresent(limits::add);
            }
            if (limits.size() < 2) return Optional.empty();
        } else {
            problems.add(node.place(), Numbers.expected("the two ends of a range", name, node), "write " + Binder.constantName(scale) + ": [a, b]");
            return Optional.empty();
        }
        double from = limits.get(0), to = limits.get(1);
        if (!(from < to) || Double.isInfinite(to - from)) {
            problems.add(node.place(), "a range goes from a number to a greater one, found " + Explain.text(node));
            return Optional.empty();
        }
        if (scale == Scale.LOG && from <= 0) {
            problems.add(node.place(), "a log range begins above 0, found " + Explain.text(node), "write uniform, or a small number such as 1e-6");
            return Optional.empty();
        }
        return Optional.of(new Range(scale, from, to));
    }

    /// The value at a share of the way, from 0 to 1: of a list, one of its values.
    Node at(double share) {
        if (range.isEmpty()) return values.get((int) Math.min(values.size() - 1, Math.floor(share * values.size())));
        return new ScalarNode(node.place(), range.get().at(share), false);
    }
}
