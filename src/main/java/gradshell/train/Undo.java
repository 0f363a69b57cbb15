package gradshell.train;

import gradshell.array.Rng;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// What a step changes before the parameters: if it is interrupted there, it can be as if it had never begun.
final class Undo {
    private final Training training;
    private final long[] place;
    private final Rng.State chance = Rng.shared().state();
    private final List<Tensor> buffers, values = new ArrayList<>();

    /// @param buffers tensors of the network that are no parameters, running statistics for example
    Undo(Training training, List<Tensor> buffers) {
        this.training = training;
        this.buffers = buffers;
        place = training.place().pass().state();
        for (Tensor buffer : buffers) values.add(buffer.detach().copy());
    }

    void run() {
        training.tally().drop();
        training.place().back(place);
        Rng.shared().restore(chance);
        Uninterrupted.run(() -> Tensor.noGrad(() -> {
            for (int i = 0; i < values.size(); i++) buffers.get(i).copy_(values.get(i));
            return null;
        }));
    }
}
