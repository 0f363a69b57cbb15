package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Storage;
import gradshell.kernel.Copies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// What happens to arrays while a function runs: every operation in order, with the arrays that it reads and writes.
///
/// Only what goes through operations can be done again on other numbers. Where a function looks at numbers itself, the recording
/// says so in [#obstacle].
public final class Recording {
    /// Whether anybody records, on any thread: all that an operation asks where nobody does.
    static boolean active;
    private static int recorders;
    private static final ThreadLocal<Recording> CURRENT = new ThreadLocal<>();
    /// How deep this thread is in the replay of a recording.
    private static final ThreadLocal<int[]> REPLAYS = ThreadLocal.withInitial(() -> new int[1]);

    /// One thing that happened.
    public sealed interface Step {}

    /// An operation that gave a result in memory of its own.
    ///
    /// @param settings what the operation read of tensors that belong to it, as the index of a gather does
    public record Computed(Op op, Array[] in, Array out, List<Array> settings) implements Step {}

    /// An elementwise operation that overwrote memory.
    public record Overwritten(Pointwise op, Array target, Array[] in) implements Step {}

    /// Code other than an operation.
    ///
    /// @param out what it wrote, or null
    public record Acted(Effect effect, Action action, Array[] in, Array out) implements Step {}

    /// A leaf was given a gradient, or lost it if that is null.
    public record Gathered(Tensor leaf, Tensor gradient) implements Step {}

    /// Code that reads some arrays and writes another.
    public interface Action {
        void run(Array[] in, Array out);
    }

    /// What there is to know of an action.
    public enum Effect {
        /// It computes all of its result from its inputs.
        COMPUTES,
        /// It changes a part of its result.
        CHANGES,
        /// It fills its result with numbers that are others each time.
        DRAWS,
        /// It only looks at its inputs, to complain perhaps.
        LOOKS,
        /// It may read and change anything.
        ANYTHING
    }

    /// Where memory comes from: an input, a number or table made on the way, a step. Everything else was there before.
    public enum Origin { INPUT, CONSTANT, STEP }

    private final List<Step> steps = new ArrayList<>();
    private final Map<Storage, Origin> origins = new IdentityHashMap<>();
    private final Map<Tensor, Boolean> wantsGrad = new IdentityHashMap<>();
    /// What leaves had for a gradient when that was first asked for, unless they had been given one before.
    private final Map<Tensor, Tensor> gradients = new IdentityHashMap<>();
    private final Set<Tensor> given = Collections.newSetFromMap(new IdentityHashMap<>());
    /// Views that were taken on the way, of memory from outside perhaps.
    private final Set<Tensor> views = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Condition> conditions = new ArrayList<>();
    /// What the operation that is being computed reads of its settings.
    private List<Array> settings = new ArrayList<>();
    private String obstacle;
    /// Set while a function runs on shapes alone.
    private Outline outline;
    /// How deep this thread is in code whose single operations are not recorded.
    private int inside;

    /// Something outside that a recording found to be so; it holds only while it is.
    public record Condition(BooleanSupplier question, boolean answer) {}

    private Recording() {}

    /// Runs a function on inputs and records what happens.
    public static Recording of(Tensor[] inputs, Runnable function) {
        Recording recording = new Recording();
        for (Tensor input : inputs) recording.origins.put(input.memory().storage(), Origin.INPUT);
        Recording before = CURRENT.get();
        enter(recording);
        try {
            function.run();
        } finally {
            leave(before);
        }
        return recording;
    }

    /// Runs a function on shapes alone.
    static <T> T outlined(Outline outline, Supplier<T> function) {
        Recording recording = new Recording(), before = CURRENT.get();
        recording.outline = outline;
        enter(recording);
        try {
            return function.get();
        } finally {
            leave(before);
        }
    }

    /// Whether this thread runs a function on shapes alone.
    public static boolean isOutlining() {
        Recording recording = active ? CURRENT.get() : null;
        return recording != null && recording.outline != null;
    }

    private static void enter(Recording recording) {
        CURRENT.set(recording);
        synchronized (Recording.class) {
            active = ++recorders > 0;
        }
    }

    private static void leave(Recording before) {
        CURRENT.set(before);
        synchronized (Recording.class) {
            active = --recorders > 0;
        }
    }

    /// The recording of this thread that wants to know of single operations, or null.
    private static Recording here() {
        Recording recording = CURRENT.get();
        return recording == null || recording.inside > 0 ? null : recording;
    }

    /// Whether this thread records, or is in the middle of a replay: what is done then is part of a larger whole.
    public static boolean isUnderWay() { return CURRENT.get() != null || REPLAYS.get()[0] > 0; }

    /// Runs the replay of a recording.
    public static void replay(Runnable steps) {
        int[] depth = REPLAYS.get();
        depth[0]++;
        try {
            steps.run();
        } finally {
            depth[0]--;
        }
    }

    static boolean isReplaying() { return REPLAYS.get()[0] > 0; }

    // ---- what was recorded ----

    public List<Step> steps() { return steps; }

    /// Where memory comes from; null if it was there before.
    public Origin origin(Storage storage) { return origins.get(storage); }

    /// What keeps the recording from being done again on other numbers, or null.
    public String obstacle() { return obstacle; }

    /// The questions whose answers must be the same for the recording to hold.
    public List<Condition> conditions() {
        List<Condition> all = new ArrayList<>(conditions);
        wantsGrad.forEach((tensor, wanted) -> all.add(new Condition(tensor::requiresGrad, wanted)));
        gradients.forEach((tensor, gradient) -> all.add(new Condition(() -> tensor.gathered() == gradient, true)));
        return all;
    }

    // ---- what is told ----

    /// The answer to a question about something other than tensors, a layer's mode, say: a recording holds only while the answer is the same.
    public static boolean ask(BooleanSupplier question) {
        boolean answer = question.getAsBoolean();
        Recording recording = active ? here() : null;
        if (recording != null) recording.conditions.add(new Condition(question, answer));
        return answer;
    }

    /// Runs code that reads and changes tensors as a whole, as the step of an optimiser does.
    public static void act(Runnable action) {
        Recording recording = active ? here() : null;
        if (recording == null) {
            action.run();
            return;
        }
        if (recording.outline != null) return;
        recording.whole(() -> {
            action.run();
            return null;
        });
        recording.steps.add(new Acted(Effect.ANYTHING, (_, _) -> action.run(), new Array[0], null));
    }

    private <T> T whole(Supplier<T> action) {
        inside++;
        try {
            return action.get();
        } finally {
            inside--;
        }
    }

    /// Computes an operation.
    static Array forward(Op op, Tensor[] in, Array[] arrays, Function<Array[], Array> forward) {
        Recording recording = here();
        if (recording == null) return forward.apply(arrays);
        if (recording.outline != null) return recording.outline.applied(op, arrays);
        for (Tensor x : in) recording.note(x);
        recording.settings = new ArrayList<>();
        Array out = recording.whole(() -> forward.apply(arrays));
        for (Array x : arrays) if (x.storage() == out.storage()) return out;
        recording.origins.put(out.storage(), Origin.STEP);
        recording.steps.add(new Computed(op, arrays.clone(), out, recording.settings));
        return out;
    }

    /// Is told of a view that was taken on the way.
    static void viewed(Tensor view) {
        Recording recording = here();
        if (recording != null) recording.views.add(view);
    }

    /// Notes a tensor from outside, and refuses one whose past lies outside too.
    private void note(Tensor x) {
        if (origins.containsKey(x.memory().storage()) || wantsGrad.containsKey(x) || views.contains(x)) return;
        boolean wanted = x.requiresGrad();
        if (wanted && !x.isLeaf()) hinder("it uses a result " + x.memory().type() + " that was computed outside and carries gradients; compute it in the step, or detach() it");
        wantsGrad.put(x, wanted);
    }

    /// Overwrites memory by an elementwise operation.
    static void overwrite(Pointwise op, Tensor[] in, Array target, Array[] arrays) {
        Recording recording = here();
        if (recording != null && recording.outline != null) {
            recording.outline.applied(op, arrays);
            return;
        }
        if (recording != null) {
            for (Tensor x : in) recording.note(x);
            recording.change(target);
            recording.steps.add(new Overwritten(op, target, arrays.clone()));
        }
        op.forwardInto(target, arrays);
    }

    /// Takes note that memory is about to be changed by a step.
    private void change(Array target) {
        Origin origin = origins.get(target.storage());
        if (origin == Origin.INPUT) hinder("it changes its input in place; change a copy: x.copy()");
        if (origin != Origin.CONSTANT) return;
        // Next time it must begin anew, before anybody reads it.
        Array whole = target.view(gradshell.array.Shape.of(java.lang.reflect.Array.getLength(target.storage().values())).contiguous()), fresh = Copies.copy(whole);
        origins.put(target.storage(), Origin.STEP);
        origins.put(fresh.storage(), Origin.CONSTANT);
        steps.addFirst(new Acted(Effect.COMPUTES, (in, out) -> Copies.into(out, in[0]), new Array[] {fresh}, whole));
    }

    /// A result without derivatives, computed by other code than an operation.
    static Tensor computed(Function<Array[], Array> function, Tensor... in) {
        Array[] arrays = new Array[in.length];
        for (int i = 0; i < in.length; i++) arrays[i] = numbers(in[i]);
        Recording recording = active ? here() : null;
        if (recording == null) return Tensor.of(function.apply(arrays));
        if (recording.outline != null) {
            for (int i = 0; i < arrays.length; i++) arrays[i] = recording.outline.numbers(arrays[i]);
            return Tensor.of(recording.whole(() -> function.apply(arrays)));
        }
        Array out = recording.whole(() -> function.apply(arrays));
        recording.origins.put(out.storage(), Origin.STEP);
        recording.steps.add(new Acted(Effect.COMPUTES, (again, result) -> Copies.into(result, function.apply(again)), arrays, out));
        return Tensor.of(out);
    }

    /// The same where the code writes over an array of the first one's shape, so that a replay makes nothing new.
    static Tensor computed(DType dtype, Action action, Tensor... in) {
        Tensor made = computed(arrays -> {
            Array out = Array.zeros(dtype, arrays[0].shape());
            action.run(arrays, out);
            return out;
        }, in);
        Recording recording = active ? here() : null;
        if (recording != null && recording.outline == null && recording.steps.getLast() instanceof Acted last) recording.steps.set(recording.steps.size() - 1, new Acted(last.effect, action, last.in, last.out));
        return made;
    }

    /// The numbers of a tensor, which are read by code that is recorded as a whole.
    private static Array numbers(Tensor x) { return x.lift() instanceof Lift.Batched batch ? batch.array() : x.memory(); }

    /// Changes a part of an array.
    static void change(Array target, Action action, Array... in) {
        Recording recording = active ? here() : null;
        if (recording != null && recording.outline != null) return;
        if (recording != null) {
            recording.change(target);
            recording.steps.add(new Acted(Effect.CHANGES, action, in, target));
        }
        action.run(in, target);
    }

    /// New numbers that are others each time.
    public static Tensor drawn(Array out, Consumer<Array> fill) {
        Recording recording = active ? here() : null;
        if (recording != null && recording.outline != null) return Tensor.of(out);
        fill.accept(out);
        if (recording != null) {
            recording.origins.put(out.storage(), Origin.STEP);
            recording.steps.add(new Acted(Effect.DRAWS, (_, again) -> fill.accept(again), new Array[0], out));
        }
        return Tensor.of(out);
    }

    /// Has code look at the numbers of a tensor, now and whenever the recording is replayed.
    public static void look(Tensor x, Consumer<Array> look) {
        Array array = numbers(x);
        Recording recording = active ? here() : null;
        if (recording == null) {
            look.accept(array);
            return;
        }
        if (recording.outline != null) return;
        recording.whole(() -> {
            look.accept(array);
            return null;
        });
        recording.steps.add(new Acted(Effect.LOOKS, (in, _) -> look.accept(in[0]), new Array[] {array}, null));
    }

    /// Is told of every tensor that is made from an array.
    static void made(Array array) {
        Recording recording = here();
        if (recording != null) recording.origins.putIfAbsent(array.storage(), Origin.CONSTANT);
    }

    /// The numbers of an array, once it is told that they are read: by the operation that is being computed, or by somebody whose doings nobody knows.
    static Array read(Array array) {
        Recording recording = CURRENT.get();
        if (recording == null) return array;
        if (recording.outline != null) return recording.outline.numbers(array);
        Origin origin = recording.origins.get(array.storage());
        if (recording.inside > 0) {
            if (origin != Origin.CONSTANT) recording.settings.add(array);
        } else if (origin != Origin.CONSTANT) {
            recording.hinder("it looks at numbers itself (" + caller() + "), which may be others next time; give back the tensor, and read it after the step");
        }
        return array;
    }

    /// Is told that a change in place became part of the past of what was changed.
    static void entangled(Array array) {
        Recording recording = here();
        if (recording != null && recording.outline == null && recording.origins.get(array.storage()) == null) recording.hinder("it changes a tensor from outside in place, with gradients; wrap the change in noGrad(…)");
    }

    private void hinder(String reason) {
        if (obstacle == null) obstacle = reason;
    }

    /// The method of a tensor that was called from outside, and from where.
    private static String caller() {
        return StackWalker.getInstance().walk(frames -> {
            String method = "array";
            for (StackWalker.StackFrame frame : (Iterable<StackWalker.StackFrame>) frames::iterator) {
                String name = frame.getClassName();
                if (!name.startsWith("gradshell.tensor.") && !name.startsWith("gradshell.nn.")) return method + (frame.getFileName() == null || frame.getFileName().startsWith("#") ? ", line " : ", " + frame.getFileName() + ":") + frame.getLineNumber();
                method = frame.getMethodName();
            }
            return method;
        });
    }

    /// Is told that the gradient of a leaf is asked for.
    static void asked(Tensor leaf) {
        Recording recording = here();
        if (recording != null && !recording.given.contains(leaf) && !recording.origins.containsKey(leaf.memory().storage())) recording.gradients.putIfAbsent(leaf, leaf.gathered());
    }

    /// Adds to a gradient that a leaf had before the recording began, wherever it lies by then; answers whether it was such a one.
    static boolean gather(Tensor leaf, Tensor more) {
        Recording recording = here();
        if (recording == null || leaf.gathered() == null || recording.given.contains(leaf) || recording.gradients.containsKey(leaf) || recording.origins.containsKey(leaf.memory().storage())) return false;
        leaf.gather(more.memory());
        recording.steps.add(new Acted(Effect.LOOKS, (in, _) -> leaf.gather(in[0]), new Array[] {more.memory()}, null));
        return true;
    }

    /// Is told that a leaf is given a gradient, or loses it.
    static void gathered(Tensor leaf, Tensor gradient) {
        Recording recording = here();
        if (recording == null || recording.outline != null) return;
        Origin origin = recording.origins.get(leaf.memory().storage());
        if (origin == Origin.INPUT) recording.hinder("its input requires gradients; make it a tensor from outside, or detach() it");
        // A leaf that was made on the way is nobody else's.
        if (origin != null) return;
        recording.given.add(leaf);
        recording.steps.add(new Gathered(leaf, gradient));
    }
}
