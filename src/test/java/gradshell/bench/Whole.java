package gradshell.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The notebook experiment as a whole process, from the command to its end, against a Python that does the same.
final class Whole {
    private static final double ASKED = 1.5;

    private Whole() {}

    static List<Map<String, Object>> measure(Options options) throws IOException {
        if (!Peer.present()) {
            System.out.println("process: PyTorch is not installed here (Debian: python3-torch)");
            return List.of();
        }
        Path runs = Files.createTempDirectory("gradshell-bench");
        List<String> ours = List.of("scripts/gradshell", "run", "scripts/experiments/notebook.yaml", "--into", runs.toString());
        List<String> theirs = List.of(Peer.PYTHON, Path.of(options.peer()).resolveSibling("notebook.py").toString());
        try {
            compare(Child.run(ours), Child.run(theirs));
            return List.of(time(options.pairs(), ours, theirs));
        } finally {
            try (Stream<Path> files = Files.walk(runs)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
        }
    }

    private static Map<String, Object> time(int pairs, List<String> ours, List<String> theirs) throws IOException {
        double[] seconds = new double[pairs], peers = new double[pairs], ratios = new double[pairs], memory = new double[pairs], peerMemory = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            Child mine = Child.run(ours), other = Child.run(theirs);
            seconds[i] = mine.seconds();
            peers[i] = other.seconds();
            ratios[i] = other.seconds() / mine.seconds();
            memory[i] = mine.megabytes();
            peerMemory[i] = other.megabytes();
        }
        Figures ratio = Figures.of(ratios), held = Figures.of(memory), peerHeld = Figures.of(peerMemory);
        boolean met = ratio.median() >= ASKED && held.median() < peerHeld.median();
        System.out.printf("the notebook experiment as a process: %s s and %s MB, PyTorch %s s and %s MB%n", Figures.of(seconds), held, Figures.of(peers), peerHeld);
        System.out.printf("times as fast: %s, asked %.1f in less memory: %s%n", ratio, ASKED, met ? "yes" : "no");
        return Map.of("process", "notebook", "seconds", Figures.of(seconds).sorted(), "megabytes", held.sorted(), "peer seconds", Figures.of(peers).sorted(), "peer megabytes", peerHeld.sorted(), "ratios", ratio.sorted(), "asked", ASKED, "met", met);
    }

    private static void compare(Child ours, Child theirs) {
        double mine = loss(ours.checked()), other = loss(theirs.checked());
        if (!(Math.abs(mine - other) <= 1e-4 * other)) throw new IllegalStateException("process: GradShell's last loss is " + mine + ", PyTorch's " + other);
    }

    /// The loss of the last epoch: the last number of the last line that names it.
    private static double loss(String out) {
        String line = out.lines().filter(l -> l.contains("loss")).reduce((_, later) -> later).orElseThrow(() -> new IllegalStateException("no loss was printed:\n" + out));
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
