package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.data.Dataset;
import gradshell.data.Transform;
import gradshell.nn.Layer;
import gradshell.nn.Loss;
import gradshell.optim.Optimizer;
import gradshell.optim.Schedule;
import gradshell.tensor.BilinearMap;
import gradshell.tensor.General;
import gradshell.tensor.LinearMap;
import gradshell.tensor.Tensor;
import gradshell.train.Metric;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rules for the words of the language, so that none of them hides another or is hidden.
class DslTest {
    private static final Path CLASSES = Path.of("target", "classes");

    /// Words that are methods of tensors too, and why that is right.
    private static final Map<String, String> SHARED = Map.of(
            "all", "a whole dimension here, a question there",
            "var", "a maker here, the variance there",
            "where", "belongs to three tensors equally",
            "grad", "differentiates here, is what backward left there",
            "noGrad", "runs a body without a result too");

    /// Words that an operation has as methods too: it says there what they compute of tensors, and needs the words themselves as little as `grad`.
    private static final Set<String> RULES = Set.of("vjp in LinearMap", "jvp in LinearMap", "vjp in BilinearMap", "jvp in BilinearMap", "vjp in General", "jvp in General");

    private static List<Method> words() {
        return Stream.of(Dsl.class.getMethods()).filter(m -> m.getDeclaringClass() != Object.class).toList();
    }

    private static Set<String> names(Method[] methods) { return Stream.of(methods).map(Method::getName).collect(Collectors.toCollection(TreeSet::new)); }

    @Test
    void nothingIsSpelledTwice() {
        Set<String> verbs = names(Tensor.class.getMethods()), found = new TreeSet<>();
        for (Method word : words()) if (verbs.contains(word.getName()) && !Layer.class.isAssignableFrom(word.getReturnType())) found.add(word.getName());
        assertEquals(new TreeSet<>(SHARED.keySet()), found, "a word that a tensor has as a method belongs there alone");
    }

    @Test
    void noWordIsAMethodOfEveryObject() {
        Set<String> objects = names(Object.class.getDeclaredMethods());
        assertTrue(objects.contains("wait"));
        for (Method word : words()) assertTrue(!objects.contains(word.getName()), word.getName() + " is hidden in every class by Object's");
    }

    /// Inside a class a word is hidden by a method of the same name, whatever its parameters.
    @Test
    void noWordIsHiddenInWhatUsersImplement() {
        Set<String> hidden = new TreeSet<>();
        for (Class<?> type : List.of(Layer.class, Loss.class, Metric.class, Schedule.class, LinearMap.class, BilinearMap.class, General.class, Dataset.class, Transform.class)) {
            Set<String> methods = names(Stream.of(type.getMethods()).filter(m -> !Modifier.isStatic(m.getModifiers())).toArray(Method[]::new));
            for (Method word : words()) if (methods.contains(word.getName())) hidden.add(word.getName() + " in " + type.getSimpleName());
        }
        assertEquals(new TreeSet<>(RULES), hidden);
    }

    @Test
    void everyKindOfThingHasAWord() throws IOException {
        Set<String> missing = new TreeSet<>(), present = new TreeSet<>();
        Map<String, Set<Class<?>>> makers = makers();
        try (Stream<Path> files = Files.walk(CLASSES.resolve("gradshell"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = CLASSES.relativize(file).toString().replaceFirst("\\.class$", "");
                Class<?> type = load(name.replace('/', '.'));
                if (!Modifier.isPublic(type.getModifiers()) || type.isInterface() || Modifier.isAbstract(type.getModifiers())) continue;
                if (Stream.of(Layer.class, Loss.class, Optimizer.class, Schedule.class, Metric.class).noneMatch(kind -> kind.isAssignableFrom(type))) continue;
                boolean made = makers.getOrDefault(name, Set.of()).stream().anyMatch(result -> result.isAssignableFrom(type));
                (made ? present : missing).add(type.getSimpleName());
            }
        }
        assertEquals(Set.of(), missing, "there is no word that makes one of these");
        assertTrue(present.containsAll(Set.of("Linear", "Chain", "MseLoss", "Adam", "Cosine", "Accuracy")), present.toString());
    }

    /// For each class that a word makes, or calls a static method of: what such words answer.
    private static Map<String, Set<Class<?>>> makers() throws IOException {
        Set<Class<?>> kinds = words().stream().map(Method::getReturnType).collect(Collectors.toSet());
        Map<String, Set<Class<?>>> makers = new TreeMap<>();
        for (Class<?> words = Dsl.class; words != Object.class; words = words.getSuperclass()) for (var method : ClassFile.of().parse(CLASSES.resolve("gradshell/" + words.getSimpleName() + ".class")).methods()) {
            String result = method.methodTypeSymbol().returnType().displayName();
            Set<Class<?>> answers = kinds.stream().filter(k -> k.getSimpleName().equals(result)).collect(Collectors.toSet());
            for (var element : method.code().map(c -> c.elementList()).orElse(List.of())) {
                if (element instanceof NewObjectInstruction made) makers.computeIfAbsent(made.className().asInternalName(), _ -> new HashSet<>()).addAll(answers);
                if (element instanceof InvokeInstruction call) makers.computeIfAbsent(call.owner().asInternalName(), _ -> new HashSet<>()).addAll(answers);
            }
        }
        return makers;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, DslTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyWordIsAMethodOrAConstant() {
        for (Field field : Dsl.class.getFields()) assertTrue(Modifier.isPublic(field.getModifiers()) && Modifier.isFinal(field.getModifiers()) && Modifier.isStatic(field.getModifiers()), field.getName());
        for (Method word : words()) assertTrue(Modifier.isStatic(word.getModifiers()), word.getName());
    }

    // ---- what single words do ----

    @Test
    void anArrayOfOneNumberKeepsItsDimension() {
        for (Tensor single : List.of(Dsl.tensor(1), Dsl.tensor(1.5), Dsl.tensor(true), Dsl.var(2))) assertEquals("[]", single.shape().toString());
        for (Tensor row : List.of(Dsl.tensor(new long[] {1}), Dsl.tensor(new double[] {1.5}), Dsl.tensor(new boolean[] {true}), Dsl.var(new double[] {2}), Dsl.tensor(new int[] {1}))) assertEquals("[1]", row.shape().toString());
    }
}
