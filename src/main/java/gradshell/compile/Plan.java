package gradshell.compile;

import gradshell.array.Array;
import gradshell.array.Interruption;
import gradshell.array.Storage;
import gradshell.kernel.Copies;
import gradshell.tensor.Profile;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// A recording that can be done again on other numbers, in memory of its own.
final class Plan {
    private final Array[] inputs;
    /// What was last copied to the inputs, and its version then: the same need not be copied again.
    private final Storage[] seen;
    private final int[] versions;
    private final Recording.Condition[] conditions;
    private final Runnable[] steps;
    /// What the steps are called.
    private final List<String> names;
    private final Array[] results;
    /// Whether a result lies in memory that is not the plan's.
    private final boolean[] outside;
    /// The loop that writes a result which nobody else touches: it writes straight to the caller's memory. Otherwise null.
    private final Handed[] handed;
    private final int recorded, loops;
    private final long bytes;
    private final Runnable all = this::run;

    private Plan(Trace trace, List<Work> schedule, Memory memory) {
        Recording recording = trace.recording();
        inputs = Arrays.stream(trace.inputs()).map(Tensor::array).toArray(Array[]::new);
        seen = new Storage[inputs.length];
        versions = new int[inputs.length];
        conditions = recording.conditions().toArray(Recording.Condition[]::new);
        steps = schedule.stream().map(work -> bound(work, memory, recording)).toArray(Runnable[]::new);
        names = schedule.stream().map(Plan::name).toList();
        results = Arrays.stream(trace.results()).map(Tensor::array).toArray(Array[]::new);
        outside = new boolean[results.length];
        for (int i = 0; i < results.length; i++) outside[i] = recording.origin(results[i].storage()) == null;
        handed = new Handed[results.length];
        for (int i = 0; i < results.length; i++) if (!outside[i]) handed[i] = handed(schedule, i);
        // The gradients that the recording left lie in memory that is the plan's from now on.
        for (int i = 0; i < steps.length; i++) if (schedule.get(i) instanceof Task.Gradient) steps[i].run();
        recorded = recording.steps().size();
        loops = (int) schedule.stream().filter(work -> work instanceof Group || work instanceof Product(_, Group then) && then != null).count();
        bytes = memory.bytes();
    }

    /// A loop, and which of its results is meant.
    private record Handed(Loop.Rows loop, int number) {}

    private Handed handed(List<Work> schedule, int result) {
        Storage storage = results[result].storage();
        if (!results[result].layout().isContiguous() || java.lang.reflect.Array.getLength(storage.values()) != results[result].elements()) return null;
        for (int i = 0; i < results.length; i++) if (i != result && results[i].storage() == storage) return null;
        Handed found = null;
        for (int i = 0; i < steps.length; i++) {
            if (Memory.touched(schedule.get(i)).stream().noneMatch(a -> a.storage() == storage)) continue;
            if (found != null || !(schedule.get(i) instanceof Group group) || group.reads(storage) || !(steps[i] instanceof Loop.Rows rows)) return null;
            for (int r = 0; r < group.values().size(); r++) if (group.values().get(r).out().storage() == storage) found = new Handed(rows, r);
        }
        return found;
    }

    static Plan of(Trace trace) {
        Recording recording = trace.recording();
        Set<Storage> pinned = Tasks.identitySet();
        List<Task> tasks = Tasks.of(trace, pinned);
        List<Work> schedule = Grouping.of(tasks, storage -> recording.origin(storage) == null || pinned.contains(storage));
        return new Plan(trace, schedule, Memory.of(schedule, storage -> Tasks.isOwn(recording, storage) && !pinned.contains(storage)));
    }

    // ---- binding ----

    private static Runnable bound(Work work, Memory memory, Recording recording) {
        Runnable step = switch (work) {
            case Product product -> product.bound(memory);
            case Group group -> Loop.of(group, memory);
            // There are no elements.
            case Task.Elementwise _ -> () -> {};
            case Task.Operation o -> o.op().bound(memory.at(o.out()), memory.at(o.in()));
            case Task.Action a -> {
                Array out = a.out() == null ? null : memory.at(a.out());
                Array[] in = memory.at(a.in());
                yield () -> a.code().run(in, out);
            }
            case Task.Gradient g -> {
                if (g.value() == null) yield () -> g.leaf().lendGrad(null);
                // A gradient that lies outside is not ours to overwrite.
                if (recording.origin(g.value().storage()) == null) yield () -> g.leaf().lendGrad(g.given());
                Tensor gradient = Tensor.of(memory.at(g.value()));
                yield () -> g.leaf().lendGrad(gradient);
            }
        };
        Storage[] changed = Memory.written(work).stream().filter(storage -> recording.origin(storage) == null).toArray(Storage[]::new);
        if (changed.length == 0) return step;
        return () -> {
            step.run();
            for (Storage storage : changed) storage.touch();
        };
    }

    // ---- replay ----

    /// Whether everything outside is as it was when this was recorded.
    boolean holds() {
        for (Recording.Condition condition : conditions) if (condition.question().getAsBoolean() != condition.answer()) return false;
        return true;
    }

    /// Does everything again with other inputs of the same types and shapes.
    Tensor[] replay(Tensor[] with) {
        for (int i = 0; i < inputs.length; i++) {
            Array input = with[i].array();
            Storage storage = input.storage();
            if (seen[i] == storage && versions[i] == storage.version() && input.layout().isContiguous() && input.layout().offset() == 0) continue;
            Copies.into(inputs[i], input);
            seen[i] = storage;
            versions[i] = storage.version();
            if (!input.layout().isContiguous() || input.layout().offset() != 0) seen[i] = null;
        }
        Tensor[] answers = new Tensor[results.length];
        for (int i = 0; i < answers.length; i++) {
            if (handed[i] == null) continue;
            answers[i] = Tensor.of(Array.zeros(results[i].dtype(), results[i].shape()));
            handed[i].loop.replace(handed[i].number, answers[i].array().storage().values());
        }
        Recording.replay(all);
        for (int i = 0; i < answers.length; i++) {
            if (handed[i] == null) answers[i] = Tensor.of(outside[i] ? results[i] : Copies.copy(results[i]));
            // What is the caller's now is not kept.
            else handed[i].loop.replace(handed[i].number, null);
        }
        return answers;
    }

    private static String name(Work work) {
        return switch (work) {
            case Product(var product, var then) -> product.op().name() + (then == null ? "" : " and a loop");
            case Group group -> group.name();
            case Task.Operation operation -> operation.op().name();
            case Task.Elementwise _ -> "nothing";
            case Task.Action _ -> "other code";
            case Task.Gradient _ -> "gradient";
        };
    }

    private void run() {
        if (Profile.isWatching()) {
            for (int i = 0; i < steps.length; i++) Profile.timed(Profile.Part.REPLAYED, names.get(i), steps[i]);
            return;
        }
        for (Runnable step : steps) {
            Interruption.check();
            step.run();
        }
    }

    @Override
    public String toString() { return recorded + " steps in " + steps.length + ", " + loops + " of them fused loops, " + bytes / 1024 + " KiB"; }
}
