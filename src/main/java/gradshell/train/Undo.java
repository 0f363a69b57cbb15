package gradshell.train;

import gradshell.array.Rng;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a step changes before the parameters: if it is interrupted there, it can be as if it had never begun.
final class Undo {
    private final Training training;
    private final long[] place;
    private final Rng.State chance = Rng.shared().state();
    private final List<Tensor> changing = new ArrayList<>(), values = new ArrayList<>();
    private final Map<String, Tensor> optimizer;

    /// @param buffers    tensors of the network that are no parameters, running statistics for example
    /// @param parameters those that an optimiser changes before its step is complete, if it does so
    Undo(Training training, List<Tensor> buffers, List<Tensor> parameters) {
        this.training = training;
        changing.addAll(buffers);
        changing.addAll(parameters);
        place = training.place().pass().state();
        optimizer = parameters.isEmpty() ? null : training.optimizer().state();
        for (Tensor tensor : changing) values.add(tensor.detach().copy());
    }

    void run() {
        training.tally().drop();
        training.place().back(place);
        Rng.shared().restore(chance);
        Uninterrupted.run(() -> Tensor.noGrad(() -> {
            if (optimizer != null) training.optimizer().load(optimizer);
            for (int i = 0; i < values.size(); i++) changing.get(i).copy_(values.get(i));
            return null;
        }));
    }
}
