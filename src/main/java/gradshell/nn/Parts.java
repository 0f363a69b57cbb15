package gradshell.nn;

import gradshell.tensor.Tensor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
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

    /// How a component is read.
    private interface Reader {
        Object read(Layer layer) throws ReflectiveOperationException;
    }

    /// A component of a class of layers.
    ///
    /// @param snake the name as PyTorch writes it
    private record Component(String name, String snake, Reader reader) {
        Component(String name, Reader reader) { this(name, Parts.snake(name), reader); }

        Object of(Layer layer) {
            try {
                return reader.read(layer);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(layer.getClass().getSimpleName() + ": its parts cannot be read", e);
            }
        }
    }

    /// What the layers of a class are made of, looked up once: a training asks after every epoch.
    private static final ClassValue<List<Component>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<Component> computeValue(Class<?> type) {
            Map<String, Component> components = new LinkedHashMap<>();
            // A function has none.
            if (type.isHidden()) return List.of();
            if (!type.isRecord()) fields(type, components);
            else for (RecordComponent component : type.getRecordComponents()) {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                components.put(component.getName(), new Component(component.getName(), accessor::invoke));
            }
            return List.copyOf(components.values());
        }
    };

    /// The fields of a class that may be read, those of the classes above it first.
    private static void fields(Class<?> type, Map<String, Component> components) {
        if (type == null || type == Object.class) return;
        fields(type.getSuperclass(), components);
        for (Field field : type.getDeclaredFields())
            if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic() && field.trySetAccessible()) components.put(field.getName(), new Component(field.getName(), field::get));
    }

    /// The components by name.
    static Map<String, Object> components(Layer layer) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Component component : COMPONENTS.get(layer.getClass())) values.put(component.name, component.of(layer));
        return values;
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
        for (Component component : COMPONENTS.get(layer.getClass())) {
            // The layers of a chain go by their number alone, as in PyTorch's Sequential, and the weights of a recurrent layer by their own name.
            String own = component.snake, prefix = layer instanceof Chain || layer instanceof Recurrent ? "" : own + ".";
            switch (component.of(layer)) {
                case null -> {}
                case List<?> list -> {
                    for (int i = 0; i < list.size(); i++) if (list.get(i) != null) visitor.visit(prefix + i, list.get(i));
                }
                case Map<?, ?> map -> map.forEach((key, item) -> {
                    if (item != null) visitor.visit(prefix + key, item);
                });
                case Object value -> visitor.visit(own, value);
            }
        }
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

    /// Tells a layer and its children whether they are being trained.
    static void train(Layer layer, boolean training) {
        for (Component component : COMPONENTS.get(layer.getClass())) {
            switch (component.of(layer)) {
                case List<?> list -> list.forEach(part -> train(part, training));
                case Map<?, ?> map -> map.values().forEach(part -> train(part, training));
                case null -> {}
                case Object part -> train(part, training);
            }
        }
    }

    private static void train(Object part, boolean training) {
        if (part instanceof Training mode) mode.set(training);
        else if (part instanceof Layer child) child.train(training);
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
