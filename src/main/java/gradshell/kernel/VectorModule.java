package gradshell.kernel;

/// The module of the Vector API, which Java resolves at its start only if it is told to, with a warning, and then without its archive of
/// classes. So the launcher does not name it; the first thing that could use vectors brings it in.
final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /// Brings it in, unless it is there from the start; answers whether it is there now. Asking loads none of its classes.
    ///
    /// As Java's own tools do while a program runs. What they call must be exported to us:
    /// `--add-exports java.base/jdk.internal.module=ALL-UNNAMED`.
    static boolean load() {
        if (ModuleLayer.boot().findModule(NAME).isPresent()) return true;
        try {
            Class.forName("jdk.internal.module.Modules").getMethod("loadModule", String.class).invoke(null, NAME);
            return true;
        } catch (ReflectiveOperationException | RuntimeException _) {
            // Not exported, or not in this Java: loops stay scalar, and numbers the same.
            return false;
        }
    }
}
