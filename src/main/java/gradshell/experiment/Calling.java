package gradshell.experiment;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import gradshell.experiment.Bound.Call;
import gradshell.experiment.Bound.Call.Setting;
import gradshell.experiment.Bound.Group;

/// Calls words, withers and constructors; what they refuse becomes a problem at the place that they were asked from.
final class Calling {
    private Calling() {}

    static Object make(Call<?> call, Map<Supply, ?> supplied) {
        var problems = new Problems();
        var values = new ArrayList<Object>();
        var places = new HashMap<String, Place>();
        for (var parameter : call.signature().parameters()) {
            if (parameter.supply().isPresent()) {
                if (!supplied.containsKey(parameter.supply().get())) throw new IllegalStateException(call.word() + " was not supplied with " + parameter.name());
                values.add(supplied.get(parameter.supply().get()));
            } else {
                var argument = call.arguments().get(parameter.name());
                places.put(parameter.name(), argument.node().place());
                problems.attempt(() -> argument.make(supplied)).ifPresent(values::add);
            }
        }
        problems.check();
        var method = call.signature().method();
        // what is refused is the only parameter, if there is one only
        var place = call.signature().parameters().size() == 1 && places.size() == 1 ? places.values().iterator().next() : call.place();
        Object made = attempt(call.word(), place, places, () -> method.invoke(null, values.toArray()));
        return set(made, call.word(), call.settings(), supplied);
    }

    /// A thing with its settings changed, one after the other.
    static Object set(Object thing, String word, List<Setting> settings, Map<Supply, ?> supplied) {
        var made = thing;
        for (var setting : settings) {
            if (!setting.on()) continue;
            var target = made;
            var value = setting.values(supplied);
            made = attempt(word, setting.place(), Map.of(), () -> accessible(setting.method()).invoke(target, value));
        }
        return made;
    }

    /// What a made thing holds under those names of its word that nobody wrote, where it is a record that tells.
    static Map<String, Object> defaults(Call<?> call, Object made, Words words) {
        var defaults = new LinkedHashMap<String, Object>();
        if (!made.getClass().isRecord()) return defaults;
        var names = words.signatures(call.word(), call.kind()).stream().flatMap(s -> s.names().stream()).toList();
        var written = call.written().keySet();
        for (var component : made.getClass().getRecordComponents()) {
            var name = component.getName();
            if (!names.contains(name) || written.contains(name) || !Types.isPlain(component.getType())) continue;
            var value = invoke(component.getAccessor(), made, call.place());
            if (value != null) defaults.put(name, value);
        }
        return defaults;
    }

    static Object invoke(Method method, Object target, Place place, Object... arguments) {
        return attempt(method.getName(), place, Map.of(), () -> accessible(method).invoke(target, arguments));
    }

    static Object construct(Group<?> group, Map<Supply, ?> supplied) {
        var problems = new Problems();
        var places = new HashMap<String, Place>();
        group.parts().forEach((name, part) -> places.put(name, part.node().place()));
        var values = group.parts().values().stream().map(part -> problems.attempt(() -> part.make(supplied)).orElse(null)).toArray();
        problems.check();
        var place = places.size() == 1 ? places.values().iterator().next() : group.node().place();
        return attempt("", place, places, () -> {
            var types = Arrays.stream(group.type().getRecordComponents()).map(c -> c.getType()).toArray(Class<?>[]::new);
            var constructor = group.type().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        });
    }

    private interface Reflection {
        Object run() throws ReflectiveOperationException;
    }

    /// A public method of a class that is not public itself is called all the same.
    private static Method accessible(Method method) {
        method.setAccessible(true);
        return method;
    }

    private static Object attempt(String word, Place place, Map<String, Place> arguments, Reflection call) {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case ExperimentException problems -> throw problems;
                case OutOfMemoryError _ -> throw refused(place, word + " wants more memory than there is (" + (Runtime.getRuntime().maxMemory() >> 20) + " MiB)");
                case RuntimeException refusal -> throw refused(blame(refusal.getMessage(), place, arguments), message(word, refusal));
                case Error error -> throw error;
                default -> throw refused(place, message(word, e.getCause()));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ExperimentException refused(Place place, String message) {
        return new ExperimentException(List.of(new Problem(place, message, "")));
    }

    /// The argument that a message names, if it names one.
    private static Place blame(String message, Place word, Map<String, Place> arguments) {
        if (message == null) return word;
        var named = arguments.keySet().stream().filter(name -> Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(message).find()).toList();
        return named.size() == 1 ? arguments.get(named.getFirst()) : word;
    }

    private static String message(String word, Throwable thrown) {
        var said = thrown.getMessage() == null ? "fails on these values" : thrown.getMessage();
        return word.isEmpty() || said.startsWith(word) ? said : word + ": " + said;
    }
}
