package gradshell.bench;

import gradshell.Dsl;
import gradshell.tensor.Tensor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/// Trains small versions of the networks in every mode and on several numbers of threads, and says to what bits they came.
public final class Bits {
    /// How large the networks are, and how many steps they are trained.
    public enum Size {
        /// Large enough that work is divided among threads; no vector fits evenly.
        SMALL(5, Map.of("notebook", () -> Net.notebook(1000), "mlp", () -> Net.mlp(45, 300, 131, 70), "lenet", () -> Net.lenet(5), "transformer", () -> Net.transformer(3, 21, 36, 4, 2))),
        /// For processors that cannot multiply and add at once: Java then computes that from whole numbers, a thousand times slower.
        TINY(4, Map.of("notebook", () -> Net.notebook(100), "mlp", () -> Net.mlp(7, 50, 33, 20), "lenet", () -> Net.lenet(1), "transformer", () -> Net.transformer(2, 9, 12, 2, 1)));

        private final int steps;
        private final Map<String, Supplier<Net>> nets;

        Size(int steps, Map<String, Supplier<Net>> nets) {
            this.steps = steps;
            this.nets = nets;
        }
    }

    private Bits() {}

    /// Prints a line for each training: the network, how it was trained, and the digest.
    ///
    /// @param args the size, and numbers of threads, a digit each
    public static void main(String[] args) {
        for (char digit : args[1].toCharArray()) {
            int threads = digit - '0';
            for (Mode mode : Mode.ALL) digests(Size.valueOf(args[0]), mode, threads).forEach((net, digest) -> System.out.println(net + " " + mode + "/" + threads + " " + digest));
        }
    }

    /// To what each network comes, eager and on one thread.
    public static Map<String, String> digests(Size size) { return digests(size, Mode.EAGER, 1); }

    private static Map<String, String> digests(Size size, Mode mode, int threads) {
        int before = Dsl.threads();
        Dsl.threads(threads);
        try {
            Map<String, String> digests = new TreeMap<>();
            size.nets.forEach((name, net) -> digests.put(name, digest(net.get(), mode, size.steps)));
            return digests;
        } finally {
            Dsl.threads(before);
        }
    }

    /// The SHA-256 of every loss and of every parameter after some steps, shortened.
    private static String digest(Net net, Mode mode, int steps) {
        BinaryOperator<Tensor> step = mode.of().apply(net::step);
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < steps; i++) add(sha, step.apply(net.x(), net.y()));
            for (Tensor parameter : net.model().parameters()) add(sha, parameter);
            return HexFormat.of().formatHex(sha.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);    // every Java has it
        }
    }

    private static void add(MessageDigest sha, Tensor tensor) {
        double[] numbers = tensor.detach().toDoubles();
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
        for (double number : numbers) bytes.putFloat((float) number);
        sha.update(bytes.array());
    }
}
