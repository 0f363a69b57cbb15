package gradshell.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import gradshell.experiment.Bound.Call;
import gradshell.experiment.Bound.Cells;
import gradshell.experiment.Bound.Chain;
import gradshell.experiment.Bound.Changes;
import gradshell.experiment.Bound.Group;
import gradshell.experiment.Bound.Items;
import gradshell.experiment.Bound.Later;
import gradshell.experiment.Bound.Literal;
import gradshell.experiment.Bound.Maybe;
import gradshell.experiment.Bound.Watched;

/// The files that an experiment reads, and what was in them.
final class DataFiles {
    private DataFiles() {}

    /// A file, or a folder with all that is in it, and the SHA-256 of its content.
    record Content(Path path, String sha256) {}

    /// Those of a plan, in its order.
    static List<Content> of(Bound<?> plan) throws IOException {
        Set<Path> paths = new LinkedHashSet<>();
        gather(plan, paths);
        var contents = new ArrayList<Content>();
        for (var path : paths) contents.add(new Content(path, sha256(path)));
        return contents;
    }

    private static void gather(Bound<?> bound, Set<Path> paths) {
        switch (bound) {
            case Literal<?> literal -> {
                if (literal.value() instanceof Path path) paths.add(path);
            }
            case Later<?> later -> gather(later.plan(), paths);
            case Maybe<?> maybe -> maybe.present().ifPresent(b -> gather(b, paths));
            case Items<?> items -> items.items().forEach(b -> gather(b, paths));
            case Chain<?> chain -> chain.links().forEach(b -> gather(b, paths));
            case Group<?> group -> group.parts().values().forEach(b -> gather(b, paths));
            case Call<?> call -> call.written().values().forEach(b -> gather(b, paths));
            case Changes changes -> changes.written().values().forEach(b -> gather(b, paths));
            case Watched<?> watched -> gather(watched.plan(), paths);
            case Cells _ -> { }
        }
    }

    /// Of a file's bytes; of a folder's files in the order of their names, each name before its bytes.
    static String sha256(Path path) throws IOException {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            if (!Files.isDirectory(path)) add(sha, path);
            else {
                List<Path> files;
                try (var found = Files.walk(path)) {
                    files = found.filter(Files::isRegularFile).sorted().toList();
                }
                for (var file : files) {
                    sha.update((path.relativize(file) + "\n").getBytes(StandardCharsets.UTF_8));
                    add(sha, file);
                }
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);    // every Java has it
        }
    }

    private static void add(MessageDigest sha, Path file) throws IOException {
        var buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n; (n = in.read(buffer)) > 0; ) sha.update(buffer, 0, n);
        }
    }
}
