package gradshell.tensor;

import gradshell.array.Rng;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// A part of a computation whose values are not kept for the backward but computed again when it comes by (Chen et al., 2016).
final class Checkpoint {
    private final Supplier<Tensor> body;
    private final Rng.State random;
    private final List<Node> steps;
    /// What the part reads from outside, and the versions it had.
    private final List<Tensor> outside = new ArrayList<>();
    private final List<Integer> versions = new ArrayList<>();

    private Checkpoint(Supplier<Tensor> body, Rng.State random, List<Node> steps) {
        this.body = body;
        this.random = random;
        this.steps = steps;
    }

    /// @param inputs what the body is known to read
    static Tensor run(Supplier<Tensor> body, List<Tensor> inputs) {
        if (!GradMode.isRecording()) return body.get();
        Rng.State random = Rng.shared().state();
        List<Node> steps = new ArrayList<>();
        Tensor y = GradMode.listening(steps, body);
        new Checkpoint(body, random, steps).forget(inputs);
        return y;
    }

    private void forget(List<Tensor> inputs) {
        inputs.forEach(this::watch);
        Set<Node> own = new HashSet<>(steps);
        for (Node step : steps) {
            if (step.inputs != null) for (Tensor input : step.inputs) {
                if (input != null && input.requiresGrad() && !own.contains(input.node())) watch(input);
            }
        }
        for (Node step : steps) if (!step.isReleased()) step.forget(this);
    }

    private void watch(Tensor input) {
        outside.add(input);
        versions.add(input.memory().storage().version());
    }

    /// Computes everything again, with the same random numbers, and gives the steps their values back.
    void restore() {
        for (int i = 0; i < outside.size(); i++) {
            int now = outside.get(i).memory().storage().version();
            if (now != versions.get(i)) throw new IllegalStateException("checkpoint: " + outside.get(i).memory().type() + ", which the function reads, was changed in place before the backward: it was at version "
                    + versions.get(i) + " and is at version " + now + "; change it after the backward");
        }
        List<Node> again = new ArrayList<>();
        Rng.State now = Rng.shared().state();
        Rng.shared().restore(random);
        try {
            GradMode.listening(again, body);
        } finally {
            Rng.shared().restore(now);
        }
        for (int i = 0; i < Math.max(steps.size(), again.size()); i++) {
            String before = i < steps.size() ? steps.get(i).op.name() + " " + steps.get(i).type() : "nothing", after = i < again.size() ? again.get(i).op.name() + " " + again.get(i).type() : "nothing";
            if (!before.equals(after)) throw new IllegalStateException("checkpoint: computed again, the function does something else: at step " + (i + 1) + " it did " + before + " and does " + after + "; it must depend on its inputs and on random numbers alone");
        }
        for (int i = 0; i < steps.size(); i++) steps.get(i).remember(again.get(i));
    }
}
