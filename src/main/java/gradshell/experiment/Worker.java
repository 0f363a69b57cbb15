package gradshell.experiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Another process of ours that makes runs, one after the other, each when it is asked to. If it breaks down, the next run gets a new one.
///
/// It is asked by lines `UNTIL FOLDER`, and answers with lines `CODE MESSAGE`. When nothing more is to come, or whoever asks is gone, it finishes its
/// step, saves and ends.
final class Worker implements AutoCloseable {
    private final List<String> command;
    private final int threads;
    private final BooleanSupplier stop;
    private Process process;
    private BufferedReader replies;
    private Writer requests;

    Worker(List<String> command, int threads, BooleanSupplier stop) {
        this.command = command;
        this.threads = threads;
        this.stop = stop;
    }

    /// How a run ended.
    record Reply(int code, String message) {}

    /// Has a run made up to an epoch, and waits for it.
    Reply make(Path folder, int until) {
        try {
            if (process == null) start();
            requests.write(until + " " + folder.toAbsolutePath() + "\n");
            requests.flush();
            while (!replies.ready() && process.isAlive()) {
                if (stop.getAsBoolean()) {
                    close();
                    return new Reply(Runner.INTERRUPTED, "");
                }
                Thread.sleep(5);
            }
            var line = replies.readLine();
            if (line != null) {
                int blank = line.indexOf(' ');
                return new Reply(Integer.parseInt(line.substring(0, blank)), line.substring(blank + 1));
            }
            int code = process.waitFor();
            process = null;
            return new Reply(Runner.FAILED, "its process ended with " + code);
        } catch (IOException e) {
            process = null;
            return new Reply(Runner.FAILED, "its process broke down: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply(Runner.INTERRUPTED, "");
        }
    }

    private void start() throws IOException {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GRADSHELL_THREADS", Integer.toString(threads));
        process = builder.start();
        replies = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        requests = process.outputWriter(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (process == null) return;
        try {
            requests.close();
            if (!process.waitFor(60, TimeUnit.SECONDS)) process.destroy();
        } catch (IOException _) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
        process = null;
    }
}
