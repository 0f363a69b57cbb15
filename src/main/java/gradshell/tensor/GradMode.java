package gradshell.tensor;

import java.util.List;
import java.util.function.Supplier;

/// Whether operations are recorded on the tape, on the thread that asks.
final class GradMode {
    private static final ThreadLocal<GradMode> CURRENT = ThreadLocal.withInitial(GradMode::new);

    private boolean recording = true;
    /// Who wants to know of each step that is recorded, or null.
    private List<Node> listener;

    private GradMode() {}

    static GradMode current() { return CURRENT.get(); }

    /// Sets whether operations are recorded from now on, and answers whether they were.
    boolean begin(boolean record) {
        boolean before = recording;
        recording = record;
        return before;
    }

    static boolean isRecording() { return CURRENT.get().recording; }

    /// Puts an operation on the tape if that is on; otherwise null.
    static Node record(Op op, Tensor result, Tensor[] in) {
        GradMode mode = CURRENT.get();
        if (!mode.recording) return null;
        Node node = Node.of(op, result, in);
        if (mode.listener != null) mode.listener.add(node);
        return node;
    }

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

    /// Runs a body with recording on, and adds each step to a list.
    static <T> T listening(List<Node> steps, Supplier<T> body) {
        GradMode mode = CURRENT.get();
        List<Node> before = mode.listener;
        mode.listener = steps;
        try {
            return with(true, body);
        } finally {
            mode.listener = before;
            if (before != null) before.addAll(steps);
        }
    }
}
