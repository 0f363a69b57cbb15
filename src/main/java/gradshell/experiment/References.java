package gradshell.experiment;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import gradshell.experiment.Node.BrokenNode;
import gradshell.experiment.Node.Entry;
import gradshell.experiment.Node.ListNode;
import gradshell.experiment.Node.MapNode;
import gradshell.experiment.Node.ScalarNode;

/// Values that stand for others: `${width}`, `${model.0.linear.1}`, `net-${width}`, `${2 * width}`.
///
/// A reference names a value of the file by its path, or one under `vars` by its name. Where it is the whole value it stands for whatever is
/// there, with its type; within a text it stands for the text of a single value. Numbers can be added, subtracted, multiplied and divided;
/// nothing else is computed. `$${` is the text `${`.
final class References {
    /// The key under which a file has values of its own.
    static final String VARS = "vars";

    private static final int DEEPEST = 50;
    private static final int LONGEST_CHAIN = 100;
    private static final int MOST_NODES = 100_000;
    private static final int LONGEST_TEXT = 10_000;
    private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([^{}]*)(\\}?)");
    private static final Pattern MASKABLE = Pattern.compile("\\$\\{([^{}\\n]*)\\}");
    private static final Pattern PATH = Pattern.compile("[A-Za-z_]\\w*(\\.\\w+)*");
    private static final String OPEN = "\ufdd0", CLOSE = "\ufdd1";

    private final Node root;
    private final Set<String> keys;
    private final Problems problems;
    private final Map<Node, Node> resolved = new IdentityHashMap<>();
    /// How many values a resolved node stands for, and how deep they are nested.
    private final Map<Node, int[]> extents = new IdentityHashMap<>();
    private final List<Node> open = new ArrayList<>();

    /// @param keys what a file can say by itself; a variable of that name would hide it
    References(Node root, Set<String> keys, Problems problems) {
        this.root = root;
        this.keys = keys;
        this.problems = problems;
    }

    /// A text that YAML reads alike within brackets and without: a brace of a reference is no brace of YAML's. It has the same length.
    static String mask(String text) {
        return text.contains("${") ? MASKABLE.matcher(text).replaceAll(m -> Matcher.quoteReplacement("$" + OPEN + m.group(1) + CLOSE)) : text;
    }

    static String unmask(String text) {
        return text.replace(OPEN, "{").replace(CLOSE, "}");
    }

    static boolean any(String text) {
        return text.contains("${");
    }

    /// The tree without references, and without `vars`.
    Node resolve() {
        variables();
        var whole = resolve(root);
        if (!(whole instanceof MapNode map)) return whole;
        return new MapNode(map.place(), map.entries().stream().filter(e -> !e.key().text().equals(VARS)).toList(), map.positional());
    }

    private void variables() {
        if (!(root instanceof MapNode map) || map.entry(VARS).isEmpty()) return;
        var vars = map.entry(VARS).get();
        if (!(vars.value() instanceof MapNode named)) {
            if (vars.value() instanceof BrokenNode) return;
            problems.add(vars.value() instanceof ScalarNode s && s.empty() ? vars.key().place() : vars.value().place(), "vars holds no names and values",
                    "write vars: {width: 64}, or leave it out");
            return;
        }
        for (var entry : named.entries()) {
            var name = entry.key().text();
            if (!PATH.matcher(name).matches() || name.contains(".")) {
                problems.add(entry.key().place(), "%s is no name for a variable".formatted(entry.key().found()), "use letters, digits and underscores");
            } else if (keys.contains(name)) {
                problems.add(entry.key().place(), name + " is a key of the file, and no name for a variable", "write ${%s} for the key's value, or choose another name".formatted(name));
            }
        }
    }

    private Node resolve(Node node) {
        var known = resolved.get(node);
        if (known != null) return known;
        open.add(node);
        var result = switch (node) {
            case MapNode map -> new MapNode(map.place(), map.entries().stream().map(e -> new Entry(e.key(), resolve(e.value()))).toList(), map.positional().map(this::resolve));
            case ListNode list -> new ListNode(list.place(), list.items().stream().map(this::resolve).toList());
            case ScalarNode scalar -> any(scalar.text()) ? text(scalar) : scalar;
            case BrokenNode broken -> broken;
        };
        open.removeLast();
        result = bounded(node, result);
        resolved.put(node, result);
        return result;
    }

    /// Refuses what has grown too large: references can double a value with every line.
    private Node bounded(Node node, Node result) {
        var parts = switch (result) {
            case MapNode map -> map.entries().stream().map(Entry::value).toList();
            case ListNode list -> list.items();
            default -> List.<Node>of();
        };
        long size = 1;
        int depth = 0;
        for (var part : parts) {
            var extent = extents.getOrDefault(part, new int[] {1, 0});
            size += extent[0];
            depth = Math.max(depth, 1 + extent[1]);
        }
        if (size > MOST_NODES || depth > DEEPEST) {
            var what = size > MOST_NODES ? "with its references this stands for more than " + MOST_NODES + " values" : "with its references this is nested more than " + DEEPEST + " deep";
            problems.add(start(node.place()), what);
            return new BrokenNode(node.place());
        }
        extents.put(result, parts.isEmpty() ? extents.getOrDefault(result, new int[] {1, 0}) : new int[] {(int) size, depth});
        return result;
    }

    private static Place start(Place place) {
        return place.line() == place.endLine() ? place : new Place(place.source(), place.line(), place.column(), place.line(), place.column() + 1);
    }

    private Node text(ScalarNode scalar) {
        var matcher = REFERENCE.matcher(scalar.text());
        if (matcher.matches() && !matcher.group().startsWith("$$")) {
            var place = within(scalar, matcher.group());
            return closed(matcher, place) ? value(scalar, matcher.group(1), place) : new BrokenNode(scalar.place());
        }
        var text = new StringBuilder();
        var broken = false;
        int from = 0;
        matcher.reset();
        while (matcher.find()) {
            text.append(scalar.text(), from, matcher.start());
            from = matcher.end();
            if (matcher.group().startsWith("$$")) text.append(matcher.group().substring(1));
            else {
                var place = within(scalar, matcher.group());
                var value = closed(matcher, place) ? value(scalar, matcher.group(1), place) : new BrokenNode(place);
                if (value instanceof ScalarNode single) text.append(single.text());
                else if (!(value instanceof BrokenNode)) problems.add(place, "%s is %s, and cannot stand within a text".formatted(matcher.group(), value.found()), "let it be the whole value");
                broken |= !(value instanceof ScalarNode);
            }
            if (text.length() > LONGEST_TEXT) {
                problems.add(scalar.place(), "with its references this text has more than " + LONGEST_TEXT + " characters");
                return new BrokenNode(scalar.place());
            }
        }
        text.append(scalar.text().substring(from));
        if (broken) return new BrokenNode(scalar.place());
        var through = scalar.text().replace("$${", "").contains("${") ? Excerpt.shorten(scalar.text(), 40) : "";
        return new ScalarNode(through.isEmpty() ? scalar.place() : scalar.place().by(through, scalar.place().source().folder()), text.toString(), scalar.quoted());
    }

    private boolean closed(Matcher reference, Place place) {
        if (!reference.group(2).isEmpty()) return true;
        problems.add(place, "this reference is never closed", "write ${%s}".formatted(reference.group(1).strip()));
        return false;
    }

    /// What the text between the braces stands for.
    private Node value(ScalarNode at, String expression, Place place) {
        var path = expression.strip();
        if (!PATH.matcher(path).matches()) {
            return Sums.of(expression, place, this::number, problems).<Node>map(sum -> new ScalarNode(place.by("${" + expression + "}", place.source().folder()), sum, false))
                    .orElseGet(() -> new BrokenNode(place));
        }
        var target = target(path, place);
        var through = "${" + path + "} from " + (target.place().source().kind() == Source.Kind.OVERRIDE ? target.place() : target.place().origin());
        var found = switch (target) {
            case ScalarNode s when s.empty() -> {
                problems.add(place, "${%s} has no value".formatted(path), "give it one in " + s.place().origin());
                yield new BrokenNode(place);
            }
            case ScalarNode s -> new ScalarNode(at.place().by(through, s.place().source().folder()), s.text(), s.quoted());
            case ListNode list -> new ListNode(at.place().by(through, list.place().source().folder()), list.items());
            case MapNode map -> new MapNode(at.place().by(through, map.place().source().folder()), map.entries(), map.positional());
            case BrokenNode broken -> broken;
        };
        if (extents.containsKey(target)) extents.put(found, extents.get(target));
        return found;
    }

    private Node number(String path, Place place) {
        return target(path, place);
    }

    /// The resolved value at a path.
    private Node target(String path, Place place) {
        var parts = path.split("\\.");
        var map = root instanceof MapNode m ? m : new MapNode(root.place(), List.of());
        var variables = map.entry(VARS).map(Entry::value).filter(MapNode.class::isInstance).map(MapNode.class::cast);
        var first = map.entry(parts[0]).or(() -> variables.flatMap(v -> v.entry(parts[0])));
        if (first.isEmpty()) {
            if (map.incomplete()) return new BrokenNode(place);
            var names = new LinkedHashSet<String>();
            variables.ifPresent(v -> v.entries().forEach(e -> names.add(e.key().text())));
            map.entries().forEach(e -> names.add(e.key().text()));
            names.remove(VARS);
            names.removeIf(name -> !name.matches("[A-Za-z_]\\w*"));
            return unknown(path, place, Spelling.nearest(parts[0], names).map(near -> "did you mean ${" + near + path.substring(parts[0].length()) + "}?")
                    .orElse(keys.contains(parts[0]) ? parts[0] + " must be written in the file for that" : "name a value of the file by its path, or one of vars"));
        }
        var node = first.get().value();
        var at = parts[0];
        for (int i = 1; i < parts.length; i++) {
            if (node instanceof ScalarNode s && any(s.text())) node = followed(node, path, place);
            var part = parts[i];
            var next = switch (node) {
                case BrokenNode broken -> broken;
                case MapNode m when m.entry(part).isPresent() -> m.entry(part).get().value();
                case MapNode m when m.positional().isPresent() && m.positional().get() instanceof ListNode list && isItem(part, list) -> list.items().get(Integer.parseInt(part));
                case ListNode list when isItem(part, list) -> list.items().get(Integer.parseInt(part));
                default -> null;
            };
            if (next == null) return unknown(path, place, inside(node, at, part, path));
            node = next;
            at += "." + part;
        }
        return followed(node, path, place);
    }

    private static boolean isItem(String part, ListNode list) {
        return part.matches("\\d{1,6}") && Integer.parseInt(part) < list.items().size();
    }

    private static String inside(Node node, String at, String part, String path) {
        return switch (node) {
            case MapNode m -> Spelling.nearest(part, m.entries().stream().map(e -> e.key().text()).toList())
                    .map(near -> "did you mean ${" + at + "." + near + path.substring(at.length() + 1 + part.length()) + "}?")
                    .orElse(at + " has " + Spelling.some(m.entries().stream().map(e -> e.key().text()).toList()));
            case ListNode list -> list.items().isEmpty() ? at + " is an empty list" : "the items of " + at + " are 0 to " + (list.items().size() - 1);
            default -> at + " is " + Excerpt.shorten(((ScalarNode) node).text(), 40);
        };
    }

    private Node unknown(String path, Place place, String hint) {
        problems.add(place, "${" + path + "} stands for nothing", hint);
        return new BrokenNode(place);
    }

    private Node followed(Node node, String path, Place place) {
        if (open.stream().anyMatch(n -> n == node)) {
            var round = open.subList(indexOf(node), open.size()).stream().filter(n -> n instanceof ScalarNode s && any(s.text())).map(ScalarNode.class::cast).toList();
            var texts = round.stream().map(ScalarNode::text).reduce((a, b) -> a + " → " + b).orElse("");
            var first = round.stream().map(ScalarNode::place).filter(p -> p.line() > 0).findFirst().orElse(place);
            problems.add(first, "this reference leads back to itself: " + Excerpt.shorten(texts + (round.size() > 1 ? " → " + round.getFirst().text() : ""), 200));
            return new BrokenNode(place);
        }
        if (open.stream().filter(ScalarNode.class::isInstance).count() > LONGEST_CHAIN) {
            problems.add(place, "more than " + LONGEST_CHAIN + " references in a row, up to ${" + path + "}");
            return new BrokenNode(place);
        }
        return resolve(node);
    }

    private int indexOf(Node node) {
        int index = 0;
        while (open.get(index) != node) index++;
        return index;
    }

    /// The place of a reference within the text that holds it, where the text stands in one line as it is.
    private static Place within(ScalarNode scalar, String reference) {
        var place = scalar.place();
        var line = place.source().line(place.line());
        if (place.line() == 0 || place.line() != place.endLine() || line.codePointCount(0, line.length()) < place.column()) return place;
        int from = line.indexOf(reference, line.offsetByCodePoints(0, place.column() - 1));
        if (from < 0) return place;
        int column = line.codePointCount(0, from) + 1;
        return new Place(place.source(), place.line(), column, place.line(), column + reference.codePointCount(0, reference.length()));
    }
}
