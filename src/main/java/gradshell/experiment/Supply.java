package gradshell.experiment;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.List;
import java.util.Optional;

/// Something that whoever makes a word's value hands to it, because no file can: the parameters of the model, say.
/// `java` is how a script writes it.
public record Supply(Class<?> type, Optional<Class<?>> element, String java) {

    /// Any parameter of this type is supplied.
    public static Supply of(Class<?> type, String java) {
        return new Supply(type, Optional.empty(), java);
    }

    /// Any parameter that takes a list of these is supplied.
    public static Supply listOf(Class<?> element, String java) {
        return new Supply(List.class, Optional.of(element), java);
    }

    boolean fits(Type wanted) {
        if (wanted instanceof Class<?> c) return element.isEmpty() && c == type;
        return element.isPresent() && wanted instanceof ParameterizedType p && p.getRawType() instanceof Class<?> raw && raw.isAssignableFrom(type)
                && p.getActualTypeArguments().length == 1 && bound(p.getActualTypeArguments()[0]) == element.get();
    }

    private static Type bound(Type argument) {
        return argument instanceof WildcardType w ? w.getUpperBounds()[0] : argument;
    }
}
