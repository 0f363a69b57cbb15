package gradshell.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;

/// Times workloads against PyTorch: the two sides in turn, one thread each, and the ratio of each pair. `scripts/bench` runs it.
public final class Benchmark {
    private static final int ROUNDS = 9;

    private Benchmark() {}

    /// @param args the path of `peer.py`, then the names of the workloads to run, none for all
    public static void main(String[] args) throws IOException {
        Peer peer = Peer.start(args[0]);
        List<String> wanted = List.of(args).subList(1, args.length);
        System.out.printf("%-42s %12s %12s %8s   %s%n", "workload", "GradShell us", "PyTorch us", "ratio", "ratios, least to most");
        for (Workload workload : Workload.all()) if (wanted.isEmpty() || wanted.contains(workload.name())) run(workload, peer);
    }

    private static void run(Workload workload, Peer peer) throws IOException {
        double[] ours = workload.check().get();
        if (peer != null) compare(workload, ours, peer);
        // Until the compiler has done its work and the background has made its vector loops.
        for (long end = System.nanoTime() + 3_000_000_000L; System.nanoTime() < end; ) time(workload, 100);
        int steps = steps(time(workload, 100));
        if (peer == null) {
            double[] mine = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) mine[round] = time(workload, steps);
            System.out.printf("%-42s %12.3f %12s%n", workload.what(), median(mine), "-");
            return;
        }
        int peerSteps = steps(peer.time(workload, 100));
        double[] mine = new double[ROUNDS], peers = new double[ROUNDS], ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            mine[round] = time(workload, steps);
            peers[round] = peer.time(workload, peerSteps);
            ratios[round] = peers[round] / mine[round];
        }
        Arrays.sort(ratios);
        System.out.printf("%-42s %12.3f %12.3f %7.1fx   %.1f to %.1f%n", workload.what(), median(mine), median(peers), median(ratios), ratios[0], ratios[ROUNDS - 1]);
    }

    private static void compare(Workload workload, double[] ours, Peer peer) throws IOException {
        double[] theirs = Arrays.stream(peer.ask("check " + workload.name()).split(" ")).mapToDouble(Double::parseDouble).toArray();
        for (int i = 0; i < theirs.length; i++)
            if (!(Math.abs(ours[i] - theirs[i]) <= 1e-5 * Math.max(1, Math.abs(theirs[i]))))
                throw new IllegalStateException(workload.name() + ": GradShell computes " + Arrays.toString(ours) + ", PyTorch " + Arrays.toString(theirs));
    }

    /// How many steps of so many microseconds make one timing of a quarter of a second.
    private static int steps(double microseconds) { return (int) Math.clamp(250_000 / microseconds, 10, 10_000_000); }

    /// Microseconds a step.
    private static double time(Workload workload, int steps) {
        long start = System.nanoTime();
        for (int i = 0; i < steps; i++) workload.step().run();
        return (System.nanoTime() - start) / 1e3 / steps;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /// A Python process that runs the other side.
    private record Peer(PrintWriter to, BufferedReader from) {
        static Peer start(String script) {
            try {
                Process python = new ProcessBuilder("/usr/bin/python3", script).redirectError(ProcessBuilder.Redirect.DISCARD).start();
                Peer peer = new Peer(new PrintWriter(python.outputWriter()), python.inputReader());
                peer.ask("ready");
                return peer;
            } catch (IOException e) {
                System.out.println("PyTorch is not installed here (Debian: python3-torch): only GradShell's times are shown");
                return null;
            }
        }

        double time(Workload workload, int steps) throws IOException { return Double.parseDouble(ask("time " + workload.name() + " " + steps)); }

        String ask(String line) throws IOException {
            to.println(line);
            to.flush();
            String answer = from.readLine();
            if (answer == null) throw new IOException("no answer to " + line);
            return answer;
        }
    }
}
