package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Experiments as scripts: what a script prints last is the digest of the run.
class EjectTest {
    @TempDir
    private Path folder;

    private static String last(String text) { return text.lines().reduce((_, next) -> next).orElse(""); }

    private void same(Path file, List<String> changes) throws IOException {
        var ejected = Ran.of(() -> Main.run(Stream.concat(Stream.of("eject", file.toString()), changes.stream()).toArray(String[]::new)));
        assertEquals("", ejected.err());
        assertEquals(0, ejected.code());
        var script = Files.writeString(folder.resolve("script.jsh"), ejected.out());
        var scripted = Ran.of(() -> Main.run(script.toString()));
        assertEquals("", scripted.err(), ejected.out());
        var args = new ArrayList<>(List.of("run", file.toString()));
        args.addAll(changes);
        args.addAll(List.of("--into", folder.resolve("runs").toString(), "-q"));
        var run = Ran.of(() -> Main.run(args.toArray(String[]::new)));
        assertEquals("", run.err());
        assertTrue(last(run.out()).startsWith("digest sha256:"), run::out);
        assertEquals(last(run.out()), last(scripted.out()), ejected.out());
    }

    @TestFactory
    Stream<DynamicTest> everyShippedExperiment() throws IOException {
        return ShippedTest.all().stream().filter(file -> !file.endsWith("sweep.yaml")).map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> same(file, ShippedTest.small(file))));
    }

    /// One experiment in each block, blank lines between them.
    @TestFactory
    Stream<DynamicTest> everyKey() throws IOException {
        var text = new String(EjectTest.class.getResourceAsStream("experiment/ejected.txt").readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return Stream.of(text.split("\n\n")).map(block -> DynamicTest.dynamicTest(block.lines().findFirst().orElseThrow(), () -> {
            Files.writeString(folder.resolve("table.csv"), "a,b,kind\n" + "1,2,x\n3,5,y\n2,1,x\n4,4,y\n0,2,x\n5,6,y\n".repeat(4));
            Files.writeString(folder.resolve("text.txt"), "the cat sat on the mat. the dog sat on the log. ".repeat(3));
            same(Files.writeString(folder.resolve("experiment.yaml"), block + "\n"), List.of());
        }));
    }

    /// What is between the runs of a sweep no script says.
    @Test
    void aSweepIsMany() throws IOException {
        var file = Files.writeString(folder.resolve("a.yaml"), "name: a\ndata: {sine: 9}\nmodel: {linear: [1, 1]}\nloss: mseLoss\noptimizer: {sgd: {lr: 0.1}}\nepochs: 2\nsweep: {optimizer.sgd.lr: [0.1, 0.2]}\n");
        var ran = Ran.of(() -> Main.run("eject", file.toString()));
        assertEquals(2, ran.code());
        assertEquals("gradshell: " + file + " is a sweep, of many experiments; eject the experiment.yaml of one of its runs, or take sweep out: sweep=null\n", ran.err());
        same(file, List.of("sweep=null"));
    }

    /// What an override says stays within the comment that tells of it, and within its quotes.
    @Test
    void textsStayTexts() throws IOException {
        Files.writeString(folder.resolve("table.csv"), "a,b\n1,2\n3,4\n2,2\n");
        var file = Files.writeString(folder.resolve("a.yaml"), "name: a\ndata: {csv: {path: table.csv, target: b}}\nmodel: {linear: [1, 1]}\nloss: mseLoss\noptimizer: {sgd: {lr: 0.1}}\nepochs: 2\n");
        Files.writeString(folder.resolve("\\u000aSystem.exit(3); Path.of(\"x\").csv"), "a,b\n1,2\n3,4\n2,2\n");
        same(file, List.of("data.csv.path=\"\\\\u000aSystem.exit(3); Path.of(\\\"x\\\").csv\"", "epochs=\n3"));
    }

    /// Scripts name files by texts, so every word that takes a file must take its name too.
    @Test
    void everyWordThatTakesAFileTakesItsName() {
        for (var method : Dsl.class.getMethods()) {
            var named = Stream.of(method.getParameterTypes()).map(type -> type == Path.class ? String.class : type).toArray(Class<?>[]::new);
            if (!List.of(method.getParameterTypes()).contains(Path.class) || !gradshell.data.Dataset.class.isAssignableFrom(method.getReturnType())) continue;
            assertTrue(Stream.of(Dsl.class.getMethods()).anyMatch(m -> m.getName().equals(method.getName()) && List.of(m.getParameterTypes()).equals(List.of(named))), method::toString);
        }
    }

    @Test
    void aScriptAsItReads() throws IOException {
        Files.writeString(folder.resolve("table.csv"), "a,b,kind\n1,2,x\n3,5,y\n2,1,x\n4,4,y\n");
        var file = Files.writeString(folder.resolve("a.yaml"), """
                name: kinds
                seed: 7
                data: {csv: {path: table.csv, target: kind, standardize: true}}
                split: {validation: 0.25, test: 0.25}
                batch: 2
                model:
                  - linear: {in: 2, out: 8, bias: false}
                  - residual: [linear: [8, 8], relu]
                  - linear: [8, 2]
                loss: crossEntropyLoss
                optimizer: {sgd: {lr: 1e-2, momentum: 0.9}}
                schedule: {cosine: {epochs: 3}}
                clip: {norm: 1}
                epochs: 9
                stop: {loss: 0.1, patience: 2}
                metrics: [accuracy, topK: 2]
                """);
        var ran = Ran.of(() -> Main.run("eject", file.toString(), "epochs=3"));
        assertEquals("""
                // The experiment kinds as a script, from %1$s/a.yaml with epochs=3.
                // The names of files start in the folder that it was written in: run it from there.

                seed(7);

                var net = linear(2, 8, false)
                    .then(residual(linear(8, 8), relu()))
                    .then(linear(8, 2));

                var data = csv("%1$s/table.csv").standardize().target("kind");
                var parts = data.parts(0.25, 0.25);    // to train on, to test on, to look at after every epoch

                var training = fit(net)
                    .data(parts.get(0))
                    .validation(parts.get(2))
                    .batch(2)
                    .loss(crossEntropyLoss())
                    .optimizer(sgd(net.parameters(), 0.01).momentum(0.9))
                    .schedule(cosine(3))
                    .clipNorm(1.0)
                    .untilLoss(0.1)
                    .patience(2)
                    .metrics(accuracy(), topK(2))
                    .epochs(3);
                var history = training.run();
                print(history);
                var test = training.evaluate(parts.get(1), "test.");
                print(test);
                print("digest", digest(net, history, test));
                """.formatted(folder), ran.out());
    }
}
