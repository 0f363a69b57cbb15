package gradshell.shell;

import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What to write instead of what Java does not accept, where that can be computed.
final class Hint {

    private static final String COMPOUND = "compiler.err.restricted.type.not.allowed.compound";
    private static final Pattern MISSING_TYPE = Pattern.compile("(?:.*: )?class (\\w+)(?:\\W.*)?", Pattern.DOTALL);
    private static final Pattern MISSING_VALUE = Pattern.compile("(?:.*: )?variable ([A-Z]\\w*)(?:\\W.*)?", Pattern.DOTALL);
    private static final int IMPORTS = 3;

    private Hint() {}

    /// The problem, with the hint as a further line of its message.
    static Problem added(Problem problem) {
        var hint = problem.code().equals(COMPOUND) ? apart(problem) : problem.code().startsWith("compiler.err.cant.resolve") ? imports(problem.message()) : Optional.<String>empty();
        return hint.map(problem::explained).orElse(problem);
    }

    // ---- var a = 1, b = 2 ----

    private static Optional<String> apart(Problem problem) {
        var text = problem.source().text();
        var tokens = Token.of(text);
        int first = -1;
        for (int i = 0; i < tokens.size() && tokens.get(i).start() <= problem.position(); i++) if (tokens.get(i).is(text, "var")) first = i;
        if (first < 0) return Optional.empty();
        var parts = new ArrayList<String>();
        int depth = 0, from = tokens.get(first).end();
        for (var token : tokens.subList(first + 1, tokens.size())) {
            if (token.kind() != Token.Kind.SYMBOL) continue;
            char c = text.charAt(token.start());
            if ("([{".indexOf(c) >= 0) depth++;
            if (")]}".indexOf(c) >= 0) depth--;
            if (depth > 0 || c != ',' && c != ';') continue;
            parts.add(text.substring(from, token.start()).strip());
            from = token.end();
            if (c == ';') break;
        }
        if (parts.size() < 2 || !parts.stream().allMatch(part -> part.matches("(?s)\\w+\\s*=.*"))) return Optional.empty();
        if (first > 0 && tokens.get(first - 1).is(text, '(')) return Optional.of("write the type, as in int " + String.join(", ", parts) + ", or declare them before the loop");
        return Optional.of("write " + parts.stream().map(part -> "var " + part + ";").collect(Collectors.joining(" ")));
    }

    // ---- imports ----

    /// Which import helps where a type is missing: `class Path`, or `variable Files` for what may be one.
    static Optional<String> imports(String missing) {
        var type = MISSING_TYPE.matcher(missing);
        var value = MISSING_VALUE.matcher(missing);
        var name = type.matches() ? type.group(1) : value.matches() ? value.group(1) : "";
        var found = name.isEmpty() ? List.<String>of() : packages().filter(p -> isType(p + "." + name)).limit(IMPORTS).toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found.stream().map(p -> "import " + p + "." + name + ";").collect(Collectors.joining(" or ", "write ", "")));
    }

    /// What a declaration needs, `class Path (write import java.nio.file.Path;)`.
    static String needed(String missing) {
        return missing + imports(missing).map(hint -> " (" + hint + ")").orElse("");
    }

    /// The packages of Java's own modules, the most usual first, and this program's.
    private static Stream<String> packages() {
        var own = Hint.class.getPackageName().replaceFirst("\\..*", ".");
        var java = ModuleLayer.boot().modules().stream().map(Module::getDescriptor).filter(module -> module.name().startsWith("java."))
                .flatMap(module -> module.exports().stream().filter(export -> !export.isQualified()).map(ModuleDescriptor.Exports::source))
                .filter(name -> name.startsWith("java."));
        var mine = Stream.of(Hint.class.getClassLoader().getDefinedPackages()).map(Package::getName).filter(name -> name.startsWith(own));
        return Stream.concat(java.sorted((a, b) -> a.startsWith("java.util") == b.startsWith("java.util") ? a.compareTo(b) : a.startsWith("java.util") ? -1 : 1), mine.sorted());
    }

    private static boolean isType(String name) {
        try {
            return Modifier.isPublic(Class.forName(name, false, Hint.class.getClassLoader()).getModifiers());
        } catch (ClassNotFoundException | LinkageError _) {
            return false;
        }
    }
}
