package gradshell.experiment;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

import gradshell.experiment.Node.Entry;
import gradshell.experiment.Node.MapNode;
import gradshell.experiment.Node.ScalarNode;

/// How one tree is laid over another, by what is wanted there.
///
/// Keys are laid over keys, and the arguments of a word over those of the same word. Everything else is replaced: values, lists, a word by
/// another word, a key by one that rules it out. `null` takes away what lies below.
record Merge(Words words) {

    /// What a map of this type wants under a key; null where nothing is known of it.
    Type under(Type type, String key) {
        if (type == null) return null;
        var inner = inner(type);
        var raw = Types.raw(inner);
        if (!raw.isRecord() || words.kind(inner).isPresent()) return null;
        return Arrays.stream(raw.getRecordComponents()).filter(c -> c.getName().equals(key)).map(RecordComponent::getGenericType).findFirst().orElse(null);
    }

    private static Type inner(Type type) {
        while (!Types.isList(type) && Types.element(type).isPresent()) type = Types.element(type).get();
        return type;
    }

    Node over(Node base, Node own, Type type) {
        var wanted = type == null ? null : inner(type);
        if (wanted != null && Types.raw(wanted).isRecord() && words.kind(wanted).isEmpty()) {
            base = Types.spelledOut(Types.raw(wanted), base);
            own = Types.spelledOut(Types.raw(wanted), own);
        }
        if (!(base instanceof MapNode below) || !(own instanceof MapNode above)) return own;
        if (wanted != null && words.kind(wanted).isPresent()) return word(below, above);
        if (wanted != null && Types.isList(wanted)) return own;
        return keys(below, above, type, wanted == null ? Object.class : Types.raw(wanted));
    }

    private Node word(MapNode below, MapNode above) {
        var same = below.entries().size() == 1 && above.entries().size() == 1
                && below.entries().getFirst().key().text().equals(above.entries().getFirst().key().text());
        return same ? keys(below, above, null, Object.class) : above;
    }

    private MapNode keys(MapNode below, MapNode above, Type type, Class<?> record) {
        var ruledOut = new HashSet<String>();
        for (var rule : record.getAnnotationsByType(OneOf.class)) {
            var names = List.of(rule.value());
            if (names.stream().anyMatch(name -> above.entry(name).isPresent())) names.stream().filter(name -> above.entry(name).isEmpty()).forEach(ruledOut::add);
        }
        var entries = new ArrayList<Entry>();
        for (var entry : below.entries()) {
            var name = entry.key().text();
            if (ruledOut.contains(name)) continue;
            var mine = above.entry(name);
            if (mine.isEmpty()) entries.add(entry);
            else if (!(mine.get().value() instanceof ScalarNode s && s.empty() && !s.text().isEmpty())) {
                entries.add(new Entry(mine.get().key(), over(entry.value(), mine.get().value(), under(type, name))));
            }
        }
        above.entries().stream().filter(e -> below.entry(e.key().text()).isEmpty()).forEach(entries::add);
        return new MapNode(above.place(), entries, above.positional().or(below::positional));
    }
}
