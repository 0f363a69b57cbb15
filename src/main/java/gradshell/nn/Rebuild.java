package gradshell.nn;

import gradshell.tensor.Tensor;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A layer made once more of other tensors. What was shared is shared again.
final class Rebuild {
    private final UnaryOperator<Tensor> tensors;
    private final Map<Object, Object> made = new IdentityHashMap<>();

    Rebuild(UnaryOperator<Tensor> tensors) { this.tensors = tensors; }

    Layer layer(Layer layer) {
        // A function has nothing of its own.
        if (layer.getClass().isHidden()) return layer;
        Object known = made.get(layer);
        if (known != null) return (Layer) known;
        if (!(layer instanceof Record)) {
            if (Parts.own(layer).isEmpty() && Parts.children(layer).isEmpty()) return layer;
            throw new IllegalArgumentException("copy: " + layer.getClass().getSimpleName() + " is no record, so that nobody knows how to make another; write it as a record, or give it a method copy()");
        }
        Layer again = record(layer);
        made.put(layer, again);
        return again;
    }

    private Layer record(Layer layer) {
        RecordComponent[] components = layer.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) types[i] = components[i].getType();
        Object[] values = Parts.components(layer).values().stream().map(this::part).toArray();
        try {
            Constructor<?> constructor = layer.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (Layer) constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(layer.getClass().getSimpleName() + ": no other can be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(layer.getClass().getSimpleName() + ": no other can be made", e);
        }
    }

    private Object part(Object part) {
        return switch (part) {
            case Tensor tensor -> made.computeIfAbsent(tensor, _ -> tensors.apply(tensor));
            case Layer child -> layer(child);
            case Training training -> training.copy();
            case List<?> list -> {
                List<Object> items = new ArrayList<>();
                for (Object item : list) items.add(part(item));
                yield items;
            }
            case Map<?, ?> map -> {
                Map<Object, Object> items = new LinkedHashMap<>();
                map.forEach((key, item) -> items.put(key, part(item)));
                yield items;
            }
            case null, default -> part;
        };
    }
}
