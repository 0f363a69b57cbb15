package gradshell.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import gradshell.experiment.Node.BrokenNode;
import gradshell.experiment.Node.Entry;
import gradshell.experiment.Node.ListNode;
import gradshell.experiment.Node.MapNode;
import gradshell.experiment.Node.ScalarNode;

/// Changes from the command line, `path.to.key=value`, written into the tree before it is bound, so that they pass the same checks.
/// Items of lists are counted from 0; `null` takes a key back to its default.
public record Overrides(List<String> changes, Path folder, Problems problems) {

    /// The tree with all changes in it.
    public Node apply(Node root) {
        for (var change : changes) root = apply(root, Source.override(change, folder));
        return root;
    }

    /// The tree with a value at the end of a path.
    Node put(Node root, List<ScalarNode> path, Node value) {
        return set(root, path, 0, value);
    }

    private Node apply(Node root, Source source) {
        var text = source.text();
        int equals = text.indexOf('=');
        if (equals <= 0 || text.substring(0, equals).isBlank()) {
            problems.add(place(source, 0, text.length()), "expected path.to.key=value", "for example epochs=10");
            return root;
        }
        var path = new ArrayList<ScalarNode>();
        for (int start = 0; start <= equals; ) {
            int end = Math.min(equals, text.indexOf('.', start) < 0 ? equals : text.indexOf('.', start));
            if (text.substring(start, end).isBlank()) {
                problems.add(place(source, start, Math.max(start + 1, end)), "the path has an empty part", "write path.to.key=value");
                return root;
            }
            path.add(new ScalarNode(place(source, start, end), text.substring(start, end), true));
            start = end + 1;
        }
        if (text.substring(equals + 1).isBlank()) {
            problems.add(place(source, 0, equals + 1), "no value after the =", "to go back to the default, write " + text.strip() + "null");
            return root;
        }
        // blanks in place of the path, so that columns count within the change
        var padded = new Source(source.kind(), source.name(), folder, " ".repeat(text.codePointCount(0, equals + 1)) + text.substring(equals + 1));
        var inner = new Problems();
        var value = Document.parse(padded, inner);
        for (var p : inner.list()) problems.add(at(source, p.place()), p.message(), p.hint());
        return value.map(v -> set(root, path, 0, replace(v, source))).orElse(root);
    }

    private Node set(Node node, List<ScalarNode> path, int depth, Node value) {
        if (depth == path.size()) return value;
        var key = path.get(depth);
        return switch (node) {
            case MapNode map -> entry(map, path, depth, value);
            case ListNode list when key.text().matches("\\d{1,9}") -> item(list, path, depth, value);
            case ScalarNode word when !word.quoted() && word.text().equals(key.text()) && depth + 1 < path.size() ->
                    // a bare word gets its first argument
                    new MapNode(word.place(), List.of(new Entry(word, nested(path, depth + 1, value))));
            case BrokenNode broken -> broken;
            case ScalarNode s when s.empty() -> nested(path, depth, value);
            default -> depth == path.size() - 1 ? new MapNode(node.place(), List.of(new Entry(key, value)), Optional.of(node)) : misled(node, path, depth);
        };
    }

    private Node entry(MapNode map, List<ScalarNode> path, int depth, Node value) {
        var key = path.get(depth);
        var last = depth == path.size() - 1;
        var entries = new ArrayList<Entry>();
        var found = false;
        for (var entry : map.entries()) {
            if (!entry.key().text().equals(key.text())) {
                entries.add(entry);
                continue;
            }
            found = true;
            if (!last || !isNull(value)) entries.add(new Entry(entry.key(), set(entry.value(), path, depth + 1, value)));
        }
        if (!found && !isNull(value)) entries.add(new Entry(key, nested(path, depth + 1, value)));
        if (!found && isNull(value)) {
            var names = map.entries().stream().map(e -> e.key().text()).toList();
            problems.add(key.place(), "there is no " + key.text() + " to take back", Spelling.nearest(key.text(), names).map(Spelling::question).orElse(""));
        }
        return new MapNode(map.place(), entries, map.positional());
    }

    private Node item(ListNode list, List<ScalarNode> path, int depth, Node value) {
        var key = path.get(depth);
        int index = Integer.parseInt(key.text());
        if (index >= list.items().size()) {
            var above = depth == 0 ? "the list" : path.get(depth - 1).text();
            problems.add(key.place(), "%s has no item %d".formatted(above, index), "its items are 0 to " + (list.items().size() - 1));
            return list;
        }
        var items = new ArrayList<>(list.items());
        items.set(index, set(items.get(index), path, depth + 1, value));
        return new ListNode(list.place(), items);
    }

    private Node misled(Node node, List<ScalarNode> path, int depth) {
        var above = path.subList(0, depth).stream().map(ScalarNode::text).reduce((a, b) -> a + "." + b).orElse("the file");
        var is = node instanceof ScalarNode s ? Excerpt.shorten(s.text(), 40) : node.found();
        problems.add(path.get(depth).place(), "%s has no %s: it is %s (%s)".formatted(above, path.get(depth).text(), is, node.place().origin()),
                node instanceof ListNode ? "count its items from 0" : "to replace it, write " + above + "=…");
        return node;
    }

    /// The value under the rest of the path.
    private static Node nested(List<ScalarNode> path, int depth, Node value) {
        for (int i = path.size() - 1; i >= depth; i--) value = new MapNode(path.get(i).place(), List.of(new Entry(path.get(i), value)));
        return value;
    }

    private static boolean isNull(Node value) {
        return value instanceof ScalarNode s && s.empty();
    }

    private static Node replace(Node node, Source source) {
        return switch (node) {
            case BrokenNode broken -> broken;
            case ScalarNode s -> scalar(s, source);
            case ListNode l -> new ListNode(at(source, l.place()), l.items().stream().map(i -> replace(i, source)).toList());
            case MapNode m -> new MapNode(at(source, m.place()), m.entries().stream().map(e -> new Entry(scalar(e.key(), source), replace(e.value(), source))).toList());
        };
    }

    private static ScalarNode scalar(ScalarNode s, Source source) {
        return new ScalarNode(at(source, s.place()), s.text(), s.quoted());
    }

    private static Place at(Source source, Place place) {
        return new Place(source, place.line(), place.column(), place.endLine(), place.endColumn());
    }

    private static Place place(Source source, int from, int to) {
        var text = source.text();
        return new Place(source, 1, text.codePointCount(0, from) + 1, 1, text.codePointCount(0, to) + 1);
    }
}
