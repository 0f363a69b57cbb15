package gradshell.experiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import gradshell.data.AtomicFile;
import gradshell.train.Metric;
import gradshell.train.Progress;

/// The verbs for experiments that have a sweep.
///
/// @param worker the command of a process that makes points: it does what [#work] does
record Sweeps(Runner runner, List<String> worker) {
    private static final String TABLE = "points.csv", PICTURE = "sweep.png";

    /// Checks every point, then makes all in folders within one.
    int run(Experiment base, Sweep sweep, Path file, Path parent, int jobs) {
        var plan = prepare(base, sweep);
        var started = OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS);
        RunDirectory directory;
        try {
            directory = RunDirectory.create(parent, base.configuration().value().name(), started);
        } catch (IOException e) {
            return runner.say(Runner.WRONG_INPUT, "cannot make a folder for the sweep in " + parent + ": " + RunDirectory.reason(e));
        }
        var begun = false;
        try (directory) {
            runner.record(base, file, started, directory);
            for (var point : sweep.points()) {
                try (var own = RunDirectory.within(directory.file(point.name()))) {
                    runner.record(point.experiment(), file, started, own);
                }
            }
            directory.write(SweepPlan.FILE, plan.json());
            begun = true;
            return go(directory, plan, jobs, worker);
        } catch (IOException e) {
            if (!begun) directory.remove();
            return runner.say(Runner.FAILED, "cannot write " + RunDirectory.reason(e) + (begun ? "\n" + way(directory) : ""));
        }
    }

    /// Makes what is missing; what failed is tried again.
    int resume(Path path, boolean force, int jobs) {
        try (var directory = RunDirectory.open(path).orElse(null)) {
            if (directory == null) return runner.say(Runner.WRONG_INPUT, new Left(path).taken());
            var command = new ArrayList<>(worker);
            if (force) command.add("--force");
            return go(directory, SweepPlan.read(path), jobs, command);
        } catch (IOException e) {
            return runner.say(Runner.FAILED, "cannot work in " + path + ": " + RunDirectory.reason(e));
        }
    }

    private static String way(RunDirectory directory) {
        return "go on with: gradshell resume " + directory.path();
    }

    private int go(RunDirectory directory, SweepPlan plan, int jobs, List<String> command) throws IOException {
        try (var interruption = Interruption.open()) {
            int processes = jobs > 0 ? jobs : Runtime.getRuntime().availableProcessors();
            var results = new SweepRun(directory.path(), plan, processes, interruption::wished, runner::progress).run(command);
            if (results.isEmpty()) return runner.say(Runner.INTERRUPTED, "interrupted\n" + way(directory));
            return told(directory, new SweepReport(plan, results.get()));
        }
    }

    private int told(RunDirectory directory, SweepReport report) throws IOException {
        var results = report.results();
        directory.write(TABLE, report.csv());
        var picture = report.picture();
        if (picture.isPresent()) AtomicFile.write(directory.file(PICTURE), picture.get().png());
        runner.out().print(report.table());
        picture.ifPresent(p -> runner.out().println(p.draw(72, 16, false)));
        int done = (int) results.stream().filter(SweepRun.Result::finished).count(), failed = (int) results.stream().filter(r -> r.end().startsWith("failed")).count(), given = results.size() - done - failed;
        runner.out().println(results.size() + (results.size() == 1 ? " point: " : " points: ") + done + " done" + (given > 0 ? ", " + given + " given up" : "") + (failed > 0 ? ", " + failed + " failed" : ""));
        runner.out().println(directory.path());
        runner.out().println("digest " + SweepRun.digest(results));
        runner.out().flush();
        if (failed == 0) return Runner.DONE;
        return runner.say(done > 0 ? Runner.DONE : Runner.FAILED, "to try again what failed: gradshell resume " + directory.path());
    }

    // ---- before anything is run ----

    /// Lets examples through the network of every point, and sees how they are to be ranked.
    private static SweepPlan prepare(Experiment base, Sweep sweep) {
        var problems = new Problems();
        for (var point : sweep.points()) problems.attempt(point.experiment()::prepare);
        problems.check();
        var file = sweep.points().getFirst().experiment().configuration().value();
        var validated = file.data().validation().isPresent() || file.split().filter(s -> s.validation().isPresent()).isPresent();
        var by = sweep.search().by().orElse(validated ? "validation.loss" : "loss");
        var rises = false;
        var names = new ArrayList<>(List.of("loss"));
        for (var plan : file.metrics()) {
            Metric metric = plan.make(Map.of());
            names.add(metric.name());
            rises |= metric.rises() && (by.equals(metric.name()) || by.equals("validation." + metric.name()));
        }
        if (validated) for (var name : List.copyOf(names)) names.add("validation." + name);
        if (!names.contains(by)) throw new ExperimentException(List.of(new Problem(base.place("search"), "no figure is called " + by, Spelling.hint(by, names, "there are"))));
        var halving = sweep.search().halving().map(h -> new SweepPlan.Halving(h.epochs(), h.factor()));
        return new SweepPlan(by, rises, base.configuration().value().epochs(), halving, sweep.axes().stream().map(Axis::name).toList(),
                sweep.points().stream().map(p -> new SweepPlan.Point(p.name(), p.values())).toList());
    }

    /// Checks every point without training, and prints them.
    String check(Experiment base, Sweep sweep) {
        var plan = prepare(base, sweep);
        var text = new StringBuilder("sweep of " + plan.points().size() + (plan.points().size() == 1 ? " point" : " points") + ", ranked by " + plan.by() + (plan.rises() ? ", the most first\n" : ", the least first\n"));
        for (var point : plan.points()) text.append("  ").append(point.name()).append("  ").append(plan.text(point)).append('\n');
        return text.toString();
    }

    // ---- the other side ----

    /// Makes runs as `in` asks for them, a line `UNTIL FOLDER` each, until it ends; answers with a line `CODE MESSAGE` each.
    int work(InputStream in, boolean force) {
        var requests = new LinkedBlockingQueue<Optional<String>>();
        var over = new AtomicBoolean();
        Thread.ofPlatform().daemon().name("requests").start(() -> {
            try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line; (line = lines.readLine()) != null; ) requests.add(Optional.of(line));
            } catch (IOException _) {
                // as if it had ended
            }
            over.set(true);
            requests.add(Optional.empty());
        });
        try (var interruption = Interruption.open()) {
            BooleanSupplier stop = () -> over.get() || interruption.wished();
            while (true) {
                var request = requests.take();
                if (request.isEmpty() || stop.getAsBoolean()) return Runner.DONE;
                int blank = request.get().indexOf(' ');
                var reply = make(Path.of(request.get().substring(blank + 1)), Integer.parseInt(request.get().substring(0, blank)), force, stop);
                runner.out().println(reply.code() + " " + reply.message().replaceAll("\\s+", " "));
                runner.out().flush();
            }
        } catch (InterruptedException e) {
            return Runner.INTERRUPTED;
        }
    }

    private Worker.Reply make(Path path, int until, boolean force, BooleanSupplier stop) {
        var left = new Left(path);
        try (var directory = RunDirectory.open(path).orElse(null)) {
            if (directory == null) return new Worker.Reply(Runner.WRONG_INPUT, left.taken());
            if (left.finished()) return new Worker.Reply(Runner.DONE, "");
            var experiment = Experiment.read(path.resolve(RunDirectory.EXPERIMENT), List.of(), runner.vocabulary());
            var changes = left.changes(experiment, runner.version());
            if (!changes.isEmpty() && !force) return new Worker.Reply(Runner.WRONG_INPUT, String.join("; ", changes) + "; --force goes on nevertheless");
            return switch (new Run(experiment.prepare(), directory, new Progress.Silent(), stop, until).go(_ -> { })) {
                case Run.Finished _ -> new Worker.Reply(Runner.DONE, "");
                case Run.Stopped _ -> new Worker.Reply(Runner.INTERRUPTED, "");
                case Run.Failed(var reason) -> new Worker.Reply(Runner.FAILED, reason);
                case Run.Refused(var reason) -> new Worker.Reply(Runner.WRONG_INPUT, reason);
            };
        } catch (IOException e) {
            return new Worker.Reply(Runner.FAILED, "cannot write " + RunDirectory.reason(e));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return new Worker.Reply(Runner.FAILED, String.valueOf(e.getMessage()));
        }
    }
}
