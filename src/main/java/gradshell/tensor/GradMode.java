package gradshell.tensor;

import java.util.function.Supplier;

/// Whether operations are recorded on the tape, on the thread that asks.
final class GradMode {
    private static final ThreadLocal<GradMode> CURRENT = ThreadLocal.withInitial(GradMode::new);

    private boolean recording = true;

    private GradMode() {}

    static boolean isRecording() { return CURRENT.get().recording; }

    /// Runs a body with recording on or off, and puts back what was.
    static <T> T with(boolean recording, Supplier<T> body) {
        GradMode mode = CURRENT.get();
        boolean before = mode.recording;
        mode.recording = recording;
        try {
            return body.get();
        } finally {
            mode.recording = before;
        }
    }
}
