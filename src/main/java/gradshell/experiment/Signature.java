package gradshell.experiment;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// One way to call a word: its parameters, and the withers of what it returns as further names.
record Signature(Method method, List<Parameter> parameters, Map<String, List<Method>> withers) {

    /// A parameter: written in the file, or supplied.
    record Parameter(String name, Type type, Optional<Supply> supply, boolean variable) {

        /// Whether a file may leave it out.
        boolean optional() {
            return variable || Types.isOptional(type);
        }
    }

    static Signature of(Method method, Words words) {
        var declared = method.getParameters();
        var parameters = new ArrayList<Parameter>();
        for (int i = 0; i < declared.length; i++) {
            var type = declared[i].getParameterizedType();
            parameters.add(new Parameter(name(declared[i].getName()), type, words.supplies().stream().filter(s -> s.fits(type)).findFirst(),
                    method.isVarArgs() && i == declared.length - 1));
        }
        return new Signature(method, List.copyOf(parameters), withers(method.getReturnType(), words));
    }

    /// Java's own words can be names with an underscore after them.
    private static String name(String declared) {
        return declared.endsWith("_") ? declared.substring(0, declared.length() - 1) : declared;
    }

    private static Map<String, List<Method>> withers(Class<?> type, Words words) {
        var components = type.isRecord() ? Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList() : List.<String>of();
        // what holds for all comes before what holds for a part
        var order = Comparator.comparing(Signature::isNested).thenComparingInt((Method m) -> components.contains(m.getName()) ? components.indexOf(m.getName()) : components.size())
                .thenComparing(Method::getName).thenComparing(Method::toGenericString);
        return Arrays.stream(type.getMethods()).filter(m -> isWither(m, type, components, words)).sorted(order)
                .collect(Collectors.groupingBy(Signature::key, LinkedHashMap::new, Collectors.toList()));
    }

    /// The name by which a file calls a wither: one that gives a part settings of its own stands in a list.
    static String key(Method wither) {
        return isNested(wither) ? wither.getName() + "s" : wither.getName();
    }

    /// Whether a wither gives a part, which it is told by a text, settings of its own: `S group(String parameters, UnaryOperator<S> settings)`.
    static boolean isNested(Method wither) {
        var types = wither.getParameterTypes();
        return types.length == 2 && types[0] == String.class && types[1] == UnaryOperator.class;
    }

    /// The withers that such a part can be given.
    Map<String, List<Method>> nested() {
        var own = new LinkedHashMap<>(withers);
        own.values().removeIf(ways -> isNested(ways.getFirst()));
        return own;
    }

    /// A method that gives the same thing with one setting changed. What a kind declares for all its things, like `then` and `train`, is a verb and no setting.
    private static boolean isWither(Method m, Class<?> type, List<String> components, Words words) {
        if (Modifier.isStatic(m.getModifiers()) || m.isBridge() || m.isSynthetic()) return false;
        if (!givesItself(m, type) || words.isVerb(m, type)) return false;
        if (isNested(m)) return true;
        return m.getParameterCount() == 0 ? !components.contains(m.getName()) : Arrays.stream(m.getGenericParameterTypes()).allMatch(t -> Types.isBindable(t, words) && words.supplies().stream().noneMatch(s -> s.fits(t)));
    }

    /// Whether a method of a type gives that type: by its own words, or as `S` of a superclass `Tuned<S>`.
    private static boolean givesItself(Method m, Class<?> type) {
        if (m.getReturnType() == type) return true;
        return m.getGenericReturnType() instanceof TypeVariable<?> && type.getGenericSuperclass() instanceof ParameterizedType parent
                && parent.getRawType() == m.getDeclaringClass() && parent.getActualTypeArguments().length == 1 && parent.getActualTypeArguments()[0] == type;
    }

    /// The names that a file may use, parameters first.
    List<String> names() {
        var names = new ArrayList<>(written().stream().map(Parameter::name).toList());
        withers.keySet().stream().filter(w -> !names.contains(w)).forEach(names::add);
        return names;
    }

    List<Parameter> written() {
        return parameters.stream().filter(p -> p.supply().isEmpty()).toList();
    }

    Optional<Parameter> parameter(String name) {
        return written().stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /// Whether a file can give all that is needed.
    boolean usable(Words words) {
        return written().stream().allMatch(p -> Types.isBindable(p.type(), words));
    }

    /// Narrower types first, so that `3` is a whole number where an overload wants one.
    int breadth() {
        return written().stream().mapToInt(p -> Types.breadth(p.type())).sum();
    }

    /// `linear(in, out)`.
    String text() {
        return method.getName() + written().stream().map(p -> p.variable() ? p.name() + "…" : p.name()).collect(Collectors.joining(", ", "(", ")"));
    }
}
