package gradshell.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import gradshell.experiment.SweepPlan.Halving;
import gradshell.train.History;

/// The points of a sweep at work: each is a run in a folder of its own, made by a process of ours beside others.
///
/// Which process makes a point, when, and with how many threads changes nothing of it. What is there already is not made again.
final class SweepRun {
    private final Path folder;
    private final SweepPlan plan;
    private final int jobs;
    private final BooleanSupplier stop;
    private final Consumer<String> told;
    /// Why points did not come to an end, by their names.
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    /// @param jobs how many points are made at a time
    /// @param told hears of every point that ends
    SweepRun(Path folder, SweepPlan plan, int jobs, BooleanSupplier stop, Consumer<String> told) {
        this.folder = folder;
        this.plan = plan;
        this.jobs = jobs;
        this.stop = stop;
        this.told = told;
    }

    /// What became of a point.
    ///
    /// @param figure NaN where there is none
    record Result(SweepPlan.Point point, int epochs, double figure, String end, String digest) {
        boolean finished() {
            return !digest.isEmpty();
        }
    }

    /// Makes all points, and answers them with the best first; nothing if it was stopped before.
    Optional<List<Result>> run(List<String> command) throws IOException {
        var going = new ArrayList<>(plan.points());
        if (plan.halving().isPresent()) {
            Halving halving = plan.halving().get();
            for (long epochs = halving.epochs(); epochs < plan.epochs() && going.size() > 1; epochs *= halving.factor()) {
                if (!make(going, (int) epochs, command)) return Optional.empty();
                var ranked = ranked(going, (int) epochs);
                going.clear();
                // those that failed do not go on
                ranked.stream().filter(r -> !failures.containsKey(r.point().name()) && !Double.isNaN(r.figure())).limit(Math.ceilDiv(ranked.size(), halving.factor())).map(Result::point).forEach(going::add);
                going.sort(Comparator.comparing(SweepPlan.Point::name));
            }
        }
        if (!make(going, Run.ALL, command)) return Optional.empty();
        return Optional.of(ranked(plan.points(), Run.ALL));
    }

    /// Makes points up to an epoch; answers whether it came through.
    private boolean make(List<SweepPlan.Point> points, int until, List<String> command) throws IOException {
        var missing = new ArrayList<SweepPlan.Point>();
        for (var point : points) if (!new Left(folder.resolve(point.name())).finished() && epochs(point) < until) missing.add(point);
        var next = missing.iterator();
        var threads = new ArrayList<Thread>();
        int processes = Math.min(jobs, missing.size());
        for (int i = 0; i < processes; i++) {
            threads.add(Thread.ofPlatform().name("sweep-" + i).start(() -> {
                try (var worker = new Worker(command, Math.max(1, Runtime.getRuntime().availableProcessors() / processes), stop)) {
                    while (true) {
                        SweepPlan.Point point;
                        synchronized (next) {
                            if (stop.getAsBoolean() || !next.hasNext()) return;
                            point = next.next();
                        }
                        var reply = worker.make(folder.resolve(point.name()), until);
                        if (stop.getAsBoolean()) return;
                        if (reply.code() == Runner.DONE || reply.code() == Runner.INTERRUPTED) failures.remove(point.name());
                        else failures.put(point.name(), reply.message());
                        tell(point);
                    }
                }
            }));
        }
        try {
            for (var thread : threads) thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !stop.getAsBoolean();
    }

    private void tell(SweepPlan.Point point) {
        try {
            var result = result(point, Run.ALL);
            told.accept("point " + point.name() + " of " + plan.points().size() + "  " + plan.text(point) + "  "
                    + (failures.containsKey(point.name()) ? result.end() : plan.by() + " " + History.number(result.figure()) + "  epoch " + result.epochs() + "/" + plan.epochs()));
        } catch (IOException e) {
            told.accept("point " + point.name() + ": " + RunDirectory.reason(e));
        }
    }

    // ---- results ----

    /// The best first, those without a figure last; of equals the one with the lower number.
    ///
    /// @param until the last epoch that counts
    private List<Result> ranked(List<SweepPlan.Point> points, int until) throws IOException {
        var results = new ArrayList<Result>();
        for (var point : points) results.add(result(point, until));
        var byFigure = Comparator.comparingDouble((Result r) -> Double.isNaN(r.figure()) ? Double.POSITIVE_INFINITY : plan.rises() ? -r.figure() : r.figure());
        // whoever went further is better: it was among the best before
        var byEpochs = Comparator.comparingInt((Result r) -> plan.halving().isEmpty() || failures.containsKey(r.point().name()) ? 0 : until == Run.ALL && r.finished() ? Integer.MIN_VALUE : -r.epochs());
        results.sort(Comparator.comparing((Result r) -> failures.containsKey(r.point().name())).thenComparing(byEpochs).thenComparing(byFigure).thenComparing(r -> r.point().name()));
        return results;
    }

    private int epochs(SweepPlan.Point point) throws IOException {
        return Math.max(0, figures(point).size() - 1);
    }

    private List<String> figures(SweepPlan.Point point) throws IOException {
        return Files.exists(folder.resolve(point.name()).resolve(RunDirectory.METRICS)) ? new Left(folder.resolve(point.name())).figures() : List.of();
    }

    private Result result(SweepPlan.Point point, int until) throws IOException {
        var left = new Left(folder.resolve(point.name()));
        var figures = figures(point);
        double figure = Double.NaN;
        int epochs = Math.min(until, Math.max(0, figures.size() - 1));
        if (epochs > 0) {
            int column = List.of(figures.getFirst().split(",")).indexOf(plan.by());
            var last = figures.get(epochs).split(",");
            if (column >= 0 && column < last.length) figure = Double.parseDouble(last[column]);
        }
        var digest = left.finished() ? left.digest() : "";
        var failure = failures.get(point.name());
        var end = failure != null ? "failed: " + failure : left.finished() ? "done" : epochs == 0 ? "not begun" : "given up";
        return new Result(point, epochs, failure != null ? Double.NaN : figure, end, digest);
    }

    /// One number for all points: the SHA-256 over their names and digests.
    static String digest(List<Result> results) {
        var text = new StringBuilder();
        results.stream().sorted(Comparator.comparing(r -> r.point().name())).forEach(r -> text.append(r.point().name()).append(' ').append(r.finished() ? r.digest() : r.end().startsWith("failed") ? "failed" : "epoch " + r.epochs()).append('\n'));
        return Digest.of(text.toString());
    }
}
