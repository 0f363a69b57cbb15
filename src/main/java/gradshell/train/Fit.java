package gradshell.train;

import gradshell.array.Rng;
import gradshell.array.ShapeException;
import gradshell.data.Batch;
import gradshell.data.Dataset;
import gradshell.data.Loader;
import gradshell.data.TensorDataset;
import gradshell.nn.Layer;
import gradshell.nn.Loss;
import gradshell.optim.Clip;
import gradshell.optim.Optimizer;
import gradshell.optim.Schedule;
import gradshell.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;

/// A training, described by withers and carried out by [#run]: `fit(net).data(x, y).loss(mseLoss()).optimizer(opt).epochs(100).run()`.
///
/// Without a batch size one batch holds the whole set, in its order; with one the examples are shuffled every epoch.
/// Whoever interrupts the thread stops it between two steps: the network is whole, ready for use, and [#history] and [#save] know how far it came.
public final class Fit implements Cloneable {
    // ---- what is trained, and how ----

    private final Layer net;
    private Dataset data;
    private Dataset validation;
    private Loss loss;
    private BinaryOperator<Tensor> ownLoss;
    private Optimizer optimizer;
    private Schedule schedule;
    private double ema;
    private Consumer<List<Tensor>> clip = _ -> {};
    private int batch;
    private Boolean shuffle;
    private boolean dropLast;
    private int prefetch;
    private int accumulate = 1;
    private int epochs = 1;
    private long steps = Long.MAX_VALUE;
    private Stop stop = Stop.NEVER;
    private String watched;
    private boolean keepBest;
    private List<Metric> metrics = List.of();
    private Watcher watcher = Watcher.NOBODY;
    private Progress progress;
    private Path checkpoint, resumed;
    private int checkpointEvery;
    /// What the last run of this value is or was about; nobody else's.
    private Training training;
    private History history;
    /// The state at the end of a training whose network was changed afterwards: to its best, or to its average.
    private Map<String, Tensor> ended;

    private Fit(Layer net) { this.net = net; }

    /// A training of a network, about which everything else is still to be said.
    public static Fit of(Layer net) { return new Fit(net); }

    private Fit with(Consumer<Fit> change) {
        try {
            Fit changed = (Fit) clone();
            changed.training = null;
            changed.history = null;
            changed.ended = null;
            change.accept(changed);
            return changed;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    public Fit data(Tensor inputs, Tensor targets) { return data(new TensorDataset(inputs, targets)); }
    public Fit data(Dataset data) { return with(fit -> fit.data = data); }
    /// Examples that are only looked at, after every epoch.
    public Fit validation(Dataset validation) { return with(fit -> fit.validation = validation); }
    public Fit validation(Tensor inputs, Tensor targets) { return validation(new TensorDataset(inputs, targets)); }
    public Fit loss(Loss loss) { return with(fit -> fit.loss = loss); }
    /// The loss of a batch as a function of its inputs and targets, where it is more than the network's output against the target.
    public Fit step(BinaryOperator<Tensor> loss) { return with(fit -> fit.ownLoss = loss); }
    public Fit optimizer(Optimizer optimizer) { return with(fit -> fit.optimizer = optimizer); }
    /// How the learning rate changes: by epoch, by step, or by the figures of the epochs.
    public Fit schedule(Schedule schedule) { return with(fit -> fit.schedule = schedule); }
    /// Measures, and leaves in the end, a moving average of the parameters, of which this much stays at every step.
    public Fit ema(double decay) { return with(fit -> fit.ema = decay); }
    /// Scales the gradients before each step so that all together are no longer than this.
    public Fit clipNorm(double limit) { return with(fit -> fit.clip = parameters -> Clip.norm(parameters, limit)); }
    /// Cuts each element of the gradients off at this size before each step.
    public Fit clipValue(double limit) { return with(fit -> fit.clip = parameters -> Clip.value(parameters, limit)); }
    /// How many examples a batch has; 0 for all.
    public Fit batch(int batch) { return with(fit -> fit.batch = batch); }
    /// Whether every epoch has an order of its own; without a word it has where there are batches.
    public Fit shuffle(boolean shuffle) { return with(fit -> fit.shuffle = shuffle); }
    /// Without a last batch that is smaller than the others, or with it.
    public Fit dropLast(boolean dropLast) { return with(fit -> fit.dropLast = dropLast); }
    /// With so many batches made ahead by another thread, where the examples come from files or are changed at random; with the same numbers.
    public Fit prefetch(int batches) { return with(fit -> fit.prefetch = batches); }
    /// Gathers the gradients of so many batches for each step: as if they were one.
    public Fit accumulate(int batches) { return with(fit -> fit.accumulate = batches); }
    public Fit epochs(int epochs) { return with(fit -> fit.epochs = epochs); }
    /// Ends after so many steps, in the middle of an epoch too; as many epochs as that takes.
    public Fit steps(long steps) { return with(fit -> { fit.steps = steps; fit.epochs = Integer.MAX_VALUE; }); }
    public Fit stop(Stop stop) { return with(fit -> fit.stop = stop); }
    /// Ends as soon as the loss is below a value.
    public Fit untilLoss(double value) { return stop(new Stop(value, stop.patience(), stop.tolerance())); }
    /// Ends when the loss, that of the validation set if there is one, has not become better in so many epochs.
    public Fit patience(int patience) { return stop(new Stop(stop.loss(), patience, stop.tolerance())); }
    /// The same for any figure: `patience(10, "validation.accuracy")`.
    public Fit patience(int patience, String figure) { return patience(patience).with(fit -> fit.watched = figure); }
    /// Puts the network back, in the end, to what it was after its best epoch: by the figure that patience looks at.
    public Fit keepBest() { return with(fit -> fit.keepBest = true); }
    /// The same by any figure.
    public Fit keepBest(String figure) { return with(fit -> { fit.keepBest = true; fit.watched = figure; }); }
    public Fit metrics(Metric... metrics) { return with(fit -> fit.metrics = List.of(metrics)); }
    /// Is told of every epoch as it ends.
    public Fit listener(Consumer<Epoch> listener) { return watcher(Watcher.ofEpochs(listener)); }
    /// Is told of every step and every epoch beside those who are told already, and can end the training between two steps.
    public Fit watcher(Watcher watcher) { return with(fit -> fit.watcher = fit.watcher.and(watcher)); }
    /// Tells how it comes on, on standard error, also where that is no terminal.
    public Fit progress() { return progress(Progress.of(System.err, System.console() != null && System.console().isTerminal(), epochs)); }
    /// Tells somewhere else how it comes on.
    public Fit progress(Progress progress) { return with(fit -> fit.progress = progress); }
    /// Tells nothing.
    public Fit quiet() { return progress(new Progress.Silent()); }
    /// Writes all that the training needs to go on to a file, after every epoch and when it is interrupted.
    public Fit checkpoint(String file) { return checkpoint(Path.of(file), 0); }
    /// The same after every so many steps too.
    public Fit checkpoint(String file, int steps) { return checkpoint(Path.of(file), steps); }
    /// The same for a `Path`; 0 steps for the ends of epochs only.
    public Fit checkpoint(Path file, int steps) { return with(fit -> { fit.checkpoint = file; fit.checkpointEvery = steps; }); }
    /// Goes on where a checkpoint was written, with the same bits as if it had never been stopped. All else has to be said as it was then.
    public Fit resume(String file) { return resume(Path.of(file)); }
    /// The same for a `Path`.
    public Fit resume(Path file) { return with(fit -> fit.resumed = file); }

    // ---- the loop ----

    /// Trains, and leaves the network ready for use, however it ends.
    public History run() {
        check();
        training = begin();
        ended = null;
        history = new History(List.of(), History.INTERRUPTED);
        Watcher looking = watcher.and(progress == null ? Progress.modest(epochs) : progress);
        try {
            if (resumed != null) {
                training.load(Checkpoint.read(resumed));
                looking.resumed(List.copyOf(training.ledger().epochs));
            }
            return history = train(looking);
        } catch (CancellationException interrupted) {
            if (checkpoint != null) save(checkpoint);
            throw interrupted;
        } finally {
            if (history.epochs().isEmpty()) history = new History(training.ledger().epochs, history.end());
            looking.finish();
            net.eval();
        }
    }

    private History train(Watcher looking) {
        Place place = training.place();
        Step.Task task = new Step.Task(net, loss, ownLoss, optimizer, clip, accumulate, !metrics.isEmpty());
        Step step = new Step(task, new Diagnosis(net, data, task.of(), optimizer), training, looking);
        String end = stopped();
        while (place.epoch <= epochs && place.steps < steps && end == null) {
            net.train();
            looking.begins(place.epoch);
            while (place.pass().hasNext() && place.steps < steps) {
                if (!looking.goesOn(place.epoch, place.stepInEpoch(), place.stepsOfEpoch())) return interrupted();
                step.run();
                if (checkpointEvery > 0 && place.steps % checkpointEvery == 0) save(checkpoint);
            }
            net.eval();
            Epoch epoch = training.average().during(() -> {
                Map<String, Double> figures = training.tally().figures("");
                if (validation != null) figures.putAll(evaluate(validation, "validation."));
                Epoch measured = new Epoch(place.epoch, place.rate, figures);
                if (keepBest) training.best().see(measured);
                return measured;
            });
            training.ledger().epochs.add(epoch);
            training.schedule().epoch(epoch.figures());
            training.tally().clear();
            place.ended();
            looking.ended(epoch);
            end = stopped();
            if (checkpoint != null) save(checkpoint);
        }
        if (end == null) end = place.epoch > epochs ? "all epochs are done" : "all steps are done";
        String advice = loss == null ? "" : new Advice(net, data, loss, optimizer).of(training.ledger().epochs), best = "";
        if (keepBest || ema > 0) {
            ended = new LinkedHashMap<>();
            training.state().forEach((name, tensor) -> ended.put(name, tensor.detach().copy()));
            training.average().settle();
            if (keepBest) best = training.best().restore();
        }
        return new History(training.ledger().epochs, end + (best.isEmpty() ? "" : "; " + best), advice);
    }

    // ---- before, between and after ----

    private void check() {
        if (data == null) throw new IllegalStateException("fit: there is no data; use fit(net).data(inputs, targets)");
        if (loss == null && ownLoss == null) throw new IllegalStateException("fit: there is no loss; use fit(net).loss(mseLoss())");
        if (optimizer == null) throw new IllegalStateException("fit: there is no optimizer; use fit(net).optimizer(sgd(net.parameters(), 0.01))");
        if (epochs < 1) throw new IllegalArgumentException("fit: epochs is " + epochs + "; it must be at least 1");
        if (steps < 1) throw new IllegalArgumentException("fit: steps is " + steps + "; it must be at least 1");
        if (batch < 0) throw new IllegalArgumentException("fit: batch is " + batch + "; it must be at least 1, or 0 for all examples at once");
        if (prefetch < 0) throw new IllegalArgumentException("fit: a prefetch of " + prefetch + " batches; 0 makes each when it is asked for");
        if (accumulate < 1) throw new IllegalArgumentException("fit: accumulate is " + accumulate + "; it must be at least 1");
        if (checkpointEvery < 0) throw new IllegalArgumentException("fit: a checkpoint every " + checkpointEvery + " steps; it must be at least 1, or 0 for the ends of epochs");
        if (batch > data.size()) throw new ShapeException("fit: a batch of " + batch + " examples is larger than the set, which has " + data.size());
        if (watched != null && metrics.stream().noneMatch(m -> names(m).contains(watched)) && !names(null).contains(watched))
            throw new IllegalArgumentException("fit: no figure is called \"" + watched + "\"; there are " + String.join(", ", names(null)) + metrics.stream().map(m -> ", " + String.join(", ", names(m))).collect(java.util.stream.Collectors.joining()));
        if (ownLoss == null && optimizer.parameters().stream().noneMatch(p -> net.parameters().stream().anyMatch(own -> own == p)))
            throw new IllegalArgumentException("fit: the optimizer changes none of the network's parameters, so that nothing would be learnt; make it from them: sgd(net.parameters(), 0.01)");
    }

    /// What figures of a metric, or of the loss, are called.
    private List<String> names(Metric metric) {
        String name = metric == null ? "loss" : metric.name();
        return validation == null ? List.of(name) : List.of(name, "validation." + name);
    }

    private Training begin() {
        Loader loader = new Loader(data, batch == 0 ? data.size() : batch, shuffle == null ? batch != 0 : shuffle, dropLast, prefetch);
        Part chance = Part.of(() -> Map.of("state", Part.whole(Rng.shared().state().toLongs())), saved -> Rng.shared().restore(Rng.State.of(saved.get("state").toLongs())));
        return new Training(new Place(loader, accumulate), Part.of(net::state, net::load), Part.of(optimizer::state, optimizer::load),
                new Pacing(schedule, optimizer), new Averaged(ema, optimizer), chance, new Tally(metrics), new Ledger(), new Best(net, figure(), rises()));
    }

    /// The figure that patience and the best network go by.
    private String figure() { return watched != null ? watched : validation != null ? "validation.loss" : "loss"; }

    private boolean rises() { return metrics.stream().anyMatch(m -> m.rises() && names(m).contains(figure())); }

    private String stopped() { return stop.reason(training.ledger().epochs, figure(), rises()); }

    private History interrupted() {
        if (checkpoint != null) save(checkpoint);
        return new History(training.ledger().epochs, History.INTERRUPTED);
    }

    /// The epochs of the last run, of one that was interrupted too.
    public History history() {
        if (history == null) throw new IllegalStateException("history: this training was not run yet; keep it, var training = fit(net)…, and then training.run()");
        return history;
    }

    /// Writes all that the last run needs to go on to a file, whole or not at all; [#resume] reads it.
    public void save(Path file) {
        if (training == null) throw new IllegalStateException("save: this training was not run yet; keep it, var training = fit(net)…, and then training.run()");
        // A file is closed under an interrupted thread.
        boolean interrupted = Thread.interrupted();
        try {
            Checkpoint.write(file, ended == null ? training.state() : ended);
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /// The same for a name.
    public void save(String file) { save(Path.of(file)); }

    /// Loss and metrics over a set, by name with a prefix, without training on it.
    public Map<String, Double> evaluate(Dataset set, String prefix) {
        net.eval();
        Tally tally = new Tally(metrics);
        Tensor.noGrad(() -> {
            for (Batch part : new Loader(set, batch == 0 ? set.size() : Math.min(batch, set.size()), false)) {
                Tensor prediction = ownLoss == null || !metrics.isEmpty() ? net.apply(part.inputs()) : null;
                tally.offer(part.size(), prediction, part.targets(), (ownLoss == null ? loss.apply(prediction, part.targets()) : ownLoss.apply(part.inputs(), part.targets())).item());
                tally.commit();
            }
            return null;
        });
        return tally.figures(prefix);
    }

    /// How the network mixes up the classes of a set.
    public Confusion confusion(Dataset set, String... names) { return Confusion.of(net, set, batch, names); }
}
