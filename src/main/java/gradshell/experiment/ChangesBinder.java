package gradshell.experiment;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import gradshell.experiment.Bound.Call.Setting;
import gradshell.experiment.Bound.Changes;
import gradshell.experiment.Bound.Literal;
import gradshell.experiment.Node.ListNode;
import gradshell.experiment.Node.MapNode;

/// Binds a list of parts that are given settings of their own: `groups: [{parameters: "*.bias", weightDecay: 0}]`.
record ChangesBinder(Binder binder, Signature signature, Method way) {

    Optional<List<Changes>> bind(Node node) {
        if (!(node instanceof ListNode list)) return binder.refuse(node, Numbers.expected("a list", Signature.key(way), node), example());
        var bound = new ArrayList<Changes>();
        for (var item : list.items()) changes(item).ifPresent(bound::add);
        return bound.size() < list.items().size() ? Optional.empty() : Optional.of(bound);
    }

    /// The name of the key that says which part is meant.
    private String part() {
        return way.getParameters()[0].getName();
    }

    private String example() {
        return "write %s: [{%s: …, %s: …}]".formatted(Signature.key(way), part(), signature.nested().keySet().iterator().next());
    }

    private Optional<Changes> changes(Node item) {
        if (!(item instanceof MapNode map)) return binder.refuse(item, Numbers.expected("settings", way.getName(), item), example());
        Optional<Literal<?>> part = Optional.empty();
        var settings = new ArrayList<Setting>();
        var broken = false;
        for (var entry : map.entries()) {
            var name = entry.key().text();
            var ways = signature.nested().getOrDefault(name, List.of());
            if (name.equals(part())) {
                part = binder.bind(entry.value(), String.class, name).map(b -> (Literal<?>) b);
                broken |= part.isEmpty();
            } else if (ways.isEmpty()) {
                var names = new ArrayList<>(List.of(part()));
                names.addAll(signature.nested().keySet());
                binder.problems().add(entry.key().place(), "a " + way.getName() + " of " + signature.method().getName() + " has no setting " + name, Spelling.hint(name, names, "it takes"));
                broken = true;
            } else {
                var value = Arguments.setting(binder, entry.value(), ways.getFirst());
                value.ifPresent(argument -> settings.add(new Setting(ways.getFirst(), argument)));
                broken |= value.isEmpty();
            }
        }
        if (broken) return Optional.empty();
        if (part.isEmpty()) return binder.refuse(item, "a " + way.getName() + " of " + signature.method().getName() + " needs " + part(), example());
        return Optional.of(new Changes(item, part(), part.get(), List.copyOf(settings)));
    }
}
