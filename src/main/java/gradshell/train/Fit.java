package gradshell.train;

import gradshell.array.ShapeException;
import gradshell.compile.Compiled;
import gradshell.data.Batch;
import gradshell.data.Dataset;
import gradshell.data.Loader;
import gradshell.data.TensorDataset;
import gradshell.nn.Layer;
import gradshell.nn.Loss;
import gradshell.optim.Clip;
import gradshell.optim.Optimizer;
import gradshell.optim.Schedule;
import gradshell.tensor.Detective;
import gradshell.tensor.Names;
import gradshell.tensor.NonFiniteException;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;

/// A training, described by withers and carried out by [#run]: `fit(net).data(x, y).loss(mseLoss()).optimizer(opt).epochs(100).run()`.
///
/// Without a batch size one batch holds the whole set, in its order; with one the examples are shuffled every epoch.
///
/// @param clip    keeps the gradients of the parameters small before each step
/// @param batch   how many examples a step sees; 0 for all
/// @param watcher is told of every step and every epoch
public record Fit(Layer net, Dataset data, Dataset validation, Loss loss, Optimizer optimizer, Schedule schedule, Consumer<List<Tensor>> clip,
                  int batch, int epochs, Stop stop, List<Metric> metrics, Watcher watcher) {

    /// How long a training lasts before its steps are recorded, in nanoseconds.
    private static final long SHORT = 200_000_000;

    /// A training of a network, about which everything else is still to be said.
    public static Fit of(Layer net) { return new Fit(net, null, null, null, null, null, _ -> {}, 0, 1, Stop.NEVER, List.of(), Watcher.NOBODY); }

    public Fit data(Tensor inputs, Tensor targets) { return data(new TensorDataset(inputs, targets)); }
    public Fit data(Dataset data) { return new Fit(net, data, validation, loss, optimizer, schedule, clip, batch, epochs, stop, metrics, watcher); }
    /// Examples that are only looked at, after every epoch.
    public Fit validation(Dataset validation) { return new Fit(net, data, validation, loss, optimizer, schedule, clip, batch, epochs, stop, metrics, watcher); }
    public Fit loss(Loss loss) { return new Fit(net, data, validation, loss, optimizer, schedule, clip, batch, epochs, stop, metrics, watcher); }
    public Fit optimizer(Optimizer optimizer) { return new Fit(net, data, validation, loss, optimizer, schedule, clip, batch, epochs, stop, metrics, watcher); }
    public Fit schedule(Schedule schedule) { return new Fit(net, data, validation, loss, optimizer, schedule, clip, batch, epochs, stop, metrics, watcher); }
    private Fit clip(Consumer<List<Tensor>> clip) { return new Fit(net, data, validation, loss, optimizer, schedule, clip, batch, epochs, stop, metrics, watcher); }
    /// Scales the gradients before each step so that all together are no longer than this.
    public Fit clipNorm(double limit) { return clip(parameters -> Clip.norm(parameters, limit)); }
    /// Cuts each element of the gradients off at this size before each step.
    public Fit clipValue(double limit) { return clip(parameters -> Clip.value(parameters, limit)); }
    public Fit batch(int batch) { return new Fit(net, data, validation, loss, optimizer, schedule, clip, batch, epochs, stop, metrics, watcher); }
    public Fit epochs(int epochs) { return new Fit(net, data, validation, loss, optimizer, schedule, clip, batch, epochs, stop, metrics, watcher); }
    public Fit stop(Stop stop) { return new Fit(net, data, validation, loss, optimizer, schedule, clip, batch, epochs, stop, metrics, watcher); }
    /// Ends as soon as the loss is below a value.
    public Fit untilLoss(double value) { return stop(new Stop(value, stop.patience(), stop.tolerance())); }
    /// Ends when the loss has not become better in so many epochs.
    public Fit patience(int patience) { return stop(new Stop(stop.loss(), patience, stop.tolerance())); }
    public Fit metrics(Metric... metrics) { return new Fit(net, data, validation, loss, optimizer, schedule, clip, batch, epochs, stop, List.of(metrics), watcher); }
    /// Is told of every epoch as it ends.
    public Fit listener(Consumer<Epoch> listener) { return watcher(Watcher.ofEpochs(listener)); }
    /// Is told of every step and every epoch, and can end the training between two steps.
    public Fit watcher(Watcher watcher) { return new Fit(net, data, validation, loss, optimizer, schedule, clip, batch, epochs, stop, metrics, watcher); }

    /// Trains, and leaves the network ready for use, however it ends.
    public History run() {
        try {
            return train();
        } finally {
            net.eval();
        }
    }

    private History train() {
        if (data == null) throw new IllegalStateException("fit: there is no data; use fit(net).data(inputs, targets)");
        if (loss == null) throw new IllegalStateException("fit: there is no loss; use fit(net).loss(mseLoss())");
        if (optimizer == null) throw new IllegalStateException("fit: there is no optimizer; use fit(net).optimizer(sgd(net.parameters(), 0.01))");
        if (epochs < 1) throw new IllegalArgumentException("fit: epochs is " + epochs + "; it must be at least 1");
        if (batch > data.size()) throw new ShapeException("fit: a batch of " + batch + " examples is larger than the set, which has " + data.size());

        Loader batches = new Loader(data, batch == 0 ? data.size() : batch, batch != 0);
        Place place = new Place();
        Function<Tensor[], Tensor[]> step = in -> step(in[0], in[1], place);
        Compiled compiled = Compiled.ofAll(step);
        long begun = System.nanoTime();
        double initialRate = optimizer.learningRate();
        List<Epoch> done = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        String end = null;
        for (int e = 1; e <= epochs && end == null; e++) {
            if (schedule != null) optimizer.learningRate(schedule.rate(initialRate, e - 1));
            net.train();
            Tally tally = new Tally(metrics);
            int number = 0;
            for (Batch part : batches) {
                if (!watcher.goesOn(e, number++, batches.batches())) return new History(done, History.INTERRUPTED);
                place.epoch = e;
                place.part = part;
                Tensor[] in = {part.inputs(), part.targets()};
                // A training that is over at once is not worth the recording.
                Tensor[] seen = System.nanoTime() - begun < SHORT ? step.apply(in) : compiled.applyAll(in);
                tally.add(part.size(), seen.length > 1 ? seen[1] : null, part.targets(), seen[0].item());
            }
            net.eval();
            Map<String, Double> figures = tally.means("");
            if (validation != null) figures.putAll(evaluate(validation, "validation."));
            Epoch epoch = new Epoch(e, optimizer.learningRate(), figures);
            done.add(epoch);
            losses.add(epoch.loss());
            watcher.ended(epoch);
            end = stop.reason(losses);
            if (Thread.currentThread().isInterrupted()) throw new CancellationException("interrupted");
        }
        return new History(done, end == null ? "all epochs are done" : end);
    }

    /// Where a training is.
    private static final class Place {
        int epoch;
        Batch part;
    }

    /// One step; the loss, and the prediction if a metric wants it.
    private Tensor[] step(Tensor inputs, Tensor targets, Place place) {
        optimizer.zeroGrad();
        Tensor prediction = net.apply(inputs);
        Tensor error = loss.apply(prediction, targets);
        Recording.look(error, value -> {
            double number = value.doubleAt(value.layout().offset());
            if (!Double.isFinite(number)) throw diverged("the loss became " + number, place.epoch, place.part);
        });
        error.backward();
        Recording.act(() -> {
            clip.accept(optimizer.parameters());
            for (Tensor parameter : optimizer.parameters())
                if (parameter.grad() != null && Detective.firstNonFinite(parameter.grad()) >= 0) throw diverged("the gradient of " + name(parameter) + " became " + parameter.grad().detach().sum().item(), place.epoch, place.part);
        });
        optimizer.step();
        return metrics.isEmpty() ? new Tensor[] {error} : new Tensor[] {error, prediction};
    }

    /// What to say of a training that has left the finite numbers: where it did so is found by computing the step again, watched.
    private DivergedException diverged(String what, int epoch, Batch part) {
        String begin = "fit: " + what + " in epoch " + epoch, advice = "; a smaller learning rate than " + optimizer.learningRate() + ", or clipping, may help";
        for (Tensor parameter : optimizer.parameters())
            if (Detective.firstNonFinite(parameter) >= 0) return new DivergedException(begin + ": " + name(parameter) + " is not finite since the step before" + advice);
        if (Detective.firstNonFinite(part.inputs()) >= 0) return new DivergedException(begin + ": the inputs are not all finite");
        if (Detective.firstNonFinite(part.targets()) >= 0) return new DivergedException(begin + ": the targets are not all finite");
        try {
            Detective.watch(() -> {
                loss.apply(net.apply(part.inputs()), part.targets()).backward();
                return null;
            });
        } catch (NonFiniteException found) {
            DivergedException diverged = new DivergedException(begin + " (" + found.getMessage() + ")" + advice);
            // The place where it happened, in a layer of the user's own perhaps, says more than this one.
            diverged.setStackTrace(found.getStackTrace());
            if (found.getCause() != null) diverged.initCause(found.getCause());
            for (Throwable where : found.getSuppressed()) diverged.addSuppressed(where);
            return diverged;
        }
        return new DivergedException(begin + advice);
    }

    private String name(Tensor parameter) {
        for (Map.Entry<String, Tensor> entry : net.state().entrySet()) if (entry.getValue() == parameter) return entry.getKey();
        return "a parameter, " + Names.typed(parameter);
    }

    /// Loss and metrics over a set, by name with a prefix, without training on it.
    public Map<String, Double> evaluate(Dataset set, String prefix) {
        net.eval();
        Tally tally = new Tally(metrics);
        return Tensor.noGrad(() -> {
            for (Batch part : new Loader(set, batch == 0 ? set.size() : Math.min(batch, set.size()), false)) {
                Tensor prediction = net.apply(part.inputs());
                tally.add(part.size(), prediction, part.targets(), loss.apply(prediction, part.targets()).item());
            }
            return tally.means(prefix);
        });
    }
}
