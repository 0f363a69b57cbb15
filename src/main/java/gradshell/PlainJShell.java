package gradshell;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The line that opens the language in the JDK's own `jshell`.
final class PlainJShell {

    private PlainJShell() {}

    static String line() {
        try {
            var code = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            var jshell = Path.of(System.getProperty("java.home"), "bin", "jshell");
            return quoted(jshell) + " --class-path " + quoted(code) + " --add-modules jdk.incubator.vector --startup " + quoted(startup(code));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// `startup.jsh` lies at the top of the repository, above the built code.
    private static Path startup(Path code) {
        for (var folder = code.getParent(); folder != null; folder = folder.getParent()) {
            var file = folder.resolve("startup.jsh");
            if (Files.exists(file)) return file;
        }
        throw new WrongInput("no startup.jsh above " + code);
    }

    private static String quoted(Path path) {
        var text = path.toString();
        return text.matches("[\\w./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
