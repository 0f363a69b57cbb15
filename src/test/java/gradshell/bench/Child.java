package gradshell.bench;

import gradshell.Java;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A process that has run: what it printed, how long it took, and how much memory it held at most.
///
/// @param megabytes by Linux' count of resident memory; NaN elsewhere
public record Child(int exit, String out, double seconds, double megabytes) {
    /// Another JVM, with a main class of this package.
    public static Child java(Class<?> main, List<String> flags, String... arguments) throws IOException {
        List<String> command = Java.command();
        // Memory, and an archive of classes, as this JVM was given them.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(a -> a.startsWith("-X")).forEach(command::add);
        command.addAll(flags);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return run(command);
    }

    /// Runs a program to its end.
    static Child run(List<String> command) throws IOException {
        Path out = Files.createTempFile("gradshell-bench", ".out");
        try {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
            Path status = Path.of("/proc", Long.toString(process.pid()), "status");
            double most = Double.NaN;
            while (!process.waitFor(Duration.ofMillis(4))) most = peak(status, most);
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Child(process.exitValue(), Files.readString(out), seconds, most);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            Files.delete(out);
        }
    }

    /// The most memory so far; the figure before it where the process has just ended.
    private static double peak(Path status, double before) {
        try {
            for (String line : Files.readAllLines(status)) if (line.startsWith("VmHWM:")) return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
        } catch (IOException _) {
            // It has ended, or this is not Linux.
        }
        return before;
    }

    /// What it printed, if it ended well.
    public String checked() {
        if (exit != 0) throw new IllegalStateException("a process ended with " + exit + ":\n" + out);
        return out;
    }
}
