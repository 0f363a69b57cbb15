package gradshell.train;

import gradshell.array.Interruption;
import gradshell.array.Rng;
import gradshell.data.Pass;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a step changes before the parameters: if it is interrupted there, it can be as if it had never begun.
final class Undo {
    private final Training training;
    private final List<Tensor> changing = new ArrayList<>();
    private final boolean searches;
    // What was there before the step.
    private Pass pass;
    private int taken;
    private Rng.State chance;
    private final List<Tensor> values = new ArrayList<>();
    private Map<String, Tensor> optimizer;

    /// @param buffers    tensors of the network that are no parameters, running statistics for example
    /// @param parameters those that an optimiser changes before its step is complete, if it does so
    Undo(Training training, List<Tensor> buffers, List<Tensor> parameters) {
        this.training = training;
        searches = !parameters.isEmpty();
        changing.addAll(buffers);
        changing.addAll(parameters);
    }

    /// A step begins.
    void begin() {
        pass = training.place().pass();
        taken = pass.taken();
        chance = Rng.shared().state();
        if (searches) optimizer = training.optimizer().state();
        values.clear();
        for (Tensor tensor : changing) values.add(tensor.detach().copy());
    }

    /// The step has come to nothing.
    void run() {
        Interruption.heldOff(() -> Tensor.noGrad(() -> {
            training.tally().drop();
            training.place().back(pass, taken);
            Rng.shared().restore(chance);
            if (searches) training.optimizer().load(optimizer);
            for (int i = 0; i < values.size(); i++) changing.get(i).copy_(values.get(i));
            return null;
        }));
    }
}
