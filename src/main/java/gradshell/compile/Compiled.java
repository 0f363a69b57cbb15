package gradshell.compile;

import gradshell.array.Type;
import gradshell.tensor.Detective;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A function of tensors, a training step say, that is recorded and then replayed as a few fused loops in memory of its own.
///
/// For each combination of input types and shapes the function itself runs twice, as it would without this, and is recorded. If both times
/// the same operations happened, later calls replay them, with the same bits: parameters, gradients and random numbers are the
/// ones that the function would have left. A function that looks at numbers itself, or does something else each time, goes on
/// running as it is, and [#toString] says why.
///
/// What the function does beside operations on tensors (printing, counting, numbers of its own that change) is done only while it
/// is recorded. The gradients that a replay leaves in parameters are copied when they are asked for.
public final class Compiled {
    /// So many recordings in turn may differ: the first steps of an optimiser do more than the later ones.
    private static final int TRIES = 6;
    /// So many replays are kept for inputs of one kind, and so many kinds.
    private static final int VARIANTS = 8, KINDS = 32;

    private final Function<Tensor[], Tensor[]> function;
    private final Map<List<Type>, Kind> kinds = new LinkedHashMap<>();
    /// Whether it is said on standard error that the function runs as it is.
    private final boolean aloud;
    private String reason;

    private Compiled(Function<Tensor[], Tensor[]> function, boolean aloud) {
        this.function = function;
        this.aloud = aloud;
    }

    /// What is known of inputs of one kind.
    private static final class Kind {
        final List<Plan> plans = new ArrayList<>();
        Trace last;
        int tries;
    }

    /// The function, to be recorded when it is called. If that cannot be, it says so on standard error.
    public static Compiled of(Function<Tensor[], Tensor> function) { return new Compiled(in -> new Tensor[] {function.apply(in)}, true); }

    /// A function of several results, to be recorded when it is called. If that cannot be, it is not said.
    public static Compiled ofAll(Function<Tensor[], Tensor[]> function) { return new Compiled(function, false); }

    /// The result for some inputs, without a past.
    public Tensor apply(Tensor... inputs) { return applyAll(inputs)[0]; }

    /// All results for some inputs, without a past.
    public Tensor[] applyAll(Tensor... inputs) {
        if (reason != null || Recording.isUnderWay() || Detective.isWatching()) return function.apply(inputs);
        List<Type> types = new ArrayList<>(inputs.length);
        for (Tensor input : inputs) {
            if (input.requiresGrad()) return eagerly("its input requires gradients; make it a tensor from outside, or detach() it", inputs);
            types.add(new Type(input.dtype(), input.shape()));
        }
        Kind kind = kinds.get(types);
        if (kind == null) {
            // A function that meets ever new shapes forgets the first.
            if (kinds.size() >= KINDS) kinds.remove(kinds.keySet().iterator().next());
            kinds.put(types, kind = new Kind());
        }
        for (Plan plan : kind.plans) if (plan.holds()) return plan.replay(inputs);
        return record(kind, inputs);
    }

    private Tensor[] record(Kind kind, Tensor[] inputs) {
        // The function gets copies, so that nothing else can be mistaken for an input.
        Tensor[] copies = new Tensor[inputs.length];
        for (int i = 0; i < inputs.length; i++) copies[i] = inputs[i].detach().copy();
        Tensor[][] all = new Tensor[1][];
        Recording recording = Recording.of(copies, () -> all[0] = function.apply(copies));
        Tensor[] results = all[0];
        if (recording.obstacle() != null) return refuse(kind, recording.obstacle(), results);
        for (Tensor result : results) {
            if (result == null) return refuse(kind, "it gives no tensor back", results);
            if (result.holdsGraph()) return refuse(kind, "its result can still be differentiated, and a replay keeps no tape; call backward() in it, or wrap it in noGrad(…)", results);
        }
        Trace trace = new Trace(recording, copies, results);
        String difference = kind.last == null ? null : kind.last.difference(trace);
        if (kind.last == null || difference != null) {
            kind.last = trace;
            if (++kind.tries > TRIES) return refuse(kind, "it does something else each time: " + (difference == null ? "what it depends on keeps changing" : difference), results);
            return detached(results);
        }
        kind.last = null;
        kind.tries = 0;
        if (kind.plans.size() >= VARIANTS) kind.plans.removeFirst();
        kind.plans.add(Plan.of(trace));
        // Their memory is the plan's from now on.
        Tensor[] answers = detached(results);
        for (int i = 0; i < answers.length; i++) answers[i] = answers[i].copy();
        return answers;
    }

    private static Tensor[] detached(Tensor[] results) {
        Tensor[] detached = new Tensor[results.length];
        for (int i = 0; i < results.length; i++) detached[i] = results[i].detach();
        return detached;
    }

    private Tensor[] eagerly(String why, Tensor[] inputs) {
        say(why);
        return function.apply(inputs);
    }

    private Tensor[] refuse(Kind kind, String why, Tensor[] results) {
        kind.last = null;
        say(why);
        return results;
    }

    private void say(String why) {
        reason = why;
        kinds.clear();
        if (aloud) System.err.println("compile: the step runs as it is, because " + why);
    }

    /// Why the function runs as it is, or null if it is replayed or has not been called yet.
    public String reason() { return reason; }

    /// `compiled step: float32 [2, 3] -> 12 operations in 4 loops`, a line for each kind of input.
    @Override
    public String toString() {
        if (reason != null) return "step, not compiled, because " + reason;
        StringBuilder text = new StringBuilder("compiled step");
        kinds.forEach((types, kind) -> {
            for (Plan plan : kind.plans) text.append(text.length() < 16 ? ": " : "\n  ").append(String.join(", ", types.stream().map(Type::toString).toList())).append(" -> ").append(plan);
        });
        return text.length() < 16 ? "step, not compiled yet: it is recorded when it is called" : text.toString();
    }
}
