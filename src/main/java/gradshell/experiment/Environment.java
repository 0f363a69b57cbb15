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

import gradshell.data.Json;

/// What a run ran on.
final class Environment {
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";

    private Environment() {}

    /// As JSON, one fact a line.
    static String json(String version, List<String> command, Path file, OffsetDateTime started) {
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
        var json = new StringBuilder("{");
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            json.append(json.length() > 1 ? ",\n  " : "\n  ").append(Json.quote(fact.getKey())).append(": ").append(fact.getValue());
        }
        return json.append("\n}\n").toString();
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
