package gradshell.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import gradshell.experiment.Experiment.Prepared;
import gradshell.train.Progress;

/// A run made again in a folder that is gone afterwards, and compared epoch by epoch, digit by digit. It ends at the first difference.
final class Verification {
    private final Left left;
    private final List<String> names, rows;

    Verification(Left left) throws IOException {
        this.left = left;
        var figures = left.figures();
        names = figures.isEmpty() ? List.of() : List.of(figures.getFirst().split(","));
        rows = figures.subList(Math.min(1, figures.size()), figures.size());
    }

    int epochs() {
        return rows.size();
    }

    /// The first difference in words; nothing where there is none.
    Optional<String> run(Prepared prepared, Progress progress, BooleanSupplier stop) throws IOException {
        var recorded = Digest.of(left.path().resolve(RunDirectory.MODEL), left.path().resolve(RunDirectory.METRICS));
        if (!recorded.equals(left.digest())) return Optional.of("model.safetensors or metrics.csv was changed after the run ended: its digest was " + left.digest() + ", now it is " + recorded);
        var folder = Files.createTempDirectory("gradshell-verify");
        try (var again = RunDirectory.create(folder, prepared.file().name(), OffsetDateTime.now())) {
            try {
                var outcome = new Run(prepared, again, progress, () -> stop.getAsBoolean() || difference(again, false).isPresent(), Run.ALL).go(_ -> {});
                var difference = difference(again, outcome instanceof Run.Finished);
                if (difference.isPresent()) return difference;
                return switch (outcome) {
                    case Run.Finished(_, var test, var digest) -> digest.equals(recorded) ? Optional.empty() : Optional.of(rest(again));
                    case Run.Failed(var reason) -> Optional.of("it fails now: " + reason);
                    case Run.Refused(var reason) -> Optional.of("it fails now: " + reason);
                    case Run.Stopped _ -> Optional.empty();
                };
            } finally {
                again.remove();
                Files.deleteIfExists(folder);
            }
        }
    }

    /// Where the epochs that were made until now differ from those of then.
    private Optional<String> difference(RunDirectory again, boolean over) {
        var made = again.rows();
        for (int i = 0; i < made.size(); i++) {
            var now = made.get(i).split(",");
            if (i >= rows.size()) return Optional.of("epoch " + now[0] + " is one more than there were");
            var then = rows.get(i).split(",");
            for (int k = 0; k < now.length; k++) {
                if (k < then.length && now[k].equals(then[k])) continue;
                return Optional.of("epoch " + now[0] + " is the first that differs: " + (k < names.size() ? names.get(k) : "a figure") + " was " + (k < then.length ? then[k] : "not there") + ", and is " + now[k]);
            }
        }
        return over && made.size() < rows.size() ? Optional.of("it ends after epoch " + made.size() + ", and went on to " + rows.size()) : Optional.empty();
    }

    /// What differs where all epochs are the same.
    private String rest(RunDirectory again) throws IOException {
        List<String> then = left.figures(), now = new Left(again.path()).figures();
        return "all " + rows.size() + " epochs are the same, but " + (then.equals(now) ? "the final parameters differ" : "the figures of the test differ: " + then.getLast() + " then, " + now.getLast() + " now");
    }
}
