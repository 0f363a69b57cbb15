package gradshell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/// What something printed, and the exit code that it ended with.
record Ran(int code, String out, String err) {
    /// The digest of a run, which it prints last.
    String digest() {
        String last = out.lines().reduce((_, next) -> next).orElse("");
        assertTrue(last.matches("digest sha256:[0-9a-f]{64}"), this::toString);
        return last;
    }

    /// The same with names of files as they are below a folder.
    Ran without(Path folder) { return new Ran(code, out, err.replace(folder + "/", "")); }

    /// The program in this JVM.
    static Ran main(Object... args) { return of(() -> Main.run(Stream.of(args).map(Object::toString).toArray(String[]::new))); }

    /// Does it with both standard streams caught.
    static Ran of(IntSupplier body) {
        PrintStream out = System.out, err = System.err;
        var said = new ByteArrayOutputStream();
        var told = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
            int code = body.getAsInt();
            return new Ran(code, said.toString(StandardCharsets.UTF_8), told.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
