package gradshell.experiment;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import gradshell.experiment.Node.MapNode;

/// The words that a file can use: the public static methods of a class, found by reflection. Only a word that returns a kind which the file asks for is ever called.
public final class Words {
    private final Class<?> vocabulary;
    private final List<Kind> kinds;
    private final List<Supply> supplies;
    private final Map<String, List<Method>> methods = new TreeMap<>();

    private Words(Class<?> vocabulary, List<Kind> kinds, List<Supply> supplies) {
        this.vocabulary = vocabulary;
        this.kinds = kinds;
        this.supplies = supplies;
        for (var m : vocabulary.getMethods()) {
            if (Modifier.isStatic(m.getModifiers()) && !m.isSynthetic()) methods.computeIfAbsent(m.getName(), _ -> new ArrayList<>()).add(m);
        }
    }

    /// The words of a vocabulary that make one of these kinds.
    public static Words of(Class<?> vocabulary, Class<?>... kinds) {
        return new Words(vocabulary, Arrays.stream(kinds).map(Kind::new).toList(), List.of());
    }

    /// These words, with parameters that no file has to write.
    public Words supplying(Supply... more) {
        var all = new ArrayList<>(supplies);
        all.addAll(List.of(more));
        return new Words(vocabulary, kinds, List.copyOf(all));
    }

    /// Binds what a file says to what is wanted: a word's call, a value, a list, a record of keys. Problems are collected, and then there may be no result.
    public <T> Optional<Bound<T>> bind(Node node, Class<T> wanted, Problems problems) {
        @SuppressWarnings("unchecked") // what a binder gives makes the type that it was asked for
        var bound = (Optional<Bound<T>>) (Optional<?>) new Binder(this, problems, new Binder.Memory()).bind(node, wanted, "");
        return bound;
    }

    /// Those keys of a record that can be bound, whatever is wrong with the others.
    Map<String, Bound<?>> parts(Node node, Class<?> type) {
        return node instanceof MapNode map ? new GroupBinder(new Binder(this, new Problems(), new Binder.Memory()), type, "").parts(map) : Map.of();
    }

    /// The words that make a value of this type, in the order of the alphabet.
    public List<String> making(Class<?> wanted) {
        return methods.keySet().stream().filter(name -> !signatures(name, wanted).isEmpty()).toList();
    }

    /// A word of a kind that can stand alone.
    Optional<String> example(Kind kind) {
        return making(kind.type()).stream().filter(w -> signatures(w, kind.type()).stream().anyMatch(s -> s.written().stream().allMatch(Signature.Parameter::optional))).findFirst();
    }

    List<Supply> supplies() {
        return supplies;
    }

    /// The kind that a type stands for.
    Optional<Kind> kind(Type type) {
        return switch (type) {
            case Class<?> c -> kinds.stream().filter(k -> k.type() == c).findFirst();
            case ParameterizedType p -> kind(p.getRawType());
            case TypeVariable<?> v -> kind(v.getBounds()[0]);
            default -> Optional.empty();
        };
    }

    /// Whether a method of a type is one that a kind declares for all its things, even if the type does it in a way of its own.
    boolean isVerb(Method method, Class<?> type) {
        return kinds.stream().filter(k -> k.type().isAssignableFrom(type)).flatMap(k -> Arrays.stream(k.type().getMethods()))
                .anyMatch(m -> m.getName().equals(method.getName()) && Arrays.equals(m.getParameterTypes(), method.getParameterTypes()));
    }

    /// The ways to call a word that a file can use, narrow types first.
    List<Signature> signatures(String name, Class<?> wanted) {
        return methods.getOrDefault(name, List.of()).stream().filter(m -> wanted.isAssignableFrom(m.getReturnType())).map(m -> Signature.of(m, this))
                .filter(s -> s.usable(this) && !named(s.method()))
                .sorted(Comparator.comparingInt((Signature s) -> s.written().size()).thenComparingInt(Signature::breadth).thenComparing(s -> s.method().toGenericString()))
                .toList();
    }

    /// Whether a way to call a word takes the name of a file where another takes the file itself, which is looked for beside the experiment.
    private boolean named(Method method) {
        return Arrays.asList(method.getParameterTypes()).contains(String.class) && methods.get(method.getName()).stream().anyMatch(other -> isTwin(method.getParameterTypes(), other.getParameterTypes()));
    }

    private static boolean isTwin(Class<?>[] named, Class<?>[] filed) {
        if (named.length != filed.length || !Arrays.asList(filed).contains(Path.class)) return false;
        for (int i = 0; i < named.length; i++) if (named[i] != filed[i] && !(named[i] == String.class && filed[i] == Path.class)) return false;
        return !Arrays.equals(named, filed);
    }

    /// Why a word of the vocabulary does not do: what it makes instead; nothing where there is no such word.
    Optional<String> misfit(String name, Kind wanted) {
        var named = methods.getOrDefault(name, List.of());
        if (named.isEmpty()) return Optional.empty();
        if (named.stream().anyMatch(m -> wanted.type().isAssignableFrom(m.getReturnType()))) {
            return Optional.of(name + " needs values that a file cannot write");
        }
        var made = kinds.stream().filter(k -> named.stream().anyMatch(m -> k.type().isAssignableFrom(m.getReturnType()))).findFirst();
        return Optional.of(name + made.map(k -> " is " + k.one() + ", not ").orElse(" is not ") + wanted.one());
    }

    /// The method by which things of a kind follow one another: `T then(T next)`.
    static Optional<Method> then(Class<?> kind) {
        return Arrays.stream(kind.getMethods()).filter(m -> m.getName().equals("then") && m.getParameterCount() == 1 && !m.isBridge()
                && kind.isAssignableFrom(m.getReturnType()) && m.getParameterTypes()[0].isAssignableFrom(kind))
                .min(Comparator.comparing((Method m) -> m.getParameterTypes()[0] != kind).thenComparing(Method::toGenericString));
    }
}
