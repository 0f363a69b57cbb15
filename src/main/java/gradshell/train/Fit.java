package gradshell.train;

import gradshell.array.ShapeException;
import gradshell.data.Dataset;
import gradshell.data.Loader;
import gradshell.nn.Layer;
import gradshell.nn.Loss;
import gradshell.optim.Clip;
import gradshell.optim.Optimizer;
import gradshell.optim.Schedule;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/// A training, described by withers and carried out by [#run]: `fit(net).data(x, y).loss(mseLoss()).optimizer(opt).epochs(100).run()`.
///
/// Without a batch size one batch holds the whole set, in its order; with one the examples are shuffled every epoch.
///
/// @param clipNorm how long the gradient of all parameters together may be; 0 for no limit
/// @param batch    how many examples a step sees; 0 for all
public record Fit(Layer net, Dataset data, Dataset validation, Loss loss, Optimizer optimizer, Schedule schedule, double clipNorm,
                  int batch, int epochs, Stop stop, List<Metric> metrics, Consumer<Epoch> listener) {

    /// A training of a network, about which everything else is still to be said.
    public static Fit of(Layer net) { return new Fit(net, null, null, null, null, null, 0, 0, 1, Stop.NEVER, List.of(), _ -> {}); }

    public Fit data(Tensor inputs, Tensor targets) { return data(new Dataset(inputs, targets)); }
    public Fit data(Dataset data) { return new Fit(net, data, validation, loss, optimizer, schedule, clipNorm, batch, epochs, stop, metrics, listener); }
    /// Examples that are only looked at, after every epoch.
    public Fit validation(Dataset validation) { return new Fit(net, data, validation, loss, optimizer, schedule, clipNorm, batch, epochs, stop, metrics, listener); }
    public Fit loss(Loss loss) { return new Fit(net, data, validation, loss, optimizer, schedule, clipNorm, batch, epochs, stop, metrics, listener); }
    public Fit optimizer(Optimizer optimizer) { return new Fit(net, data, validation, loss, optimizer, schedule, clipNorm, batch, epochs, stop, metrics, listener); }
    public Fit schedule(Schedule schedule) { return new Fit(net, data, validation, loss, optimizer, schedule, clipNorm, batch, epochs, stop, metrics, listener); }
    public Fit clipNorm(double clipNorm) { return new Fit(net, data, validation, loss, optimizer, schedule, clipNorm, batch, epochs, stop, metrics, listener); }
    public Fit batch(int batch) { return new Fit(net, data, validation, loss, optimizer, schedule, clipNorm, batch, epochs, stop, metrics, listener); }
    public Fit epochs(int epochs) { return new Fit(net, data, validation, loss, optimizer, schedule, clipNorm, batch, epochs, stop, metrics, listener); }
    public Fit stop(Stop stop) { return new Fit(net, data, validation, loss, optimizer, schedule, clipNorm, batch, epochs, stop, metrics, listener); }
    /// Ends as soon as the loss is below a value.
    public Fit untilLoss(double value) { return stop(new Stop(value, stop.patience(), stop.tolerance())); }
    /// Ends when the loss has not become better in so many epochs.
    public Fit patience(int patience) { return stop(new Stop(stop.loss(), patience, stop.tolerance())); }
    public Fit metrics(Metric... metrics) { return new Fit(net, data, validation, loss, optimizer, schedule, clipNorm, batch, epochs, stop, List.of(metrics), listener); }
    /// Is told of every epoch as it ends.
    public Fit listener(Consumer<Epoch> listener) { return new Fit(net, data, validation, loss, optimizer, schedule, clipNorm, batch, epochs, stop, metrics, listener); }

    /// Trains, and leaves the network ready for use. An interruption between two steps ends it and leaves the network usable.
    public History run() {
        if (data == null) throw new IllegalStateException("fit: there is no data; use fit(net).data(inputs, targets)");
        if (loss == null) throw new IllegalStateException("fit: there is no loss; use fit(net).loss(mseLoss())");
        if (optimizer == null) throw new IllegalStateException("fit: there is no optimizer; use fit(net).optimizer(sgd(net.parameters(), 0.01))");
        if (epochs < 1) throw new IllegalArgumentException("fit: epochs is " + epochs + "; it must be at least 1");
        if (batch > data.size()) throw new ShapeException("fit: a batch of " + batch + " examples is larger than the set, which has " + data.size());

        Loader batches = new Loader(data, batch == 0 ? data.size() : batch, batch != 0);
        double initialRate = optimizer.learningRate();
        List<Epoch> done = new ArrayList<>();
        String end = "all epochs are done";
        for (int e = 0; e < epochs; e++) {
            if (schedule != null) optimizer.learningRate(schedule.rate(initialRate, e));
            net.train();
            Tally tally = new Tally(metrics);
            for (Dataset part : batches) {
                optimizer.zeroGrad();
                Tensor prediction = net.apply(part.inputs());
                Tensor error = loss.apply(prediction, part.targets());
                tally.add(prediction, part.targets(), error.item());
                if (!Double.isFinite(error.item())) throw new DivergedException("fit: the loss became " + error.item() + " in epoch " + (e + 1) + "; a smaller learning rate than " + optimizer.learningRate() + ", or clipping, may help");
                error.backward();
                if (clipNorm > 0) Clip.norm(optimizer.parameters(), clipNorm);
                optimizer.step();
            }
            net.eval();
            Map<String, Double> figures = new LinkedHashMap<>(tally.means(""));
            if (validation != null) figures.putAll(evaluate(validation).means("validation."));
            Epoch epoch = new Epoch(e + 1, optimizer.learningRate(), figures);
            done.add(epoch);
            listener.accept(epoch);
            String reason = stop.reason(done.stream().map(Epoch::loss).toList());
            if (reason != null) {
                end = reason;
                break;
            }
            if (Thread.currentThread().isInterrupted()) throw new CancellationException("interrupted");
        }
        return new History(done, end);
    }

    private Tally evaluate(Dataset set) {
        Tally tally = new Tally(metrics);
        return Tensor.noGrad(() -> {
            for (Dataset part : new Loader(set, batch == 0 ? set.size() : Math.min(batch, set.size()), false)) {
                Tensor prediction = net.apply(part.inputs());
                tally.add(prediction, part.targets(), loss.apply(prediction, part.targets()).item());
            }
            return tally;
        });
    }
}
