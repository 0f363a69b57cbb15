package gradshell.experiment;

import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import gradshell.experiment.Node.BrokenNode;
import gradshell.experiment.Node.Entry;
import gradshell.experiment.Node.ListNode;
import gradshell.experiment.Node.MapNode;
import gradshell.experiment.Node.ScalarNode;

/// Files within files: the key `include` of any map names one file or several, whose content stands there.
///
/// The including file has the last word ([Merge]), and of several included files the later one. Names of files are relative to the file that they stand in.
final class Includes {
    /// The key that names other files.
    static final String INCLUDE = "include";

    private static final int DEEPEST = 20;
    private static final int MOST = 100;

    private final Merge merge;
    private final Problems problems;
    private final List<Path> chain = new ArrayList<>();
    private int count;

    Includes(Merge merge, Problems problems) {
        this.merge = merge;
        this.problems = problems;
    }

    /// The tree of a file with all that it includes.
    Node resolve(Path file, Node root, Type type) {
        chain.add(identity(file));
        var resolved = resolve(root, type);
        chain.removeLast();
        return resolved;
    }

    private Node resolve(Node node, Type type) {
        return switch (node) {
            case ListNode list -> {
                var element = type == null ? null : Types.element(type).orElse(type);
                yield new ListNode(list.place(), list.items().stream().map(item -> resolve(item, element)).toList());
            }
            case MapNode map when map.entry(INCLUDE).isPresent() -> included(map, map.entry(INCLUDE).get(), type);
            case MapNode map -> inner(map, map.entries(), type);
            default -> node;
        };
    }

    private MapNode inner(MapNode map, List<Entry> entries, Type type) {
        return new MapNode(map.place(), entries.stream().map(e -> new Entry(e.key(), resolve(e.value(), merge.under(type, e.key().text())))).toList(), map.positional());
    }

    private Node included(MapNode map, Entry include, Type type) {
        var own = inner(map, map.entries().stream().filter(e -> e != include).toList(), type);
        Optional<Node> whole = Optional.empty();
        var named = include.value() instanceof ListNode list ? list.items() : List.of(include.value());
        for (var name : named) {
            var content = content(include, name, type);
            if (content.isEmpty() || content.get() instanceof BrokenNode) {
                var hidden = new BrokenNode(map.place());
                return own.entries().isEmpty() ? hidden : new MapNode(own.place(), own.entries(), Optional.of(hidden));
            }
            whole = whole.isEmpty() ? content : Optional.of(merge.over(whole.get(), content.get(), type));
        }
        if (whole.isEmpty()) {
            problems.add(include.key().place(), "include names no file", "write include: other.yaml, or leave it out");
            return own;
        }
        if (own.entries().isEmpty()) return whole.get();
        if (whole.get() instanceof MapNode base) return merge.over(base, own, type);
        problems.add(own.entries().getFirst().key().place(), "%s stands beside an include of %s".formatted(own.entries().getFirst().key().text(), whole.get().found()), "keep one of them");
        return new BrokenNode(map.place());
    }

    private Optional<Node> content(Entry include, Node name, Type type) {
        if (name instanceof BrokenNode) return Optional.empty();
        if (!(name instanceof ScalarNode scalar) || scalar.empty()) {
            var place = name instanceof ScalarNode s && s.text().isEmpty() ? include.key().place() : name.place();
            return refuse(place, Numbers.expected("the name of a file", INCLUDE, name), "write include: other.yaml, or include: [one.yaml, other.yaml]");
        }
        if (References.any(scalar.text())) return refuse(scalar.place(), "include cannot hold a reference: files are put together first", "write the name out");
        Path path;
        try {
            path = scalar.place().source().folder().resolve(scalar.text()).normalize();
        } catch (java.nio.file.InvalidPathException e) {
            return refuse(scalar.place(), scalar.found() + " is no name of a file", "");
        }
        if (!Files.exists(path)) return refuse(scalar.place(), "no such file: " + path, Neighbours.suggest(path));
        if (Files.isDirectory(path)) return refuse(scalar.place(), path + " is a folder", "name a file in it");
        if (chain.contains(identity(path))) return refuse(scalar.place(), "this include leads back to itself: " + round(path), "take one of them out");
        if (chain.size() > DEEPEST) return refuse(scalar.place(), "files include each other more than " + DEEPEST + " deep", "");
        if (++count > MOST) {
            if (count == MOST + 1) problems.add(scalar.place(), "more than " + MOST + " includes");
            return Optional.empty();
        }
        return Document.read(path, problems).map(document -> resolve(path, document.root(), type));
    }

    private String round(Path again) {
        var names = new ArrayList<String>();
        for (var file : chain.subList(chain.indexOf(identity(again)), chain.size())) names.add(file.getFileName().toString());
        names.add(again.getFileName().toString());
        return String.join(" → ", names);
    }

    private static Path identity(Path path) {
        try {
            return path.toRealPath();
        } catch (java.io.IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    private <T> Optional<T> refuse(Place place, String message, String hint) {
        problems.add(place, message, hint);
        return Optional.empty();
    }
}
