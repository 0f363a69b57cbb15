package gradshell.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import gradshell.data.Json;

/// What a run ran on.
final class Environment {
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";

    private Environment() {}

    /// As JSON, one fact a line.
    ///
    /// @param file       the experiment that was given
    /// @param experiment the SHA-256 of the resolved one
    static String json(String version, List<String> command, Path file, OffsetDateTime started, String experiment, List<DataFiles.Content> data) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("command", Json.quote(line(command)));
        facts.put("folder", Json.quote(Path.of("").toAbsolutePath().toString()));
        facts.put("started", Json.quote(started.toString()));
        facts.put("gradshell", Json.quote(version));
        facts.put("commit", commit(file.toAbsolutePath().getParent()).map(Json::quote).orElse("null"));
        facts.put("java", Json.quote(Runtime.version().toString()));
        facts.put("vm", Json.quote(System.getProperty("java.vm.vendor") + ", " + System.getProperty("java.vm.name")));
        facts.put("os", Json.quote(System.getProperty("os.name") + " " + System.getProperty("os.version")));
        facts.put("architecture", Json.quote(System.getProperty("os.arch")));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", Long.toString(Runtime.getRuntime().maxMemory()));
        facts.put("experiment", Json.quote(experiment));
        facts.put("data", data.stream().map(d -> "{\"file\": " + Json.quote(d.path().toAbsolutePath().normalize().toString()) + ", \"sha256\": " + Json.quote(d.sha256()) + "}")
                .collect(Collectors.joining(", ", "[", "]")));
        var json = new StringBuilder("{");
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            json.append(json.length() > 1 ? ",\n  " : "\n  ").append(Json.quote(fact.getKey())).append(": ").append(fact.getValue());
        }
        return json.append("\n}\n").toString();
    }

    /// What a run was begun with, as far as its results hang on it.
    ///
    /// @param experiment the SHA-256 of its resolved experiment
    /// @param data       those of its data files, in the order of the experiment
    record Origin(String version, String experiment, List<String> data) {

        /// What is different now, in words; nothing where a run can go on as it began.
        List<String> changes(String version, Path experiment, List<DataFiles.Content> files) throws IOException {
            var changes = new ArrayList<String>();
            if (!version.equals(this.version)) changes.add("the run was begun by GradShell " + this.version + ", and this is " + version);
            if (!DataFiles.sha256(experiment).equals(this.experiment)) changes.add(experiment + " was changed after the run began");
            for (int i = 0; i < Math.min(data.size(), files.size()); i++) {
                if (!files.get(i).sha256().equals(data.get(i))) changes.add(files.get(i).path().normalize() + " was changed after the run began: its SHA-256 was " + abridged(data.get(i)) + ", now it is " + abridged(files.get(i).sha256()));
            }
            return changes;
        }

        private static String abridged(String sha256) {
            return sha256.substring(0, Math.min(16, sha256.length())) + "…";
        }
    }

    /// Reads what [#json] wrote; nothing where the file is not of that kind.
    static Optional<Origin> origin(Path file) throws IOException {
        try {
            var json = new JsonMapper().readTree(Files.readString(file));
            JsonNode version = json.get("gradshell"), experiment = json.get("experiment"), data = json.get("data");
            if (version == null || experiment == null || data == null) return Optional.empty();
            return Optional.of(new Origin(version.asString(), experiment.asString(), StreamSupport.stream(data.spliterator(), false).map(d -> d.get("sha256").asString()).toList()));
        } catch (JacksonException | NullPointerException _) {
            return Optional.empty();
        }
    }

    /// A command as one types it.
    static String line(List<String> command) {
        var words = new ArrayList<String>();
        for (var word : command) {
            var plain = !word.isEmpty() && word.chars().allMatch(c -> PLAIN.indexOf(c) >= 0);
            words.add(plain ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        return String.join(" ", words);
    }

    /// What is checked out where the folder belongs to a git repository, read from its files.
    static Optional<String> commit(Path folder) {
        for (var at = folder; at != null; at = at.getParent()) {
            var git = at.resolve(".git");
            if (Files.exists(git)) return read(git);
        }
        return Optional.empty();
    }

    private static Optional<String> read(Path git) {
        try {
            // A worktree has a file that names its folder, and that one names the folder which it shares with others.
            if (Files.isRegularFile(git)) git = git.resolveSibling(value(git, "gitdir: "));
            var shared = Files.exists(git.resolve("commondir")) ? git.resolve(value(git.resolve("commondir"), "")) : git;
            var head = Files.readString(git.resolve("HEAD")).strip();
            if (!head.startsWith("ref: ")) return Optional.of(head);
            var name = head.substring("ref: ".length());
            for (var place : List.of(git, shared)) if (Files.exists(place.resolve(name))) return Optional.of(Files.readString(place.resolve(name)).strip());
            for (var line : Files.readAllLines(shared.resolve("packed-refs"))) if (line.endsWith(" " + name)) return Optional.of(line.substring(0, line.indexOf(' ')));
            return Optional.empty();
        } catch (IOException | RuntimeException _) {
            return Optional.empty();    // not a repository as we know them
        }
    }

    private static String value(Path file, String key) throws IOException {
        return Files.readString(file).strip().substring(key.length());
    }
}
