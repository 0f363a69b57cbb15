package gradshell.nn;

import gradshell.tensor.Tensor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a layer is made of, read from the components of a record or the fields of another class, under PyTorch's names.
final class Parts {
    private Parts() {}

    /// What is told of each part: a tensor, a layer or whatever else is there, and its name.
    private interface Visitor {
        void visit(String name, Object part);
    }

    /// The components by name; nothing for a function.
    static Map<String, Object> components(Layer layer) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (layer.getClass().isHidden()) return values;
        try {
            if (layer instanceof Record) {
                for (RecordComponent component : layer.getClass().getRecordComponents()) {
                    var accessor = component.getAccessor();
                    accessor.setAccessible(true);
                    values.put(component.getName(), accessor.invoke(layer));
                }
            } else {
                fields(layer, layer.getClass(), values);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(layer.getClass().getSimpleName() + ": its parts cannot be read", e);
        }
        return values;
    }

    /// The fields of a class that may be read, those of the classes above it first.
    private static void fields(Layer layer, Class<?> type, Map<String, Object> values) throws IllegalAccessException {
        if (type == null || type == Object.class) return;
        fields(layer, type.getSuperclass(), values);
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic() && field.trySetAccessible()) values.put(field.getName(), field.get(layer));
        }
    }

    /// `runningMean` as PyTorch writes it: `running_mean`.
    private static String snake(String name) {
        StringBuilder text = new StringBuilder();
        for (char c : name.toCharArray()) {
            if (Character.isUpperCase(c) && !text.isEmpty()) text.append('_');
            text.append(Character.toLowerCase(c));
        }
        return text.toString();
    }

    private static void visit(Layer layer, Visitor visitor) {
        components(layer).forEach((name, value) -> {
            // The layers of a chain go by their number alone, as in PyTorch's Sequential, and the weights of a recurrent layer by their own name.
            String own = snake(name), prefix = layer instanceof Chain || layer instanceof Recurrent ? "" : own + ".";
            switch (value) {
                case null -> {}
                case List<?> list -> {
                    for (int i = 0; i < list.size(); i++) if (list.get(i) != null) visitor.visit(prefix + i, list.get(i));
                }
                case Map<?, ?> map -> map.forEach((key, item) -> {
                    if (item != null) visitor.visit(prefix + key, item);
                });
                default -> visitor.visit(own, value);
            }
        });
    }

    static List<Layer> children(Layer layer) { return new ArrayList<>(namedChildren(layer).values()); }

    static Map<String, Layer> namedChildren(Layer layer) {
        Map<String, Layer> children = new LinkedHashMap<>();
        visit(layer, (name, part) -> {
            if (part instanceof Layer child) children.put(name, child);
        });
        return children;
    }

    /// The tensors that belong to the layer itself and not to its children.
    static Map<String, Tensor> own(Layer layer) {
        Map<String, Tensor> own = new LinkedHashMap<>();
        visit(layer, (name, part) -> {
            if (part instanceof Tensor tensor) own.put(name, tensor);
        });
        return own;
    }

    static void train(Layer layer, boolean training) {
        visit(layer, (_, part) -> {
            if (part instanceof Training mode) mode.set(training);
        });
    }

    /// The path to a layer inside another, `2` or `2.body.0`; null if it is not there.
    static String path(Layer from, Layer to) {
        if (from == to) return "";
        for (var child : namedChildren(from).entrySet()) {
            String rest = path(child.getValue(), to);
            if (rest != null) return child.getKey() + (rest.isEmpty() ? "" : "." + rest);
        }
        return null;
    }

    static void collect(Layer layer, String prefix, Map<String, Tensor> state) { collect(layer, prefix, state, Collections.newSetFromMap(new IdentityHashMap<>())); }

    private static void collect(Layer layer, String prefix, Map<String, Tensor> state, java.util.Set<Layer> around) {
        if (!around.add(layer)) throw new IllegalArgumentException("state: the layer " + (prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1) + " ") + "contains itself");
        visit(layer, (name, part) -> {
            if (part instanceof Tensor tensor) state.put(prefix + name, tensor);
            else if (part instanceof Layer child) collect(child, prefix + name + ".", state, around);
        });
        around.remove(layer);
    }
}
