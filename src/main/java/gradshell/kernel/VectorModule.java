package gradshell.kernel;

/// The module of the Vector API, which Java resolves at its start only if it is told to, with a warning, and then without its archive of
/// classes. So the launcher does not name it; what is going to use vectors brings it in, on a thread of its own.
final class VectorModule {
    private static final String NAME = "jdk.incubator.vector", LOADER = "jdk.internal.module";

    private VectorModule() {}

    /// Whether it is there, or could be brought in. Asking costs nothing.
    ///
    /// What brings it in must be exported to us: `--add-exports java.base/jdk.internal.module=ALL-UNNAMED`.
    static boolean isPossible() {
        return isThere() || Object.class.getModule().getPackages().contains(LOADER) && Object.class.getModule().isExported(LOADER, VectorModule.class.getModule());
    }

    private static boolean isThere() { return ModuleLayer.boot().findModule(NAME).isPresent(); }

    /// Brings it in, unless it is there from the start, as Java's own tools do while a program runs; takes some twenty milliseconds. Answers whether it is there now.
    static boolean load() {
        if (isThere()) return true;
        try {
            Class.forName(LOADER + ".Modules").getMethod("loadModule", String.class).invoke(null, NAME);
            return true;
        } catch (ReflectiveOperationException | RuntimeException _) {
            // Not exported, or not in this Java: loops stay scalar, and numbers the same.
            return false;
        }
    }
}
