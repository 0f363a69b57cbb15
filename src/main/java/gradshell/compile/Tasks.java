package gradshell.compile;

import gradshell.array.Array;
import gradshell.array.Layout;
import gradshell.array.Shape;
import gradshell.array.Storage;
import gradshell.array.Type;
import gradshell.tensor.Op;
import gradshell.tensor.Pointwise;
import gradshell.tensor.Recording;
import gradshell.tensor.Recording.Acted;
import gradshell.tensor.Recording.Computed;
import gradshell.tensor.Recording.Effect;
import gradshell.tensor.Recording.Gathered;
import gradshell.tensor.Recording.Origin;
import gradshell.tensor.Recording.Overwritten;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The steps of a recording without those that nobody needs, and without those that compute again what is known.
final class Tasks {
    private final Recording recording;
    /// Memory that is read through tensors which belong to operations: it stays where it is.
    private final Set<Storage> pinned = identitySet();
    /// Memory that is changed after it was first written.
    private final Set<Storage> changed = identitySet();
    /// Memory whose values lie elsewhere too.
    private final Map<Storage, Storage> same = new IdentityHashMap<>();

    private Tasks(Recording recording) {
        this.recording = recording;
        for (Recording.Step step : recording.steps()) {
            switch (step) {
                case Computed c -> c.settings().forEach(a -> pinned.add(a.storage()));
                case Overwritten o -> changed.add(o.target().storage());
                case Acted a -> {
                    if (a.effect() == Effect.CHANGES) changed.add(a.out().storage());
                    // What draws fills memory to its end, and so must know where that is.
                    if (a.effect() == Effect.DRAWS) pinned.add(a.out().storage());
                }
                case Gathered g -> {
                    if (g.gradient() != null) pinned.add(g.gradient().array().storage());
                }
            }
        }
    }

    static <T> Set<T> identitySet() { return Collections.newSetFromMap(new IdentityHashMap<>()); }

    /// The tasks of a trace in order; memory that must not move is added to `pinned`.
    static List<Task> of(Trace trace, Set<Storage> pinned) {
        Tasks tasks = new Tasks(trace.recording());
        for (Tensor result : trace.results()) tasks.pinned.add(result.array().storage());
        List<Task> all = tasks.needed(tasks.distinct(), trace.results());
        pinned.addAll(tasks.pinned);
        return all;
    }

    // ---- common work ----

    /// What a step computes from what.
    private record Computation(Object what, List<Object> in, Type out) {}

    private record Place(int storage, Layout layout) {}

    private List<Task> distinct() {
        Map<Computation, Storage> known = new HashMap<>();
        List<Task> tasks = new ArrayList<>();
        for (Recording.Step step : recording.steps()) {
            if (step instanceof Computed c && c.settings().isEmpty() && !changed.contains(c.out().storage()) && !pinned.contains(c.out().storage())) {
                Array[] in = resolved(c.in());
                if (Arrays.stream(in).noneMatch(a -> changed.contains(a.storage()) || recording.origin(a.storage()) == null)) {
                    Object what = c.op() instanceof Pointwise p ? p.formula() : c.op();
                    Storage before = known.putIfAbsent(new Computation(what, Arrays.stream(in).<Object>map(a -> new Place(System.identityHashCode(a.storage()), a.layout())).toList(), c.out().type()), c.out().storage());
                    if (before != null) {
                        same.put(c.out().storage(), before);
                        continue;
                    }
                }
            }
            tasks.add(task(step));
        }
        return tasks;
    }

    private Task task(Recording.Step step) {
        return switch (step) {
            case Computed c -> {
                Array[] in = resolved(c.in());
                Op.Form form = c.op().form(types(in));
                yield form == null ? new Task.Operation(c.op(), in, c.settings().toArray(Array[]::new), c.out()) : flat(new Task.Elementwise(form, in, c.out(), true));
            }
            case Overwritten o -> {
                Array[] in = resolved(o.in());
                Op.Form form = o.op().form(types(in));
                boolean fits = (o.op().formula().isTruth() ? gradshell.array.DType.BOOL : form.compute()) == o.target().dtype();
                yield fits ? flat(new Task.Elementwise(form, in, o.target(), false)) : new Task.Action(Effect.CHANGES, (again, out) -> o.op().forwardInto(out, again), in, o.target());
            }
            case Acted a -> new Task.Action(a.effect(), a.action(), resolved(a.in()), a.out());
            case Gathered g -> new Task.Gradient(g.leaf(), g.gradient(), g.gradient() == null ? null : resolved(g.gradient().array()));
        };
    }

    /// The same step over two dimensions, if its arrays can be seen so: steps on the same rows come together, whatever stands before.
    private static Task.Elementwise flat(Task.Elementwise step) {
        Shape shape = step.out().shape();
        if (shape.rank() < 3 || shape.elements() == 0) return step;
        int last = shape.size(shape.rank() - 1);
        // Only rows of a product are worth it; what goes by channels must keep its dimensions.
        if (last < Product.LONG) return step;
        Shape rows = Shape.of(shape.elements() / last, last);
        Array[] in = new Array[step.in().length];
        for (int i = 0; i < in.length; i++) {
            Layout layout = step.in()[i].layout().expand(shape).reshape(rows);
            if (layout == null) return step;
            in[i] = step.in()[i].view(layout);
        }
        Layout out = step.out().layout().reshape(rows);
        return out == null ? step : new Task.Elementwise(step.form(), in, step.out().view(out), step.isWhole());
    }

    private static Type[] types(Array[] in) { return Arrays.stream(in).map(Array::type).toArray(Type[]::new); }

    private Array[] resolved(Array[] arrays) { return Arrays.stream(arrays).map(this::resolved).toArray(Array[]::new); }

    private Array resolved(Array array) {
        Storage other = same.get(array.storage());
        return other == null ? array : new Array(array.dtype(), array.layout(), other);
    }

    // ---- dead work ----

    private List<Task> needed(List<Task> tasks, Tensor[] results) {
        Set<Storage> live = identitySet();
        for (Tensor result : results) live.add(result.array().storage());
        List<Task> kept = new ArrayList<>();
        for (Task task : tasks.reversed()) {
            Array out = task.out();
            boolean outside = out != null && recording.origin(out.storage()) == null;
            if (!task.mustHappen() && !outside && !live.contains(out.storage())) continue;
            if (task.isWhole()) live.remove(out.storage());
            for (Array read : task.reads()) live.add(read.storage());
            kept.add(task);
        }
        Collections.reverse(kept);
        return kept;
    }

    /// Whether memory was made by a step, so that a plan may put it elsewhere.
    static boolean isOwn(Recording recording, Storage storage) { return recording.origin(storage) == Origin.STEP; }
}
