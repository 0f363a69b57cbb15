package gradshell.nn;

/// How layers are written.
final class Layers {
    private Layers() {}

    /// A layer as text; one that is a lambda or a method reference has no name of its own.
    static String describe(Layer layer) { return layer.getClass().isHidden() ? "function" : layer.toString(); }
}
