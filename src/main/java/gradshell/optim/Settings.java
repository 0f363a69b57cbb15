package gradshell.optim;

import gradshell.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The settings of an optimiser or of one of its groups, by name: numbers, pairs of numbers, and switches.
///
/// @param defaults what holds where nothing was written
/// @param written  what was written, in its order
record Settings(Map<String, Object> defaults, Map<String, Object> written) {
    /// Settings of which nothing was written yet.
    static Settings of(Map<String, Object> defaults) { return new Settings(defaults, Map.of()); }

    Settings with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(written);
        more.put(name, value);
        return new Settings(defaults, more);
    }

    /// These settings, where others do not say otherwise.
    Settings with(Map<String, Object> others) {
        Map<String, Object> more = new LinkedHashMap<>(written);
        more.putAll(others);
        return new Settings(defaults, more);
    }

    /// These settings as the defaults of a group.
    Settings begin() {
        Map<String, Object> all = new LinkedHashMap<>(defaults);
        all.putAll(written);
        return of(all);
    }

    Object get(String name) { return written.containsKey(name) ? written.get(name) : defaults.get(name); }

    /// A number; 0 where the optimiser has no such setting.
    double number(String name) { return get(name) instanceof Number number ? number.doubleValue() : 0; }

    boolean flag(String name) { return Boolean.TRUE.equals(get(name)); }

    /// The first or second of a pair.
    double pair(String name, int place) { return ((List<?>) get(name)).get(place) instanceof Double value ? value : 0; }

    /// What was written and is not the default, as it is written.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        written.forEach((name, value) -> {
            if (name.equals("lr") || value.equals(defaults.get(name))) return;
            text.append('.').append(name).append(value instanceof Boolean ? "()" : value instanceof List<?> list ? "(" + list.get(0) + ", " + list.get(1) + ")" : "(" + value + ")");
        });
        return text.toString();
    }

    /// What an optimiser is made of: its word, its parameters in groups, and the settings that hold for all of them.
    record Setup(String word, List<Group> groups, Settings settings) {
        static Setup of(String word, List<Tensor> parameters, double lr, Map<String, Object> defaults) {
            return new Setup(word, List.of(new Group(List.copyOf(parameters), Map.of())), Settings.of(defaults).with("lr", Check.rate(word, lr)));
        }

        Setup with(String name, Object value) { return new Setup(word, groups, settings.with(name, value)); }
    }

    /// Parameters with settings of their own.
    record Group(List<Tensor> parameters, Map<String, Object> own) {}
}
