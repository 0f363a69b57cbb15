package gradshell.experiment;

import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import gradshell.experiment.Bound.Items;
import gradshell.experiment.Bound.Later;
import gradshell.experiment.Bound.Literal;
import gradshell.experiment.Bound.Maybe;
import gradshell.experiment.Node.BrokenNode;
import gradshell.experiment.Node.ListNode;
import gradshell.experiment.Node.MapNode;
import gradshell.experiment.Node.ScalarNode;
import gradshell.tensor.Tensor;

/// Binds a node to a Java type. Problems are collected; a node that has one gives nothing.
record Binder(Words words, Problems problems, Memory memory) {

    /// What came of nodes that were bound to a kind already: overloads try the same arguments again and again, and nested ones would do so without end.
    static final class Memory {
        private record Outcome(Optional<? extends Bound<?>> bound, List<Problem> problems) {}

        private final Map<Node, Map<Kind, Outcome>> outcomes = new IdentityHashMap<>();
    }

    /// `name` is the key or the argument that the value is for, or empty.
    Optional<? extends Bound<?>> bind(Node node, Type type, String name) {
        var raw = Types.raw(type);
        if (Types.isOptional(type)) return bind(node, Types.element(type).orElseThrow(), name).map(b -> new Maybe<>(node, raw, Optional.of(b)));
        if (raw == Bound.class) return bind(node, Types.element(type).orElseThrow(), name).map(Later::new);
        if (node instanceof BrokenNode) return Optional.empty();
        if (raw == Node.class) return Optional.of(new Literal<>(node, node));
        if (node instanceof MapNode map && map.positional().isPresent() && !map.incomplete()) return partless(map, map.positional().get(), name);
        if (node instanceof ScalarNode s && s.empty()) {
            var what = s.text().isEmpty() ? (name.isEmpty() ? "a value" : name) + " is empty" : s.text() + " is no value" + Numbers.forName(name);
            return refuse(node, what, "give it a value, or leave " + (name.isEmpty() ? "it" : name) + " out");
        }
        var kind = words.kind(type);
        if (kind.isPresent()) return word(node, kind.get(), name);
        if (raw.isRecord()) return new GroupBinder(this, raw, name).bind(node);
        if (raw == Tensor.class) return new CellBinder(this, name).bind(node);
        if (Types.isList(type)) return items(node, type, name);
        if (node instanceof ScalarNode s) return plain(s, raw, name);
        var one = node instanceof ListNode list && list.items().size() == 1 && list.items().getFirst() instanceof ScalarNode s ? "write " + s.text() : "";
        return refuse(node, Numbers.expected(wanted(raw), name, node), one);
    }

    private Optional<? extends Bound<?>> word(Node node, Kind kind, String name) {
        var known = memory.outcomes.computeIfAbsent(node, _ -> new HashMap<>());
        var outcome = known.get(kind);
        if (outcome == null) {
            var mine = new Binder(words, new Problems(), memory);
            outcome = new Memory.Outcome(new CallBinder(mine, kind, name).bind(node), mine.problems().list());
            known.put(kind, outcome);
        }
        problems.addAll(outcome.problems());
        return outcome.bound();
    }

    /// The same with a place of its own for problems.
    Binder collecting(Problems others) {
        return new Binder(words, others, memory);
    }

    /// An override went into a value that has no such part.
    private <T> Optional<T> partless(MapNode map, Node value, String name) {
        var key = map.entries().getFirst().key();
        var is = value instanceof ScalarNode s ? Excerpt.shorten(s.text(), 40) : value.found();
        problems.add(key.place(), "%s has no %s: it is %s (%s)".formatted(name.isEmpty() ? "this" : name, key.text(), is, value.place().origin()),
                value instanceof ListNode ? "count its items from 0" : "replace all of it");
        return Optional.empty();
    }

    private Optional<Items<?>> items(Node node, Type type, String name) {
        if (node instanceof ListNode list) return items(node, list.items(), type, name);
        var hint = switch (node) {
            case ScalarNode s -> "write [" + s.text() + "]";
            case MapNode map when !map.entries().isEmpty() -> "write [" + map.entries().getFirst().key().text() + ": …]";
            default -> "write [] for an empty one";
        };
        return refuse(node, Numbers.expected("a list", name, node), hint);
    }

    /// A list or an array of these nodes.
    Optional<Items<?>> items(Node node, List<Node> nodes, Type type, String name) {
        var element = Types.element(type).orElseThrow();
        var bound = new ArrayList<Bound<?>>();
        for (var item : nodes) bind(item, element, name).ifPresent(bound::add);
        Class<?> holder = Types.raw(type).isArray() ? Types.raw(type) : List.class;
        return bound.size() < nodes.size() ? Optional.empty() : Optional.of(new Items<>(node, holder, bound));
    }

    private Optional<? extends Bound<?>> plain(ScalarNode node, Class<?> type, String name) {
        if (type == String.class) return Optional.of(new Literal<>(node, node.text()));
        if (type == boolean.class || type == Boolean.class) return truth(node, name);
        if (type == int.class || type == Integer.class) {
            return Numbers.whole(node, Integer.MIN_VALUE, Integer.MAX_VALUE, name, problems).map(n -> new Literal<>(node, n.intValue()));
        }
        if (type == long.class || type == Long.class) return Numbers.whole(node, Long.MIN_VALUE, Long.MAX_VALUE, name, problems).map(n -> new Literal<>(node, n));
        if (type == float.class || type == Float.class) return Numbers.any(node, Float.MAX_VALUE, name, problems).map(n -> new Literal<>(node, n.floatValue()));
        if (type == double.class || type == Double.class) return Numbers.any(node, Double.MAX_VALUE, name, problems).map(n -> new Literal<>(node, n));
        if (type == Path.class) return path(node);
        if (type.isEnum()) return constant(node, type, name);
        throw new IllegalArgumentException("a file cannot write a value of " + type);
    }

    private Optional<Literal<?>> truth(ScalarNode node, String name) {
        var text = node.quoted() ? "" : node.text();
        if (text.matches("true|True|TRUE")) return Optional.of(new Literal<>(node, true));
        if (text.matches("false|False|FALSE")) return Optional.of(new Literal<>(node, false));
        var hint = text.matches("(?i)yes|on|y|1") ? "write true" : text.matches("(?i)no|off|n|0") ? "write false"
                : node.text().matches("(?i)true|false") ? "take away the quotes" : "";
        return refuse(node, Numbers.expected("true or false", name, node), hint);
    }

    private Optional<Literal<?>> path(ScalarNode node) {
        var path = node.place().source().folder().resolve(node.text());
        if (Files.exists(path)) return Optional.of(new Literal<>(node, path));
        return refuse(node, "no such file: " + path, Neighbours.suggest(path));
    }

    private Optional<Literal<?>> constant(ScalarNode node, Class<?> type, String name) {
        var constants = Arrays.asList(type.getEnumConstants());
        for (var c : constants) {
            if (node.text().equals(constantName(c)) || node.text().equals(((Enum<?>) c).name())) return Optional.of(new Literal<>(node, c));
        }
        var names = constants.stream().map(Binder::constantName).toList();
        return refuse(node, "unknown " + (name.isEmpty() ? "name" : name) + " " + node.found(), Spelling.hint(node.text(), names, "it can be"));
    }

    /// `HALF_UP` is written `halfUp`.
    static String constantName(Object constant) {
        var words = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).split("_");
        for (int i = 1; i < words.length; i++) words[i] = words[i].substring(0, 1).toUpperCase(Locale.ROOT) + words[i].substring(1);
        return String.join("", words);
    }

    static String wanted(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) return "true or false";
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) return "a whole number";
        if (type == String.class) return "text";
        if (type == Path.class) return "a file";
        if (type.isEnum()) return "one of " + Spelling.some(Arrays.stream(type.getEnumConstants()).map(Binder::constantName).toList());
        return "a number";
    }

    <T> Optional<T> refuse(Node node, String message, String hint) {
        var place = node.place();
        var start = node instanceof MapNode || node instanceof ListNode && place.line() != place.endLine();
        problems.add(start && place.line() != place.endLine() ? new Place(place.source(), place.line(), place.column(), place.line(), place.column() + 1) : place, message, hint);
        return Optional.empty();
    }
}
