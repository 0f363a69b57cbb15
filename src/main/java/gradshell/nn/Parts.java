package gradshell.nn;

import gradshell.tensor.Tensor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a layer record is made of, read from its components.
final class Parts {
    private Parts() {}

    /// The values of the components by name; nothing for a layer that is no record.
    private static Map<String, Object> components(Layer layer) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (!(layer instanceof Record)) return values;
        for (RecordComponent component : layer.getClass().getRecordComponents()) {
            try {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                values.put(component.getName(), accessor.invoke(layer));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(layer.getClass().getSimpleName() + ": component " + component.getName() + " cannot be read", e);
            }
        }
        return values;
    }

    static List<Layer> children(Layer layer) {
        List<Layer> children = new ArrayList<>();
        for (Object value : components(layer).values()) {
            if (value instanceof Layer child) children.add(child);
            else if (value instanceof List<?> list) for (Object item : list) if (item instanceof Layer child) children.add(child);
        }
        return children;
    }

    /// The path to a layer inside another, `2` or `2.body.0`; null if it is not there.
    static String path(Layer from, Layer to) {
        if (from == to) return "";
        for (var component : components(from).entrySet()) {
            List<?> items = component.getValue() instanceof List<?> list ? list : component.getValue() instanceof Layer child ? List.of(child) : List.of();
            for (int i = 0; i < items.size(); i++) {
                String rest = items.get(i) instanceof Layer child ? path(child, to) : null;
                if (rest != null) return (component.getValue() instanceof List ? String.valueOf(i) : component.getKey()) + (rest.isEmpty() ? "" : "." + rest);
            }
        }
        return null;
    }

    static void collect(Layer layer, String prefix, Map<String, Tensor> state) {
        components(layer).forEach((name, value) -> {
            switch (value) {
                case Tensor tensor -> state.put(prefix + name, tensor);
                case Layer child -> collect(child, prefix + name + ".", state);
                case List<?> list -> {
                    // The children of a list go by their number alone, as in PyTorch's Sequential.
                    for (int i = 0; i < list.size(); i++) if (list.get(i) instanceof Layer child) collect(child, prefix + i + ".", state);
                }
                case null, default -> {}
            }
        });
    }
}
