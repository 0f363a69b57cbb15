package gradshell.experiment;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import gradshell.experiment.Bound.Group;
import gradshell.experiment.Bound.Literal;
import gradshell.experiment.Bound.Maybe;
import gradshell.experiment.Node.Entry;
import gradshell.experiment.Node.MapNode;
import gradshell.experiment.Node.ScalarNode;

/// Binds a map to a record: its components are the keys.
record GroupBinder(Binder binder, Class<?> type, String name) {

    Optional<Group<?>> bind(Node written) {
        var node = Types.spelledOut(type, written);
        if (!(node instanceof MapNode map)) {
            var keys = keys();
            var hint = node instanceof ScalarNode s && !name.isEmpty() ? "write %s: {%s: %s}".formatted(name, keys.getFirst(), s.text()) : "its keys are " + Spelling.some(keys);
            return binder.refuse(node, Numbers.expected("keys and values", name, node), hint);
        }
        var known = !unknown(map) && !exclusive(map);
        var parts = parts(map);
        if (!known || parts.size() < type.getRecordComponents().length) return Optional.empty();
        var group = new Group<>(node, type, parts);
        // what the record itself refuses is told with the rest
        var plain = parts.values().stream().allMatch(p -> p instanceof Literal<?> || p instanceof Maybe<?> m && m.present().filter(v -> !(v instanceof Literal<?>)).isEmpty());
        return plain && binder.problems().attempt(() -> group.make(Map.of())).isEmpty() ? Optional.empty() : Optional.of(group);
    }

    /// What each key is bound to, where it can be.
    Map<String, Bound<?>> parts(MapNode map) {
        var parts = new LinkedHashMap<String, Bound<?>>();
        for (var component : type.getRecordComponents()) part(map, component).ifPresent(part -> parts.put(component.getName(), part));
        return parts;
    }

    private List<String> keys() {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    private boolean unknown(MapNode map) {
        var found = false;
        var keys = keys();
        for (var entry : map.entries()) {
            var key = entry.key().text();
            if (keys.contains(key)) continue;
            found = true;
            var free = new ArrayList<>(keys.stream().filter(k -> map.entry(k).isEmpty()).toList());
            if (name.isEmpty()) free.addAll(List.of(Includes.INCLUDE, References.VARS));
            var all = "the keys" + (name.isEmpty() ? "" : " of " + name) + " are " + String.join(", ", keys);
            var hint = key.indexOf(':') > 0 ? "write a space after the colon: " + key.replaceFirst(":", ": ")
                    : Spelling.nearest(key, free).map(Spelling::question).or(() -> elsewhere(key)).or(() -> Spelling.nearest(key, keys).map(Spelling::question)).orElse(all);
            binder.problems().add(entry.key().place(), "unknown key " + key + (name.isEmpty() ? "" : " in " + name), hint);
        }
        return found;
    }

    /// A key or an argument that belongs one floor further down.
    private Optional<String> elsewhere(String key) {
        for (var component : type.getRecordComponents()) {
            var inner = innermost(component);
            if (inner instanceof Class<?> c && c.isRecord() && !c.isAnnotationPresent(Alone.class) && Arrays.stream(c.getRecordComponents()).anyMatch(r -> r.getName().equals(key))) {
                return Optional.of("it belongs in " + component.getName() + ": write " + component.getName() + ": {" + key + ": …}");
            }
        }
        for (var component : type.getRecordComponents()) {
            var kind = binder.words().kind(innermost(component));
            if (kind.isEmpty()) continue;
            if (binder.words().making(kind.get().type()).contains(key)) return Optional.of("it is " + kind.get().one() + ": indent it under " + component.getName());
            var taking = binder.words().making(kind.get().type()).stream()
                    .filter(word -> binder.words().signatures(word, kind.get().type()).stream().anyMatch(s -> s.names().contains(key))).toList();
            if (!taking.isEmpty()) return Optional.of("it is an argument of " + String.join(" and ", taking) + ": write it there, under " + component.getName());
        }
        return Optional.empty();
    }

    private static java.lang.reflect.Type innermost(RecordComponent component) {
        var type = component.getGenericType();
        while (Types.element(type).isPresent()) type = Types.element(type).get();
        return type;
    }

    private boolean exclusive(MapNode map) {
        var broken = false;
        for (var rule : type.getAnnotationsByType(OneOf.class)) {
            var written = Arrays.stream(rule.value()).map(map::entry).flatMap(Optional::stream).map(Entry::key).toList();
            broken |= written.size() > 1 || written.isEmpty() && rule.required();
            if (written.size() > 1) {
                binder.problems().add(written.get(1).place(), "%s and %s rule each other out".formatted(written.get(0).text(), written.get(1).text()), "keep one of them");
            } else if (written.isEmpty() && rule.required() && !map.incomplete()) {
                var write = "write %s{%s: …}".formatted(name.isEmpty() ? "" : name + ": ", rule.value()[0]);
                binder.refuse(map, (name.isEmpty() ? "this" : name) + " needs " + String.join(" or ", rule.value()), write);
            }
        }
        return broken;
    }

    private Optional<? extends Bound<?>> part(MapNode map, RecordComponent component) {
        var key = component.getAnnotation(Key.class);
        var entry = map.entry(component.getName());
        var needed = (key == null || key.otherwise().isEmpty()) && !Types.isOptional(component.getGenericType());
        if (entry.isPresent() && entry.get().value() instanceof ScalarNode s && s.empty()) {
            var hint = needed ? example(component).orElse("give it a value") : "give it a value, or leave it out";
            if (s.text().isEmpty()) binder.problems().add(entry.get().key().place(), component.getName() + " is empty", hint);
            else binder.problems().add(s.place(), s.text() + " is no value for " + component.getName(), hint);
            return Optional.empty();
        }
        if (entry.isPresent()) {
            var bound = binder.bind(entry.get().value(), component.getGenericType(), component.getName());
            return key == null ? bound : bound.filter(b -> inRange(component.getName(), b, key));
        }
        var type = component.getGenericType();
        var otherwise = Source.byDefault(component.getName(), key == null ? "" : key.otherwise(), map.place().source().folder());
        if (!otherwise.text().isEmpty()) return Document.parse(otherwise, binder.problems()).flatMap(n -> binder.bind(n, type, component.getName()));
        if (Types.isOptional(type)) return Optional.of(new Maybe<>(new ScalarNode(otherwise.whole(), "", false), Types.raw(type), Optional.empty()));
        return missing(map, component, key);
    }

    private <T> Optional<T> missing(MapNode map, RecordComponent component, Key key) {
        var near = map.entries().stream().map(e -> e.key().text()).filter(k -> !keys().contains(k))
                .anyMatch(k -> Spelling.nearest(k, keys().stream().filter(n -> map.entry(n).isEmpty()).toList()).equals(Optional.of(component.getName())));
        if (near || map.incomplete()) return Optional.empty();    // the misspelt key says so already
        var start = new Place(map.place().source(), map.place().line(), map.place().column(), map.place().line(), map.place().column() + 1);
        binder.problems().add(start, component.getName() + " is missing" + (name.isEmpty() ? "" : " in " + name) + (key == null ? "" : ": " + key.value()), example(component).orElse(""));
        return Optional.empty();
    }

    private Optional<String> example(RecordComponent component) {
        var key = component.getAnnotation(Key.class);
        var example = key != null && !key.example().isEmpty() ? Optional.of(key.example()) : binder.words().kind(innermost(component)).flatMap(binder.words()::example);
        return example.map(text -> "for example " + component.getName() + ": " + text);
    }

    private boolean inRange(String name, Bound<?> bound, Key key) {
        if (bound instanceof Maybe<?> maybe) return maybe.present().filter(b -> !inRange(name, b, key)).isEmpty();
        if (bound instanceof Literal<?> l && l.value() instanceof String text && !key.matches().isEmpty() && !text.matches(key.matches())) {
            binder.problems().add(l.node().place(), name + " must be made of " + key.madeOf() + ", found " + l.node().found());
            return false;
        }
        if (!(bound instanceof Literal<?> literal) || !(literal.value() instanceof Number number)) return true;
        double value = number.doubleValue();
        var above = value > key.above() || Double.isInfinite(key.above());
        var below = value < key.below() || Double.isInfinite(key.below());
        if (value >= key.least() && value <= key.most() && above && below) return true;
        binder.problems().add(literal.node().place(), name + " must be " + limits(key) + ", found " + ((ScalarNode) literal.node()).text());
        return false;
    }

    private static String limits(Key key) {
        var limits = new LinkedHashMap<String, Double>(Map.of());
        limits.put("at least ", key.least());
        limits.put("above ", key.above());
        limits.put("at most ", key.most());
        limits.put("below ", key.below());
        return limits.entrySet().stream().filter(e -> Double.isFinite(e.getValue())).map(e -> e.getKey() + plain(e.getValue())).reduce((a, b) -> a + " and " + b).orElse("");
    }

    private static String plain(double limit) {
        return limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
    }
}
