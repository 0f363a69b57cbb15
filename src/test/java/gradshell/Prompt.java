package gradshell;

import gradshell.shell.Repl;
import gradshell.shell.Report;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.impl.DumbTerminal;

/// The prompt of the language at a terminal that can do nothing: in this process, or in one of its own.
final class Prompt {
    private Prompt() {}

    /// The prompt as a process, which ends with its exit code.
    public static void main(String[] args) throws IOException { System.exit(run(System.in, System.out, Path.of(args[0]))); }

    private static int run(InputStream in, OutputStream out, Path history) throws IOException {
        try (var terminal = new DumbTerminal("test", "dumb", in, out, StandardCharsets.UTF_8)) {
            return new Repl(Golden::session, new Language(), TensorCommands.all(), Report.plain(false)).run(terminal, "hello", history);
        }
    }

    /// What the prompt answers to lines typed in, without them.
    static String typed(Path folder, String... lines) throws IOException {
        var shown = new ByteArrayOutputStream();
        run(new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)), shown, folder.resolve("state").resolve("history"));
        return shown.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    /// The same in a process of its own.
    static Ran child(Path folder, List<String> flags, String... lines) throws Exception {
        var command = Java.command(flags.toArray(String[]::new));
        command.addAll(List.of(Prompt.class.getName(), folder.resolve("history").toString()));
        Files.writeString(folder.resolve("in"), String.join("\n", lines) + "\n");
        Path out = folder.resolve("out"), err = folder.resolve("err");
        var process = new ProcessBuilder(command).redirectInput(folder.resolve("in").toFile()).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) process.destroyForcibly();
        return new Ran(process.waitFor(), Files.readString(out).replace("\r", ""), Files.readString(err));
    }
}
