package gradshell.experiment;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a run came to, in one number: the SHA-256 of the bytes of `model.safetensors` followed by those of `metrics.csv`.
///
/// The first file holds the final parameters, the second every figure of every epoch to the last bit; neither depends on the time, the
/// place or the machine. `cat model.safetensors metrics.csv | sha256sum` computes it too.
final class Digest {
    private Digest() {}

    static String of(Path model, Path metrics) throws IOException {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(Files.readAllBytes(model));
            sha.update(Files.readAllBytes(metrics));
            return "sha256:" + HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);    // every Java has it
        }
    }

    /// The SHA-256 of a text.
    static String of(String text) {
        try {
            return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);    // every Java has it
        }
    }
}
