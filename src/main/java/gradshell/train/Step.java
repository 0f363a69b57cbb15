package gradshell.train;

import gradshell.array.Interruption;
import gradshell.compile.Compiled;
import gradshell.data.Batch;
import gradshell.data.Pass;
import gradshell.nn.Loss;
import gradshell.optim.Lbfgs;
import gradshell.optim.Optimizer;
import gradshell.tensor.Detective;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;

/// One change of the parameters: forwards and backwards for every batch that belongs to it, then the optimiser. All of it happens, or nothing.
final class Step {
    /// How long a training lasts before its steps are recorded, in nanoseconds.
    private static final long SHORT = 200_000_000;

    /// What a step computes.
    ///
    /// @param ownLoss    the loss as a function of inputs and targets, or null where it is that of the network's output
    /// @param clip       what is done to the gradients first
    /// @param accumulate how many batches belong to a step
    /// @param measures   whether anybody wants to see the network's output
    record Task(gradshell.nn.Layer net, Loss loss, BinaryOperator<Tensor> ownLoss, Optimizer optimizer, Consumer<List<Tensor>> clip, int accumulate, boolean measures) {
        BinaryOperator<Tensor> of() { return ownLoss == null ? (x, y) -> loss.apply(net.apply(x), y) : ownLoss; }
    }

    private final Task task;
    private final Optimizer optimizer;
    private final Training training;
    private final Watcher looking;
    private final Diagnosis diagnosis;
    private final long begun = System.nanoTime();
    private boolean recording;
    /// One for a batch that is the first, the last, both or neither of its step.
    private final Compiled[] compiled = new Compiled[4];
    private final Undo undo;
    /// Whether a step needs the loss at several places, and so can be stopped between two of them.
    private final boolean searches;
    /// The batch that is under way, its loss, and whether the parameters are changed already.
    private Batch part;
    private double error;
    private boolean changed, counts;

    Step(Task task, Diagnosis diagnosis, Training training, Watcher looking) {
        this.task = task;
        this.optimizer = task.optimizer;
        this.diagnosis = diagnosis;
        this.training = training;
        this.looking = looking;
        searches = optimizer instanceof Lbfgs;
        undo = new Undo(training, task.net.state().values().stream().filter(tensor -> !tensor.requiresGrad()).toList(), searches ? optimizer.parameters() : List.of());
        for (int i = 0; i < compiled.length; i++) {
            boolean first = (i & 1) != 0, last = (i & 2) != 0;
            compiled[i] = Compiled.ofAll(in -> compute(in, first, last));
        }
    }

    /// Makes the step with the next batches.
    void run() {
        undo.begin();
        changed = false;
        counts = true;
        // A training that is over at once is not worth the recording.
        recording = recording || !searches && System.nanoTime() - begun >= SHORT;
        List<Batch> parts = new ArrayList<>(task.accumulate);
        int examples = 0;
        try {
            Pass pass = training.place().pass();
            while (parts.size() < task.accumulate && pass.hasNext()) {
                parts.add(pass.next());
                examples += parts.getLast().size();
            }
            if (searches) search(parts, examples);
            else forwardAndBackward(parts, examples);
        } catch (RuntimeException | Error e) {
            if (!changed) undo.run();
            throw e;
        }
        Place place = training.place();
        looking.stepped(place.epoch, place.stepInEpoch(), place.stepsOfEpoch(), training.tally().loss(), examples);
    }

    private void search(List<Batch> parts, int examples) {
        optimizer.step(() -> {
            Tensor loss = forwardAndBackward(parts, examples);
            counts = false;
            return loss;
        });
        Interruption.heldOff(this::count);
    }

    /// Gathers the gradients of some batches, and unless the optimiser has asked for that, has it change the parameters; answers the mean loss.
    private Tensor forwardAndBackward(List<Batch> parts, int examples) {
        double sum = 0;
        Tensor loss = null;
        for (int i = 0; i < parts.size(); i++) {
            part = parts.get(i);
            // A mean over a part of the examples counts for that part.
            double share = (double) part.size() / examples;
            Tensor[] in = task.accumulate == 1 ? new Tensor[] {part.inputs(), part.targets()} : new Tensor[] {part.inputs(), part.targets(), Part.real(share).select(0, 0)};
            boolean first = i == 0, last = i == parts.size() - 1;
            loss = (recording ? compiled[(first ? 1 : 0) + (last ? 2 : 0)].applyAll(in) : compute(in, first, last))[0];
            sum += error * share;
        }
        return parts.size() == 1 ? loss : Tensor.of(loss.dtype(), sum);
    }

    private Tensor[] compute(Tensor[] in, boolean first, boolean last) {
        if (first) optimizer.zeroGrad();
        Tensor prediction = task.ownLoss == null ? task.net.apply(in[0]) : null;
        Tensor loss = task.ownLoss == null ? task.loss.apply(prediction, in[1]) : task.ownLoss.apply(in[0], in[1]);
        (in.length > 2 ? loss.mul(in[2]) : loss).backward();
        // Looked at no earlier, so that what follows from the prediction forwards and backwards can be computed in one loop.
        boolean measured = prediction != null && task.measures;
        Recording.look(loss, value -> {
            error = value.doubleAt(value.layout().offset());
            if (counts && !Double.isFinite(error)) throw diagnosis.diverged("the loss became " + error, training.place().epoch, part);
            if (counts && !measured) training.tally().offer(part.size(), null, part.targets(), error);
        });
        if (measured && counts) Recording.look(prediction, values -> training.tally().offer(part.size(), Tensor.of(values).copy(), part.targets(), error));
        if (last) Recording.act(this::change);
        return new Tensor[] {loss};
    }

    private void change() {
        task.clip.accept(optimizer.parameters());
        // A search finds its way round places that are not finite by itself, and changes the parameters too.
        if (searches) return;
        for (Tensor parameter : optimizer.parameters())
            if (parameter.grad() != null && Detective.firstNonFinite(parameter.grad()) >= 0) throw diagnosis.diverged("the gradient of " + diagnosis.name(parameter) + " became " + parameter.grad().detach().sum().item(), training.place().epoch, part);
        Interruption.heldOff(this::commit);
    }

    private void commit() {
        optimizer.step();
        count();
    }

    /// What follows from a step: from here on it has happened.
    private void count() {
        changed = true;
        training.place().counted(optimizer.learningRate());
        training.tally().commit();
        training.average().update();
        training.schedule().step();
    }
}
