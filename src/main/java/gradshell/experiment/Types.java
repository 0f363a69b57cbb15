package gradshell.experiment;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

import gradshell.tensor.Tensor;

/// Which Java types a file can write, and what they are made of.
final class Types {
    private static final List<Class<?>> NUMBERS = List.of(int.class, Integer.class, long.class, Long.class, float.class, Float.class, double.class, Double.class);
    private static final Set<Class<?>> OPTIONALS = Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private Types() {}

    static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> c -> c;
            case ParameterizedType p -> raw(p.getRawType());
            case WildcardType w -> raw(w.getUpperBounds()[0]);
            case TypeVariable<?> v -> raw(v.getBounds()[0]);
            case GenericArrayType a -> raw(a.getGenericComponentType()).arrayType();
            default -> Object.class;
        };
    }

    /// What a list, an array or an optional value holds.
    static Optional<Type> element(Type type) {
        var raw = raw(type);
        if (type instanceof GenericArrayType a) return Optional.of(a.getGenericComponentType());
        if (raw.isArray()) return Optional.of(raw.getComponentType());
        if (raw == OptionalInt.class) return Optional.of(int.class);
        if (raw == OptionalLong.class) return Optional.of(long.class);
        if (raw == OptionalDouble.class) return Optional.of(double.class);
        var holds = raw == Optional.class || raw == Bound.class || isList(type) && !raw.isArray();
        return holds && type instanceof ParameterizedType p ? Optional.of(p.getActualTypeArguments()[0]) : Optional.empty();
    }

    /// A node for a record, with the key that the file may leave out where it is the only one.
    static Node spelledOut(Class<?> record, Node node) {
        var alone = record.getAnnotation(Alone.class);
        if (alone == null || node instanceof Node.BrokenNode) return node;
        var keys = Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName).toList();
        if (node instanceof Node.MapNode map && (map.incomplete() || map.entries().stream().anyMatch(e -> keys.contains(e.key().text())))) return node;
        return new Node.MapNode(node.place(), List.of(new Node.Entry(new Node.ScalarNode(node.place(), alone.value(), true), node)));
    }

    static boolean isList(Type type) {
        var raw = raw(type);
        return raw.isArray() || raw == List.class || raw == Collection.class || raw == Iterable.class;
    }

    static boolean isOptional(Type type) {
        return OPTIONALS.contains(raw(type));
    }

    /// One value without parts: a number, a text, true or false, a name out of a few, a file.
    static boolean isPlain(Type type) {
        return type instanceof Class<?> c && (NUMBERS.contains(c) || c == boolean.class || c == Boolean.class || c == String.class || c.isEnum() || c == Path.class);
    }

    static boolean isBindable(Type type, Words words) {
        if (isPlain(type) || type == Tensor.class || words.kind(type).isPresent()) return true;
        return (isList(type) || isOptional(type)) && element(type).filter(e -> isBindable(e, words)).isPresent();
    }

    static int breadth(Type type) {
        if (type == boolean.class) return 0;
        if (NUMBERS.contains(type)) return 1 + NUMBERS.indexOf(type) / 2;
        if (type == String.class) return 20;
        return element(type).map(e -> 1 + breadth(e)).orElse(5);
    }
}
