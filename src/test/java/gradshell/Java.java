package gradshell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Another JVM as the launcher starts it: the Vector API is not there before something asks for it.
public final class Java {
    private Java() {}

    /// The command that starts it, to which a main class and its arguments are to be added.
    public static List<String> command(String... flags) {
        var command = new ArrayList<>(List.of(executable(), "--add-exports", "java.base/jdk.internal.module=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", Stream.of(System.getProperty("java.class.path").split(":")).map(p -> Path.of(p).toAbsolutePath().toString()).collect(Collectors.joining(":"))));
        return command;
    }

    static String executable() { return Path.of(System.getProperty("java.home"), "bin", "java").toString(); }
}
