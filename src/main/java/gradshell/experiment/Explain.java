package gradshell.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import gradshell.experiment.Bound.Call;
import gradshell.experiment.Bound.Cells;
import gradshell.experiment.Bound.Chain;
import gradshell.experiment.Bound.Changes;
import gradshell.experiment.Bound.Group;
import gradshell.experiment.Bound.Items;
import gradshell.experiment.Bound.Later;
import gradshell.experiment.Bound.Literal;
import gradshell.experiment.Bound.Maybe;
import gradshell.experiment.Node.BrokenNode;
import gradshell.experiment.Node.ListNode;
import gradshell.experiment.Node.MapNode;
import gradshell.experiment.Node.ScalarNode;
import gradshell.experiment.Bound.Watched;

/// Prints what was bound as YAML, every argument by its name; each value's origin is a comment beside it.
/// What it prints binds to the same again.
public final class Explain {
    private static final int WIDEST = 60;

    private final List<String> lines = new ArrayList<>();
    private final List<String> origins = new ArrayList<>();

    private final Function<Call<?>, Map<String, Object>> defaults;

    /// Where relative paths shall start.
    private final Path base;

    private Explain(Function<Call<?>, Map<String, Object>> defaults, Path base) {
        this.defaults = defaults;
        this.base = base;
    }

    /// With origins.
    public static String of(Bound<?> bound) {
        return of(bound, _ -> Map.of());
    }

    /// With origins, and with what the words themselves take where the file is silent: things of these kinds are made to be asked.
    public static String of(Bound<?> bound, Words words, Map<Supply, ?> supplied, Set<Class<?>> kinds) {
        return of(bound, call -> kinds.contains(call.kind()) ? Calling.defaults(call, call.make(supplied), words) : Map.of());
    }

    /// The bare YAML.
    public static String yaml(Bound<?> bound) {
        return yaml(bound, bound.node().place().source().folder());
    }

    /// The bare YAML for a file in a folder: relative paths start there.
    public static String yaml(Bound<?> bound, Path folder) {
        var explain = new Explain(_ -> Map.of(), folder);
        explain.value("", "", bound);
        return explain.lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static String of(Bound<?> bound, Function<Call<?>, Map<String, Object>> defaults) {
        var explain = new Explain(defaults, bound.node().place().source().folder());
        explain.value("", "", bound);
        int width = Math.min(WIDEST, explain.lines.stream().mapToInt(String::length).max().orElse(0));
        var text = new StringBuilder();
        for (int i = 0; i < explain.lines.size(); i++) {
            var origin = explain.origins.get(i);
            text.append(explain.lines.get(i));
            if (!origin.isEmpty()) text.repeat(' ', Math.max(0, width - explain.lines.get(i).length())).append("  # ").append(origin);
            text.append('\n');
        }
        return text.toString();
    }

    /// Writes a value after `head` (`key:` or `-`, with its indentation); what it holds stands one step further in.
    private void value(String head, String indent, Bound<?> bound) {
        switch (bound) {
            case Watched<?> watched -> value(head, indent, watched.plan());
            case Later<?> later -> value(head, indent, later.plan());
            case Maybe<?> maybe -> maybe.present().ifPresent(p -> value(head, indent, p));
            case Literal<?> literal when literal.value() instanceof MapNode map -> {
                open(head);
                map.entries().forEach(entry -> line(indent + "  " + text(entry.key()) + ": " + text(entry.value()), entry.value()));
            }
            case Literal<?> literal -> line(join(head, text(literal)), literal.node());
            case Cells cells -> line(join(head, cells.text()), cells.node());
            case Items<?> items when flow(items).isPresent() -> line(join(head, flow(items).get()), items.node());
            case Items<?> items -> list(head, indent, items.items());
            case Chain<?> chain -> list(head, indent, chain.links());
            case Group<?> group when group.type().isAnnotationPresent(Alone.class) && group.parts().values().stream().skip(1).allMatch(p -> p instanceof Maybe<?> m && m.present().isEmpty()) ->
                    value(head, indent, group.parts().values().iterator().next());
            case Group<?> group -> parts(head, indent, group.parts());
            case Changes changes -> changes(head, indent, changes);
            case Call<?> call -> call(head, indent, call);
        }
    }

    /// On one line where that is short.
    private void changes(String head, String indent, Changes changes) {
        var flow = changes.written().entrySet().stream().map(e -> flow(e.getValue()).map(text -> e.getKey() + ": " + text)).toList();
        var line = join(head, flow.stream().map(part -> part.orElse("")).collect(Collectors.joining(", ", "{", "}")));
        if (line.length() <= WIDEST && flow.stream().allMatch(Optional::isPresent)) line(line, changes.part().node());
        else parts(head, indent, changes.written());
    }

    /// A value, or a list of some, within a line.
    private Optional<String> flow(Bound<?> bound) {
        return switch (bound) {
            case Literal<?> literal when !(literal.value() instanceof Node) -> Optional.of(text(literal));
            case Items<?> items when items.items().stream().allMatch(i -> i instanceof Literal<?>) ->
                    Optional.of(items.items().stream().map(i -> text((Literal<?>) i)).collect(Collectors.joining(", ", "[", "]")));
            default -> Optional.empty();
        };
    }

    private void parts(String head, String indent, Map<String, Bound<?>> parts) {
        open(head);
        var inner = head.isEmpty() || head.endsWith("-") ? indent : indent + "  ";
        parts.forEach((key, part) -> value(inner + key + ":", inner, part));
    }

    private void list(String head, String indent, List<? extends Bound<?>> items) {
        open(head);
        var inner = head.isEmpty() || head.endsWith("-") ? indent : indent + "  ";
        for (var item : items) value(inner + "-", inner + "  ", item);
    }

    private void call(String head, String indent, Call<?> call) {
        var arguments = call.written();
        defaults.apply(call).forEach((name, value) -> arguments.put(name, literal(call, value)));
        if (arguments.isEmpty()) {
            line(join(head, call.word()), call.node());
            return;
        }
        var flow = arguments.entrySet().stream().map(e -> e.getValue() instanceof Literal<?> l ? e.getKey() + ": " + text(l) : null).toList();
        var origins = arguments.values().stream().map(a -> a.node().place().origin()).distinct().toList();
        var inItem = head.stripLeading().equals("-");
        var single = join(head, call.word() + ": {" + String.join(", ", flow.stream().map(String::valueOf).toList()) + "}");
        if (inItem && !flow.contains(null) && origins.size() == 1 && single.length() <= WIDEST) {
            line(single, arguments.values().iterator().next().node());
            return;
        }
        var inner = inItem ? indent : head.isEmpty() ? indent : indent + "  ";
        if (inItem) open(join(head, call.word() + ":"));
        else {
            open(head);
            open(inner + call.word() + ":");
        }
        arguments(inner + "  ", arguments);
    }

    private void arguments(String indent, Map<String, Bound<?>> arguments) {
        arguments.forEach((name, argument) -> value(indent + name + ":", indent, argument));
    }

    private static Literal<Object> literal(Call<?> call, Object value) {
        var text = value instanceof Enum<?> e ? Binder.constantName(e) : String.valueOf(value).replaceFirst("^(-?)Infinity$", "$1.inf");
        return new Literal<>(new Node.ScalarNode(Source.byDefault(call.word(), text, Path.of("")).whole(), text, false), value);
    }

    private void open(String head) {
        if (head.isEmpty()) return;
        lines.add(head);
        origins.add("");
    }

    private void line(String line, Node node) {
        lines.add(line);
        origins.add(node.place().origin());
    }

    private static String join(String head, String text) {
        return head.isEmpty() ? text : head + " " + text;
    }

    private String rebased(Path path) {
        try {
            return base.toRealPath().relativize(path.toRealPath()).toString();
        } catch (IOException | IllegalArgumentException e) {    // another drive
            return path.toAbsolutePath().normalize().toString();
        }
    }

    /// A piece of a file on one line.
    static String text(Node node) {
        return switch (node) {
            case ScalarNode s -> s.quoted() ? quoted(s.text(), true) : s.text();
            case ListNode list -> list.items().stream().map(Explain::text).collect(Collectors.joining(", ", "[", "]"));
            case MapNode map -> map.entries().stream().map(e -> text(e.key()) + ": " + text(e.value())).collect(Collectors.joining(", ", "{", "}"));
            case BrokenNode _ -> "";
        };
    }

    /// The text as the file has it, quoted where YAML or a reader would take it for something else.
    private String text(Literal<?> literal) {
        var text = ((Node.ScalarNode) literal.node()).text();
        if (literal.value() instanceof Path path && !Path.of(text).isAbsolute() && !literal.node().place().source().folder().equals(base)) text = rebased(path);
        if (!(literal.value() instanceof String) && !(literal.value() instanceof Path)) return text;
        return quoted(text, false);
    }

    private static String quoted(String text, boolean always) {
        if (!always && text.matches("[A-Za-z./][\\w./ -]*") && !text.endsWith(" ") && !text.matches("(?i)true|false|null|yes|no|on|off|y|n|\\.nan|\\.inf")) return text;
        var escaped = new StringBuilder("\"");
        for (int c : text.codePoints().toArray()) {
            switch (c) {
                case '"', '\\' -> escaped.append('\\').appendCodePoint(c);
                case '\n' -> escaped.append("\\n");
                case '\t' -> escaped.append("\\t");
                case '\r' -> escaped.append("\\r");
                default -> escaped.appendCodePoint(c);
            }
        }
        return escaped.append('"').toString();
    }
}
