package gradshell.experiment;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

import gradshell.data.Safetensors;
import gradshell.nn.Layer;
import gradshell.train.History;

/// What a run came to, in one number: the SHA-256 of the bytes of `model.safetensors` followed by those of `metrics.csv`.
///
/// The first file holds the final parameters, the second every figure of every epoch to the last bit; neither depends on the time, the
/// place or the machine. `cat model.safetensors metrics.csv | sha256sum` computes it too.
public final class Digest {
    private Digest() {}

    /// The same for a network and its training: what a run with these results prints.
    ///
    /// @param test the figures of the test by name, in their order; empty where there was none
    public static String of(Layer net, History history, Map<String, Double> test) {
        var sha = sha();
        try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), sha)) {
            Safetensors.write(net.state(), out);
            out.write(RunDirectory.table(history.epochs(), test).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);    // nothing is written
        }
        return text(sha);
    }

    static String of(Path model, Path metrics) throws IOException {
        var sha = sha();
        sha.update(Files.readAllBytes(model));
        sha.update(Files.readAllBytes(metrics));
        return text(sha);
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);    // every Java has it
        }
    }

    /// The SHA-256 of a text.
    static String of(String text) {
        var sha = sha();
        sha.update(text.getBytes(StandardCharsets.UTF_8));
        return text(sha);
    }

    private static String text(MessageDigest sha) {
        return "sha256:" + HexFormat.of().formatHex(sha.digest());
    }
}
