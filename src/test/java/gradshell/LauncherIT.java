package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What users call, `scripts/gradshell`, with the jar that was just built.
class LauncherIT {
    private static final Path LAUNCHER = Path.of("scripts", "gradshell").toAbsolutePath();

    @TempDir
    private Path folder;

    private Ran launch(Path launcher, String cache, Object... args) throws Exception {
        var command = Stream.concat(Stream.of(launcher), Stream.of(args)).map(Object::toString).toList();
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(Map.of("XDG_CACHE_HOME", folder.toString(), "GRADSHELL_CACHE", cache, "JAVA_HOME", System.getProperty("java.home"), "JUPYTER_DATA_DIR", folder.toString()));
        return finish(builder);
    }

    private List<Path> archives() throws IOException {
        try (var files = Files.list(Files.createDirectories(folder.resolve("gradshell")))) {
            return files.filter(f -> f.toString().endsWith(".aot")).toList();
        }
    }

    /// The README's first experiment, without an archive of classes, while one is made, and with it.
    @Test
    void anExperiment() throws Exception {
        Path file = LAUNCHER.resolveSibling("experiments").resolve("notebook.yaml");
        var without = launch(LAUNCHER, "off", "run", file, "--into", folder.resolve("a"));
        assertEquals(0, without.code(), without::toString);
        assertEquals(List.of(), archives());
        assertEquals(without.digest(), launch(LAUNCHER, "on", "run", file, "--into", folder.resolve("b")).digest());
        for (long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2); archives().isEmpty() && System.nanoTime() < end;) Thread.sleep(100);
        assertEquals(1, archives().size());
        var with = launch(LAUNCHER, "on", "run", file, "--into", folder.resolve("c"));
        assertEquals(without.digest(), with.digest());
        assertEquals(without.err().lines().count(), with.err().lines().count(), with.err());
    }

    @Test
    void aLineThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("gs"), LAUNCHER);
        assertEquals(new Ran(0, "6.  float32 []\n", ""), launch(link, "off", "-e", "print((tensor(1., 2.) * 2).sum())"));
    }

    /// Jupyter is told to start the launcher.
    @Test
    void aKernelForJupyter() throws Exception {
        assertEquals(new Ran(0, "Jupyter knows GradShell now, by " + folder + "/kernels/gradshell/kernel.json\n", ""), launch(LAUNCHER, "off", "jupyter"));
        String kernel = Files.readString(folder.resolve("kernels").resolve("gradshell").resolve("kernel.json"));
        assertTrue(kernel.startsWith("{\"argv\": [\"" + LAUNCHER + "\", \"kernel\", \"{connection_file}\"],"), kernel);
    }

    /// Every line that the archive of classes is made with is understood: one that is not would train nothing, and nobody would see it.
    @Test
    void theTraining() throws Exception {
        Path script = LAUNCHER.getParent().resolveSibling("src").resolve("build").resolve("training.jsh");
        var trained = java(List.of("-Dtraining.experiment=" + LAUNCHER.resolveSibling("experiments").resolve("example.yaml"), "-Dtraining.runs=" + folder), "--keep-going", script);
        assertEquals(0, trained.code(), trained::toString);
        assertEquals(List.of(), trained.err().lines().filter(line -> line.startsWith(script.toString())).toList());
        assertTrue(trained.digest().length() > 60);
    }

    private Ran java(List<String> flags, Object... args) throws Exception {
        var command = new ArrayList<>(List.of(Java.executable()));
        command.addAll(flags);
        command.addAll(List.of("-jar", LAUNCHER.getParent().resolveSibling("target").resolve("gradshell.jar").toString()));
        for (Object arg : args) command.add(arg.toString());
        return finish(new ProcessBuilder(command));
    }

    private Ran finish(ProcessBuilder builder) throws Exception {
        var process = builder.directory(folder.toFile()).redirectInput(Path.of("/dev/null").toFile()).redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile()).start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        return new Ran(process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }

    /// Whoever takes the jar alone has no vectors, and the same numbers.
    @Test
    void theJarAlone() throws Exception {
        Path file = LAUNCHER.resolveSibling("experiments").resolve("notebook.yaml");
        var alone = java(List.of(), "run", file, "--into", folder.resolve("a"));
        assertEquals(0, alone.code(), alone::toString);
        assertEquals(launch(LAUNCHER, "off", "run", file, "--into", folder.resolve("b")).digest(), alone.digest());
    }
}
