package gradshell;

import gradshell.nn.Layer;
import gradshell.shell.Nearest;
import gradshell.shell.Problem;
import gradshell.tensor.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What those who come from Python and PyTorch write without thinking, and how it is written here.
final class PythonHabits {

    /// A mistake known by the line that it stands in, with `¦` where the compiler points.
    private record Habit(Pattern line, String here) {}

    private static final List<Habit> SYNTAX = habits("""
            \\w¦?\\s*\\(¦?\\s*¦?\\[                 a list in brackets is a text here: tensor("[[1, 2], [3, 4]]"), and numbers need none: tensor(1, 2)
            \\w\\[[^\\]]*¦\\[                       several places of a tensor are a tensor of them: x[tensor(0, 2)]
            =\\s*¦\\[                               Java has no lists in brackets: tensor(1, 2, 3), or List.of(1, 2, 3)
            \\*¦\\*                                 a power is x.pow(2)
            ¦@                                      a product of matrices is x.matmul(y)
            ^\\s*#|¦#                               comments begin with //
            ^\\s*for\\b.*\\bin\\b                   a loop is for (int i = 0; i < 3; i++) { … }, and for (var x : list) { … } over what there is
            ^\\s*(async )?def\\b                    a function is Tensor f(Tensor x) { return x.exp(); }
            \\blambda\\b                            a lambda is x -> x.exp()
            ^\\s*class\\s+\\w+¦?\\(                 a network of one's own is a record: record Net(Linear a, Linear b) implements Layer { public Tensor apply(Tensor x) { return b.apply(a.apply(x)); } }
            ^\\s*(import|from)\\s+(torch|numpy|tensorflow|keras|jax|matplotlib|pandas|sklearn|math|random|os|sys)\\b    nothing needs to be imported: zeros(3), linear(3, 2), adam(…), plot(…) are here; apropos("normal") looks for more
            ^\\s*with\\b                            what is to be done without gradients is noGrad(() -> { … })
            ^\\s*(if|elif|while)¦?\\s+[^(].*:\\s*\\S* a condition stands in parentheses: if (x > 0 && x < 1) { … }
            ^\\s*else\\s*:|^\\s*elif\\b             what follows stands in braces: if (n > 0) { … } else { … }
            \\b(and|or|not|is)\\b                   truths of Java are joined by && and || and turned by !; those of tensors by &, | and !
            \\bf¦"                                  a text with values in it is made by "loss %.3f".formatted(loss), or print takes several things: print("loss", loss)
            =.*\\bif\\b.*\\belse\\b                 a choice is n > 0 ? a : b
            ¦'                                      a text stands between double quotes
            \\.¦(float|double|long|int|bool|boolean)\\s*\\(   a type is changed by x.to(float32): float32, float64, int64, int32, bool
            \\b(float|int|bool|double|long)¦?\\(    a tensor's only number is x.item() as a double, x.toLong() as a long
            ^\\s*\\w+¦?\\s*,\\s*\\w+.*=             each variable has a statement of its own: var a = …; var b = …;
            """);

    private static final List<Habit> NAMES = habits("""
            ¦(True|False)\\b                        truths are true and false
            ¦None\\b                                nothing is null; in brackets None is a new dimension: x[:, None]
            [(,]\\s*¦\\w+\\s*=(?!=)                 arguments have no names in Java: write them in their order; what most calls leave out follows as a method, as in sgd(parameters, 0.1).momentum(0.9)
            ¦(self)\\b                              in a record a component has its bare name
            ¦\\.(cuda|cpu)\\(|\\.to\\(¦"            all tensors are where the processor is; x.to(float64) changes the type
            ¦\\.T\\b                                a matrix is turned by t(), any tensor by x.transpose(0, 1) or x.permute(2, 0, 1)
            ¦\\.numpy\\(                            in Java's own arrays it is x.toArray(), flat x.toFloats(), x.toDoubles() or x.toLongs()
            ¦\\.(shape|size)\\s*\\[                 one size is x.size(0), all are x.shape()
            ¦\\.size\\(\\)                          one size is x.size(0), all are x.shape()
            ¦\\.ndim\\b                             the number of dimensions is x.dim()
            ¦\\.(data|values)\\b                    the numbers without their history are x.detach()
            ¦\\.forward\\(                          a layer is called: net(x), or net.apply(x)
            ¦len\\(                                 the number of rows is x.size(0), that of all elements x.numel()
            ¦(str|repr)\\(                          as a text it is x.toString()
            ^\\s*¦[a-zA-Z_]\\w*\\s*=(?!=)            a variable is declared where it is first set: var x = randn(3)
            ^\\s*¦(exit|quit)\\b(\\(\\))?\\s*;?\\s*$    Ctrl-D leaves, and so does /exit
            ^\\s*¦help\\b(\\(\\))?\\s*;?\\s*$           ?softmax tells about a word, apropos("normal") looks for one, /help lists the prompt's commands
            """);

    /// Names of PyTorch and NumPy that are other words here.
    private static final Map<String, String> OTHERWISE = Map.ofEntries(Map.entry("manual_seed", "seed"), Map.entry("array", "tensor"), Map.entry("asarray", "tensor"), Map.entry("as_tensor", "tensor"),
            Map.entry("from_numpy", "tensor"), Map.entry("Parameter", "var"), Map.entry("concatenate", "cat"), Map.entry("concat", "cat"), Map.entry("clip_grad_norm_", "clipGradNorm"), Map.entry("clip_grad_value_", "clipGradValue"),
            Map.entry("DataLoader", "batches"), Map.entry("TensorDataset", "dataset"), Map.entry("StepLR", "stepSchedule"), Map.entry("CosineAnnealingLR", "cosine"), Map.entry("ReduceLROnPlateau", "plateau"), Map.entry("OneCycleLR", "oneCycle"),
            Map.entry("random", "rand"), Map.entry("Conv2d", "conv2d"), Map.entry("set_num_threads", "threads"));

    private static final Pattern LIBRARY = Pattern.compile("((?:torch|np|numpy|nn|optim|F|functional|tf|keras|jnp|jax|plt)\\.(?:[a-z_]+\\.)*)(\\w+)(\\s*\\()?");
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
    private static final Pattern BARE_CALL = Pattern.compile("cannot find symbol: method (\\w+)\\((?:Tensor|double|int)?.*");

    private PythonHabits() {}

    private static List<Habit> habits(String table) {
        return table.lines().map(line -> line.split(" {2,}(?=\\S)| (?=a condition stands)", 2)).map(parts -> new Habit(Pattern.compile(parts[0]), parts[1])).toList();
    }

    /// How it is written here, where the mistake is such a habit.
    static Optional<String> hint(Problem problem) {
        var code = problem.code();
        var unknown = code.startsWith("compiler.err.cant.resolve") || code.equals("compiler.err.doesnt.exist");
        var line = pointedAt(problem);
        if (unknown) {
            var library = library(line);
            if (library.isPresent()) return library;
        }
        var known = unknown || code.startsWith("compiler.err.cant.apply") || code.equals("compiler.err.prob.found.req") ? NAMES : SYNTAX;
        if (known == SYNTAX && problem.message().startsWith("cannot")) return Optional.empty();
        var bare = TEXT.matcher(line).replaceAll("\"\"");
        var habit = known.stream().filter(h -> h.line.matcher(bare).find()).map(Habit::here).findFirst();
        return habit.isPresent() || !unknown ? habit : verb(problem);
    }

    /// The line of a problem, with `¦` at the place.
    private static String pointedAt(Problem problem) {
        var text = problem.source().text();
        int at = Math.min(problem.position(), text.length());
        int start = text.lastIndexOf('\n', at - 1) + 1, end = text.indexOf('\n', at);
        return text.substring(start, at) + '¦' + text.substring(at, end < 0 ? text.length() : end);
    }

    /// `torch.nn.Linear(…)`: the word of that name.
    private static Optional<String> library(String line) {
        var plain = line.replace("¦", "");
        int at = line.indexOf('¦');
        var found = LIBRARY.matcher(plain).results().filter(m -> m.start() <= at && at <= m.end()).findFirst();
        if (found.isEmpty()) return Optional.empty();
        var name = found.get().group(2);
        if (name.equals("Module")) return Optional.of("a network of one's own is a record that implements Layer");
        var call = found.get().group(3) == null ? "" : "(…)";
        var word = Optional.ofNullable(OTHERWISE.get(name)).or(() -> Nearest.alike(name, names(Dsl.class, true))).or(() -> Nearest.alike(name + "Loss", names(Dsl.class, true))).map(w -> "words stand alone: " + w + call);
        var method = Nearest.alike(name, names(Tensor.class, false)).map(m -> "it is a method of a tensor: x." + m + call);
        // a function of torch is done to a tensor, and its namesake among the words is a layer
        var layers = found.get().group(1).matches("(.*\\b)?(nn|optim)\\.");
        var likely = layers || method.isEmpty() || word.isPresent() && !isLayer(name) ? word.or(() -> method) : method;
        if (likely.isPresent()) return likely;
        return Optional.of("the words of the language stand alone, as zeros(3) and linear(3, 2); apropos(\"" + name + "\") looks for one");
    }

    /// `sum(x)`: a method where a word is expected.
    private static Optional<String> verb(Problem problem) {
        var call = BARE_CALL.matcher(problem.message());
        if (!call.matches() || problem.message().contains(" in ")) return Optional.empty();
        var name = call.group(1);
        if (!names(Dsl.class, true).contains(name) && names(Tensor.class, false).contains(name)) return Optional.of("it is a method of a tensor: x." + name + "(…)");
        return !names(Dsl.class, true).contains(name) && names(Layer.class, false).contains(name) ? Optional.of("it is a method of a layer: net." + name + "(…)") : Optional.empty();
    }

    private static boolean isLayer(String name) {
        return Stream.of(Dsl.class.getMethods()).anyMatch(m -> Nearest.fold(m.getName()).equals(Nearest.fold(name)) && Layer.class.isAssignableFrom(m.getReturnType()));
    }

    private static List<String> names(Class<?> type, boolean words) {
        return Stream.of(type.getMethods()).filter(m -> Modifier.isStatic(m.getModifiers()) == words && Arrays.stream(Object.class.getMethods()).noneMatch(o -> o.getName().equals(m.getName())))
                .map(Method::getName).distinct().toList();
    }
}
