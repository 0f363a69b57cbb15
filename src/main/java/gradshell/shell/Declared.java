package gradshell.shell;

import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.VarSnippet;

/// What a shell's snippets have declared, and the words that they have imported.
final class Declared implements Surroundings {

    private final JShell shell;
    private final Map<String, Map<String, String>> words = new HashMap<>();

    Declared(JShell shell) {
        this.shell = shell;
    }

    @Override
    public String variable(String name) {
        return shell.variables().filter(v -> v.name().equals(name) && shell.status(v).isActive()).findFirst().map(VarSnippet::typeName).orElse("");
    }

    @Override
    public String method(String name) {
        var own = shell.methods().filter(m -> m.name().equals(name)).map(Declared::answer).distinct().toList();
        if (!own.isEmpty()) return own.size() == 1 ? own.getFirst() : "";
        return wordClasses().map(type -> words(type).getOrDefault(name, "")).filter(type -> !type.isEmpty()).findFirst().orElse("");
    }

    @Override
    public boolean declares(String method) {
        return shell.methods().anyMatch(m -> m.name().equals(method));
    }

    /// The classes whose static members are imported.
    Stream<String> wordClasses() {
        return shell.imports().filter(i -> i.isStatic() && i.fullname().endsWith(".*")).map(i -> i.fullname().substring(0, i.fullname().length() - 2));
    }

    private static String answer(MethodSnippet method) {
        return method.signature().substring(method.signature().lastIndexOf(')') + 1);
    }

    /// What the static methods of a class answer, where all of one name agree.
    Map<String, String> words(String type) {
        return words.computeIfAbsent(type, _ -> {
            var found = new HashMap<String, String>();
            try {
                for (var method : Class.forName(type).getMethods()) if (Modifier.isStatic(method.getModifiers())) found.merge(method.getName(), method.getReturnType().getSimpleName(), (a, b) -> a.equals(b) ? a : "");
            } catch (ClassNotFoundException _) {
                return Map.of();    // a class that a snippet declared
            }
            return found;
        });
    }
}
