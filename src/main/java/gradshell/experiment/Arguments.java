package gradshell.experiment;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import gradshell.experiment.Bound.Call;
import gradshell.experiment.Bound.Call.Setting;
import gradshell.experiment.Bound.Maybe;
import gradshell.experiment.Bound.Items;
import gradshell.experiment.Node.BrokenNode;
import gradshell.experiment.Node.Entry;
import gradshell.experiment.Node.ListNode;
import gradshell.experiment.Node.ScalarNode;

/// An attempt to bind written arguments to one signature of a word, and how badly it fails.
final class Arguments {
    private static final int WRONG_SHAPE = 10;

    private final Node node;
    private final ScalarNode word;
    private final Signature signature;
    private final Written written;
    private final Binder binder;
    private final Map<String, Bound<?>> bound = new HashMap<>();
    private final Map<String, List<Setting>> settings = new HashMap<>();
    private final List<Node> extra;
    private final List<Entry> unknown = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    /// Whether a value is there that a problem was told about already.
    private boolean broken;

    Arguments(CallBinder caller, Node node, ScalarNode word, Signature signature, Written written) {
        this.node = node;
        this.word = word;
        this.signature = signature;
        this.written = written;
        this.binder = caller.binder().collecting(new Problems());
        var slots = signature.written();
        var open = !slots.isEmpty() && slots.getLast().variable();
        this.extra = open || written.row().size() <= slots.size() ? List.of() : written.row().subList(slots.size(), written.row().size());
    }

    void bind() {
        var byName = new HashMap<String, Entry>();
        for (var entry : written.named()) byName.put(entry.key().text(), entry);
        var slots = signature.written();
        for (int i = 0; i < slots.size(); i++) {
            var slot = slots.get(i);
            var named = byName.get(slot.name());
            if (named != null) put(slot, slot.variable() ? variable(slot, named.value()) : binder.bind(named.value(), slot.type(), slot.name()));
            else if (slot.variable()) put(slot, variable(slot, written.row().subList(Math.min(i, written.row().size()), written.row().size())));
            else if (i < written.row().size()) put(slot, binder.bind(written.row().get(i), slot.type(), slot.name()));
            else if (slot.optional()) put(slot, Optional.of(new Maybe<>(absent(), Types.raw(slot.type()), Optional.empty())));
            else missing.add(slot.name());
        }
        for (var entry : written.named()) {
            var name = entry.key().text();
            if (signature.parameter(name).isPresent()) continue;
            if (signature.withers().containsKey(name)) setting(entry, signature.withers().get(name));
            else unknown.add(entry);
        }
    }

    private void put(Signature.Parameter slot, Optional<? extends Bound<?>> value) {
        if (value.isPresent()) bound.put(slot.name(), value.get());
        else broken = true;
    }

    /// `[[4, 3], 4, 2]` and `[[4, 3], [4, 2]]` give the same last argument.
    private Optional<? extends Bound<?>> variable(Signature.Parameter slot, List<Node> nodes) {
        var plain = Types.isPlain(Types.element(slot.type()).orElseThrow());
        return plain && nodes.size() == 1 ? variable(slot, nodes.getFirst()) : rest(slot, nodes);
    }

    private Optional<? extends Bound<?>> variable(Signature.Parameter slot, Node value) {
        return value instanceof ListNode list ? binder.items(value, list.items(), slot.type(), slot.name()) : rest(slot, List.of(value));
    }

    private Optional<? extends Bound<?>> rest(Signature.Parameter slot, List<Node> nodes) {
        var node = nodes.isEmpty() ? absent() : new ListNode(nodes.getFirst().place().to(nodes.getLast().place()), nodes);
        return binder.items(node, nodes, slot.type(), slot.name());
    }

    /// Stands for an argument that nobody wrote.
    private ScalarNode absent() {
        return new ScalarNode(Source.byDefault(word.text(), "", word.place().source().folder()).whole(), "", false);
    }

    private void setting(Entry entry, List<Method> ways) {
        var name = entry.key().text();
        var first = new Problems();
        for (var way : ways) {
            var problems = way == ways.getFirst() ? first : new Problems();
            var value = Signature.isNested(way) ? new ChangesBinder(binder.collecting(problems), signature, way).bind(entry.value()) : setting(binder.collecting(problems), entry.value(), way).map(List::of);
            if (value.isPresent()) {
                settings.put(name, value.get().stream().map(argument -> new Setting(way, argument)).toList());
                return;
            }
        }
        binder.problems().addAll(first.list());
        broken = true;
    }

    /// The value of a wither: true or false where it takes none, a list where it takes several.
    static Optional<? extends Bound<?>> setting(Binder binder, Node value, Method way) {
        var types = way.getGenericParameterTypes();
        var name = way.getName();
        if (types.length == 0) return binder.bind(value, boolean.class, name);
        if (types.length == 1) {
            var single = way.isVarArgs() && value instanceof ScalarNode s && !s.empty();
            return single ? binder.items(value, List.of(value), types[0], name) : binder.bind(value, types[0], name);
        }
        if (value instanceof BrokenNode) return Optional.empty();
        var names = Arrays.stream(way.getParameters()).map(Parameter::getName).toList();
        if (!(value instanceof ListNode list) || list.items().size() != types.length) {
            return binder.refuse(value, Numbers.expected("%d values".formatted(types.length), name, value), "write %s: [%s]".formatted(name, String.join(", ", names)));
        }
        var bound = new ArrayList<Bound<?>>();
        for (int i = 0; i < types.length; i++) binder.bind(list.items().get(i), types[i], names.get(i)).ifPresent(bound::add);
        return bound.size() < types.length ? Optional.empty() : Optional.of(new Items<>(value, Object[].class, bound));
    }

    boolean fits() {
        return misfit() == 0;
    }

    int misfit() {
        return WRONG_SHAPE * (extra.size() + unknown.size() + missing.size()) + Math.max(binder.problems().list().size(), broken ? 1 : 0);
    }

    <T> Call<T> call(Class<T> kind) {
        var arguments = new LinkedHashMap<String, Bound<?>>();
        for (var slot : signature.written()) arguments.put(slot.name(), bound.get(slot.name()));
        var ordered = signature.withers().keySet().stream().filter(settings::containsKey).flatMap(name -> settings.get(name).stream()).toList();
        return new Call<>(node, word.place(), kind, signature, arguments, ordered);
    }

    /// Tells what is wrong; `takes` says what the word takes in all its ways.
    void report(Problems problems, String takes) {
        problems.addAll(binder.problems().list());
        var name = word.text();
        if (!extra.isEmpty()) {
            var count = written.row().size();
            problems.add(extra.getFirst().place(), "%d %s too many for %s".formatted(extra.size(), extra.size() == 1 ? "value" : "values", name), takes + ", found " + count);
        }
        for (var entry : unknown) {
            var glued = entry.key().text().indexOf(':') > 0;
            var hint = glued ? "write a space after the colon: " + entry.key().text().replaceFirst(":", ": ")
                    : Spelling.nearest(entry.key().text(), signature.names()).map(Spelling::question).orElse(takes);
            problems.add(entry.key().place(), "%s has no argument %s".formatted(name, entry.key().text()), hint);
        }
        var misspelt = unknown.stream().map(e -> Spelling.nearest(e.key().text().replaceFirst(":.*", ""), signature.names())).flatMap(Optional::stream).toList();
        var left = missing.stream().filter(m -> !misspelt.contains(m)).toList();
        if (!left.isEmpty()) problems.add(word.place(), name + " needs " + String.join(" and ", left), takes);
    }
}
