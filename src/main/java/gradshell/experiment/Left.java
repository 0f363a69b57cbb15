package gradshell.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a run has left in its folder, for whoever wants to go on with it or to check it.
record Left(Path path) {

    /// Why there is no run here, with the way out; nothing where there is one.
    Optional<String> refusal() {
        if (!Files.isDirectory(path)) return Optional.of(path + (Files.exists(path) ? " is a file, not the folder of a run" : ": there is no such folder"));
        for (var name : List.of(RunDirectory.EXPERIMENT, RunDirectory.ENVIRONMENT)) {
            if (Files.notExists(path.resolve(name))) return Optional.of(path + " is not the folder of a run: there is no " + name + " in it");
        }
        return Optional.empty();
    }

    /// That somebody else works here.
    String taken() {
        return path + ": another process works on this run; wait for its end, or stop it";
    }

    /// Whether it is a sweep of runs.
    boolean sweeps() {
        return Files.exists(path.resolve(SweepPlan.FILE));
    }

    boolean finished() {
        return Files.exists(path.resolve(RunDirectory.DIGEST));
    }

    /// What the run came to, as it was written down then.
    String digest() throws IOException {
        return Files.readString(path.resolve(RunDirectory.DIGEST)).strip();
    }

    /// The lines of the figures, the names first.
    List<String> figures() throws IOException {
        return new String(Files.readAllBytes(path.resolve(RunDirectory.METRICS)), StandardCharsets.UTF_8).lines().toList();
    }

    /// What is different from when the run began, in words.
    List<String> changes(Experiment experiment, String version) throws IOException {
        var origin = Environment.origin(path.resolve(RunDirectory.ENVIRONMENT));
        if (origin.isEmpty()) return List.of(path.resolve(RunDirectory.ENVIRONMENT) + " does not say with which data the run began");
        return origin.get().changes(version, path.resolve(RunDirectory.EXPERIMENT), DataFiles.of(experiment.configuration().plan()));
    }
}
