package gradshell.nn;

import java.util.List;
import java.util.stream.Collectors;

/// How layers are written.
final class Layers {
    private Layers() {}

    /// A layer as text; one that is a lambda or a method reference has no name of its own.
    static String describe(Layer layer) { return layer.getClass().isHidden() ? "function" : layer.toString(); }

    /// Layers with commas between them.
    static String list(List<Layer> layers) { return layers.stream().map(Layers::describe).collect(Collectors.joining(", ")); }

    /// A layer and what it is made of, one a line.
    static String tree(String name, Layer layer, int depth) {
        StringBuilder text = new StringBuilder("  ".repeat(depth)).append(name.isEmpty() ? "" : name + ": ");
        var children = Parts.namedChildren(layer);
        text.append(children.isEmpty() ? brief(layer) : title(layer));
        children.forEach((child, part) -> text.append('\n').append(tree(child, part, depth + 1)));
        return text.toString();
    }

    /// A layer as text, or the name of its class where it has parts that would be too long to print.
    static String brief(Layer layer) {
        boolean ours = layer.getClass().getPackage() == Layers.class.getPackage();
        return ours || Parts.own(layer).isEmpty() && Parts.children(layer).isEmpty() ? describe(layer) : layer.getClass().getSimpleName();
    }

    /// The word for a layer that is made of others.
    static String title(Layer layer) {
        if (layer instanceof Chain) return "sequential";
        String name = layer.getClass().getSimpleName();
        return layer.getClass().getPackage() == Layers.class.getPackage() ? Character.toLowerCase(name.charAt(0)) + name.substring(1) : name;
    }
}
