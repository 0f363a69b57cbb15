package gradshell;

import gradshell.nn.Layer;
import gradshell.shell.Dialect;
import gradshell.shell.Display;
import gradshell.shell.Notation;
import gradshell.shell.Problem;
import gradshell.shell.Session;
import gradshell.tensor.Names;
import gradshell.tensor.Numbers;
import gradshell.tensor.Tensor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// What the shell is told of tensors, and tensors of the shell: messages call values by the names of their variables.
final class Language implements Dialect {

    private static final Notation NOTATION = new Notation(Tensor.class,
            Map.ofEntries(Map.entry("+", "add"), Map.entry("-", "sub"), Map.entry("*", "mul"), Map.entry("/", "div"), Map.entry("%", "remainder"),
                    Map.entry("<", "lt"), Map.entry("<=", "le"), Map.entry(">", "gt"), Map.entry(">=", "ge"),
                    Map.entry("&", "bitwiseAnd"), Map.entry("|", "bitwiseOr"), Map.entry("^", "bitwiseXor"), Map.entry("<<", "bitwiseLeftShift"), Map.entry(">>", "bitwiseRightShift")),
            Map.ofEntries(Map.entry("+", "add"), Map.entry("-", "rsub"), Map.entry("*", "mul"), Map.entry("/", "rdiv"),
                    Map.entry("<", "gt"), Map.entry("<=", "ge"), Map.entry(">", "lt"), Map.entry(">=", "le"), Map.entry("&", "bitwiseAnd"), Map.entry("|", "bitwiseOr"), Map.entry("^", "bitwiseXor")),
            Numbers.class, Map.of("-", "neg", "+", "", "!", "logicalNot", "~", "bitwiseNot"),
            Map.of("+", "add_", "-", "sub_", "*", "mul_", "/", "div_", "%", "remainder_", "&", "bitwiseAnd_", "|", "bitwiseOr_", "^", "bitwiseXor_"),
            new Notation.Brackets("at", "all()", "range", "None"), "set", "toBoolean", "apply");

    /// A call without arguments at the end of a text, and perhaps the dot behind it.
    private static final Pattern SETTING = Pattern.compile("\\.\\s*(\\w+)\\s*\\(\\s*\\)\\s*\\.?\\s*$");

    /// What to write instead of something that operators do not mean.
    private record WayOut(String code, Pattern message, String text) {}

    private static final List<WayOut> WAYS_OUT = List.of(
            new WayOut("operator.cant.be.applied.1", Pattern.compile("'[=!]='"), "for each element it is eq(…) or ne(…); between two tensors, == asks whether they are the same object"),
            new WayOut("operator.cant.be.applied.1", Pattern.compile("'[<>]=?'"), "for both at once write (a < x) & (x < b)"),
            new WayOut("operator.cant.be.applied", Pattern.compile("'(?:\\+\\+|--)'"), "write += 1 or -= 1"),
            new WayOut("prob.found.req", Pattern.compile("\\bboolean\\b"), "it holds a truth for each element; ask for one with any().toBoolean() or all().toBoolean()"),
            new WayOut("unexpected.type", Pattern.compile(""), "give the index a name first: var i = …"));

    /// A session of the language that has evaluated the start-up text.
    static Session open(String startup) {
        var session = Session.open(startup, new Language());
        session.prepare(() -> Names.variables(() -> tensors(session)));
        return session;
    }

    private static Map<String, Tensor> tensors(Session session) {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var variable : session.variables()) if (variable.value() instanceof Tensor tensor) tensors.put(variable.name(), tensor);
        return tensors;
    }

    @Override
    public Optional<Notation> notation() {
        return Optional.of(NOTATION);
    }

    @Override
    public Optional<String> view(Object value, Display display) {
        return Views.of(value, display);
    }

    @Override
    public Optional<String> hint(Problem problem) {
        var habit = PythonHabits.hint(problem).or(() -> asked(problem));
        if (habit.isPresent()) return habit;
        if (!problem.message().matches("(?s).*(?:\\bTensor\\b|: value|value\\s*$).*")) return Optional.empty();
        return WAYS_OUT.stream().filter(way -> problem.code().equals("compiler.err." + way.code) && way.message.matcher(problem.message()).find()).map(WayOut::text).findFirst();
    }

    /// A setting that was asked for where it was to be set: `lstm(3, 4).batchFirst().apply(x)`.
    private static Optional<String> asked(Problem problem) {
        boolean used = problem.message().startsWith("boolean cannot be dereferenced");
        if (!used && !problem.message().contains("boolean cannot be converted to ")) return Optional.empty();
        var setting = SETTING.matcher(problem.source().text().substring(0, used ? problem.position() : problem.end()));
        if (!setting.find()) return Optional.empty();
        var name = setting.group(1);
        boolean known = Arrays.stream(Dsl.class.getMethods()).map(Method::getReturnType).distinct().flatMap(type -> Arrays.stream(type.getMethods()))
                .anyMatch(method -> method.getName().equals(name) && Arrays.equals(method.getParameterTypes(), new Class<?>[] {boolean.class}));
        return known ? Optional.of(name + "() asks whether it is so; ." + name + "(true) sets it") : Optional.empty();
    }

    @Override
    public Optional<Page> help(String name, int columns) {
        var help = Help.about(name);
        return Optional.of(new Page(help.text(columns), help.examples()));
    }

    @Override
    public Optional<String> summary(String type, String name) {
        var known = type.isEmpty() ? Documentation.about(name).stream().filter(e -> e.isWord() || e.isType()).findFirst() : Documentation.of(type, name);
        return known.map(Documentation.Entry::summary).filter(text -> !text.isEmpty());
    }

    @Override
    public List<String> advice(Throwable exception, Supplier<List<Session.Variable>> variables) {
        for (var e = exception; e != null; e = e.getCause()) if (e instanceof OutOfMemoryError) return Held.advice(variables.get());
        return List.of();
    }

    @Override
    public Optional<String> describe(Object value) {
        return switch (value) {
            case Tensor tensor -> Optional.of(tensor.dtype() + " " + tensor.shape());
            case Record layer when layer instanceof Layer -> Optional.of(layer.toString());
            case Number _, Boolean _ -> Optional.of(value.toString());
            default -> Optional.empty();
        };
    }
}
