package gradshell.experiment;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import gradshell.experiment.Bound.Chain;
import gradshell.experiment.Bound.Literal;
import gradshell.experiment.ExperimentFile.Clip;
import gradshell.experiment.ExperimentFile.Split;
import gradshell.experiment.ExperimentFile.Stop;
import gradshell.train.Fit;

/// Writes an experiment as a script in the language, which trains to the same digest and prints it.
///
/// The script draws on chance in the order in which [Experiment#prepare] does: the layers, the sets, the division, then the training.
final class Eject {
    /// A file in Java; every word that takes one takes its name too.
    private static final Pattern FILE = Pattern.compile("Path\\.of\\((\"(?:[^\"\\\\]|\\\\.)*\")\\)");
    private static final String STEP = "    ";
    private static final Place NOWHERE = Source.byDefault("eject", "", Path.of("")).whole();

    private final ExperimentFile file;
    private final StringBuilder text = new StringBuilder();
    private final List<String> settings = new ArrayList<>();
    private String training = "data", validation = "", test = "";

    private Eject(ExperimentFile file) {
        this.file = file;
    }

    /// The script of an experiment that was read from a file, with changes.
    static String of(Experiment experiment, Path path, List<String> overrides) {
        return new Eject(experiment.configuration().value()).script(path, overrides);
    }

    private String script(Path path, List<String> overrides) {
        // a component that nobody writes here would be left out in silence
        for (var component : ExperimentFile.class.getRecordComponents()) setting(component.getName());
        settings.add("epochs(" + file.epochs() + ")");
        line("// The experiment " + file.name() + " as a script, from " + comment(List.of(path.toString())) + (overrides.isEmpty() ? "" : " with " + comment(overrides)) + ".");
        if (readsFiles()) line("// The names of files start in the folder that it was written in: run it from there.");
        line("");
        line("seed(" + file.seed() + (file.seed() == (int) file.seed() ? "" : "L") + ");");
        line("");
        model();
        line("");
        data();
        line("");
        line("var training = fit(net)");
        line(STEP + ".data(" + training + ")");
        if (!validation.isEmpty()) line(STEP + ".validation(" + validation + ")");
        line(settings.stream().map(s -> STEP + "." + s).collect(Collectors.joining("\n")) + ";");
        line("var history = training.run();");
        line("print(history);");
        if (test.isEmpty()) line("print(\"digest\", digest(net, history));");
        else {
            line("var test = training.evaluate(" + test + ", \"test.\");");
            line("print(test);");
            line("print(\"digest\", digest(net, history, test));");
        }
        return text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /// One layer a line.
    private void model() {
        var links = file.model() instanceof Chain<?> chain ? chain.links() : List.of(file.model());
        line("var net = " + java(links.getFirst()) + links.stream().skip(1).map(link -> "\n" + STEP + ".then(" + java(link) + ")").collect(Collectors.joining()) + ";");
    }

    private void data() {
        var sets = file.data();
        line("var data = " + java(sets.train()) + ";");
        sets.validation().ifPresent(set -> line("var validated = " + java(set) + ";"));
        sets.test().ifPresent(set -> line("var tested = " + java(set) + ";"));
        file.split().ifPresent(this::split);
        // sets of their own are seen as the training set was learned to be seen
        if (sets.validation().isPresent()) validation = training + ".like(validated)";
        if (sets.test().isPresent()) test = training + ".like(tested)";
    }

    private void split(Split split) {
        var shares = new ArrayList<String>();
        var names = new ArrayList<>(List.of("to train on"));
        training = "parts.get(0)";
        split.test().ifPresent(share -> {
            shares.add(Double.toString(share));
            names.add("to test on");
            test = "parts.get(1)";
        });
        split.validation().ifPresent(share -> {
            shares.add(Double.toString(share));
            names.add("to look at after every epoch");
            validation = "parts.get(" + shares.size() + ")";
        });
        line("var parts = data.parts(" + String.join(", ", shares) + ");" + STEP + "// " + String.join(", ", names));
    }

    private void setting(String key) {
        switch (key) {
            case "name", "seed", "data", "split", "model" -> { }    // written before
            case "loss" -> settings.add("loss(" + java(file.loss()) + ")");
            case "optimizer" -> settings.add("optimizer(" + java(file.optimizer()) + ")");
            case "schedule" -> file.schedule().ifPresent(schedule -> settings.add("schedule(" + java(schedule) + ")"));
            case "batch" -> file.batch().ifPresent(batch -> settings.add("batch(" + batch + ")"));
            case "clip" -> file.clip().ifPresent(this::clip);
            case "epochs" -> { }    // last, as steps would take it back
            case "stop" -> file.stop().ifPresent(this::stop);
            case "metrics" -> {
                if (!file.metrics().isEmpty()) settings.add("metrics(" + file.metrics().stream().map(Eject::java).collect(Collectors.joining(", ")) + ")");
            }
            case "checkpoint" -> { }    // it changes no result
            case "sweep", "search" -> { }    // of a sweep, each point is an experiment of its own
            default -> wither(key);
        }
    }

    /// A key by itself, which a training calls the same.
    private void wither(String key) {
        var component = component(key);
        var value = unwrapped(Calling.invoke(component.getAccessor(), file, NOWHERE));
        if (value.isEmpty() || value.get().toString().equals(component.getAnnotation(Key.class).otherwise())) return;
        var written = value.get().toString();
        // whether, or by which figure
        if (component.getGenericType().getTypeName().contains("String")) written = written.equals("true") ? "" : written.equals("false") ? null : Literal.quote(written);
        if (Stream.of(Fit.class.getMethods()).noneMatch(m -> m.getName().equals(key))) throw new IllegalStateException("eject: nobody has said how a script writes " + key);
        if (written != null) settings.add(key + "(" + written + ")");
    }

    private static RecordComponent component(String key) {
        return Stream.of(ExperimentFile.class.getRecordComponents()).filter(c -> c.getName().equals(key)).findFirst().orElseThrow();
    }

    private static Optional<?> unwrapped(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional;
            case OptionalInt n -> n.isPresent() ? Optional.of(n.getAsInt()) : Optional.empty();
            case OptionalLong n -> n.isPresent() ? Optional.of(n.getAsLong()) : Optional.empty();
            case OptionalDouble n -> n.isPresent() ? Optional.of(n.getAsDouble()) : Optional.empty();
            default -> Optional.of(value);
        };
    }

    private void clip(Clip clip) {
        clip.norm().ifPresent(norm -> settings.add("clipNorm(" + norm + ")"));
        clip.value().ifPresent(value -> settings.add("clipValue(" + value + ")"));
    }

    private void stop(Stop stop) {
        stop.loss().ifPresent(loss -> settings.add("untilLoss(" + loss + ")"));
        stop.patience().ifPresent(patience -> settings.add("patience(" + patience + stop.figure().map(figure -> ", " + Literal.quote(figure)).orElse("") + ")"));
    }

    private boolean readsFiles() {
        var sets = file.data();
        return Stream.of(Optional.of(sets.train()), sets.validation(), sets.test()).flatMap(Optional::stream).anyMatch(set -> FILE.matcher(set.java()).find());
    }

    /// Texts for the end of a comment, which neither a line's end nor a Unicode escape for one may leave.
    private static String comment(List<String> texts) {
        return Environment.line(texts).replace("\\", "\\\\").replaceAll("\\R", " ");
    }

    private static String java(Bound<?> bound) {
        return FILE.matcher(bound.java()).replaceAll("$1");
    }
}
