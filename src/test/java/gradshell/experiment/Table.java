package gradshell.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Cases in a text file: `=== title`, the experiment, `> override` lines, other files each after `+++ name`, and after `--- says` what is expected.
record Table(String title, String yaml, Map<String, String> others, List<String> overrides, String expected) {

    Table(String title, String yaml, List<String> overrides, String expected) {
        this(title, yaml, Map.of(), overrides, expected);
    }

    static List<Table> read(String resource) {
        try (var in = Table.class.getResourceAsStream(resource)) {
            var parts = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^(?==== )");
            return Stream.of(parts).filter(part -> !part.isBlank()).map(Table::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Table parse(String text) {
        var halves = text.split("(?m)^--- says$\\n?", 2);
        var overrides = new ArrayList<String>();
        var yaml = new StringBuilder();
        var others = new LinkedHashMap<String, StringBuilder>();
        var into = yaml;
        for (var line : halves[0].lines().skip(1).toList()) {
            if (line.startsWith("> ")) overrides.add(line.substring(2));
            else if (line.startsWith("+++ ")) others.put(line.substring(4), into = new StringBuilder());
            else into.append(line).append('\n');
        }
        var files = new LinkedHashMap<String, String>();
        others.forEach((name, content) -> files.put(name, content.toString()));
        var title = text.lines().findFirst().orElseThrow().substring("=== ".length());
        return new Table(title, yaml.toString(), files, List.copyOf(overrides), halves.length > 1 ? halves[1].strip() : "");
    }

    /// Reads it from a file in this folder and makes all it can: what a check of the experiment does.
    Configuration<Toy.File> open(Path folder) throws IOException {
        var file = folder.resolve("a.yaml");
        Files.writeString(file, yaml);
        for (var other : others.entrySet()) {
            var path = folder.resolve(other.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, other.getValue());
        }
        var read = Configuration.read(file, overrides, Toy.File.class, Toy.WORDS);
        var problems = new Problems();
        var supplied = Map.of(Toy.PARAMETERS, List.of(new Toy.Tensor(6)));
        var value = read.value();
        for (var plan : List.of(value.data().train(), value.model(), value.loss(), value.optimizer())) problems.attempt(() -> (Object) plan.make(supplied));
        value.schedule().ifPresent(plan -> problems.attempt(() -> plan.make(supplied)));
        value.metrics().forEach(plan -> problems.attempt(() -> plan.make(supplied)));
        problems.check();
        return read;
    }

    /// The message with the folder of this run taken out.
    String said(Path folder) throws IOException {
        try {
            open(folder);
            return "no problem";
        } catch (ExperimentException e) {
            return e.getMessage().replace(folder + "/", "");
        }
    }

    /// The resolved experiment with origins, and its parts in the language.
    String shown(Path folder) throws IOException {
        try {
            var file = open(folder);
            var value = file.value();
            var script = new StringBuilder();
            for (var plan : List.of(value.data().train(), value.model(), value.loss(), value.optimizer())) script.append("// ").append(plan.java()).append('\n');
            value.schedule().ifPresent(plan -> script.append("// ").append(plan.java()).append('\n'));
            return (file.explain() + script).strip().replace(folder + "/", "");
        } catch (ExperimentException e) {
            return e.getMessage().replace(folder + "/", "");
        }
    }
}
