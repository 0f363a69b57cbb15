package gradshell.bench;

import gradshell.data.Safetensors;
import gradshell.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// A Python process that runs PyTorch's side, as `peer.py` describes.
final class Peer implements AutoCloseable {
    /// Where Debian's python3-torch is.
    static final String PYTHON = "/usr/bin/python3";

    private final Process python;
    private final PrintWriter to;
    private final BufferedReader from;
    private final Path file;
    final String version;
    /// Whether it multiplies matrices by the reference BLAS, many times slower than any other: nobody who cares for speed has that.
    final boolean reference;

    private Peer(Process python, Path file) throws IOException {
        this.python = python;
        this.file = file;
        to = new PrintWriter(python.outputWriter());
        from = python.inputReader();
        String[] about = ask("ready").split("\t");
        version = about[0];
        reference = about.length == 2 && about[1].contains("/blas/libblas");
    }

    /// Starts it; null, once that has been said, where there is no PyTorch.
    static Peer start(String script, int threads, Clock clock) throws IOException {
        if (!present()) {
            System.out.println("PyTorch is not installed here (Debian: python3-torch): only GradShell's times are shown");
            return null;
        }
        Path file = Files.createTempFile("gradshell-bench", ".safetensors");
        return new Peer(new ProcessBuilder(PYTHON, script, Integer.toString(threads), clock.name()).redirectError(ProcessBuilder.Redirect.INHERIT).start(), file);
    }

    /// Whether there is a Python that has PyTorch.
    static boolean present() {
        try {
            return new ProcessBuilder(PYTHON, "-c", "import torch").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Hands a workload over, with what it starts from and the result that is expected.
    ///
    /// @return how far the other side's result is off, as a share of it, and a few of its numbers
    double[] load(Workload workload, Map<String, Tensor> given, Tensor result) {
        Map<String, Tensor> all = new LinkedHashMap<>(given);
        all.put("result", result);
        Safetensors.save(file, all);
        return Arrays.stream(ask("load " + workload.name() + " " + file).split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    /// Microseconds a step of what was handed over last.
    double time(int steps) { return Double.parseDouble(ask("time " + steps)); }

    private String ask(String line) {
        to.println(line);
        to.flush();
        try {
            String answer = from.readLine();
            if (answer == null) throw new IOException("peer.py: no answer to " + line);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        to.close();
        from.close();
        python.destroy();
        Files.deleteIfExists(file);
    }
}
