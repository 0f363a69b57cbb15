package gradshell.tensor;

import static gradshell.tensor.Samples.apply;
import static gradshell.tensor.Samples.catalogues;
import static gradshell.tensor.Samples.draw;
import static gradshell.tensor.Samples.each;
import static gradshell.tensor.Samples.forward;
import static gradshell.tensor.Samples.in;
import static gradshell.tensor.Samples.pointwise;
import static gradshell.tensor.Samples.records;
import static gradshell.tensor.Samples.sample;
import static gradshell.tensor.Samples.samples;
import static gradshell.tensor.Samples.types;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.Type;
import gradshell.kernel.Copies;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What has to hold for every operation, whatever it computes. Operations are found by reflection: no list has to be kept.
class OpTest {
    private static final Path CLASSES = Path.of("target", "classes");

    // ---- every operation is found and can be used ----

    @Test
    void everyOperationIsInACatalogue() throws IOException {
        Set<String> known = records().stream().map(Class::getName).collect(Collectors.toCollection(TreeSet::new));
        Set<String> compiled = new TreeSet<>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = CLASSES.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
                if (!name.startsWith("gradshell.")) continue;
                Class<?> type = load(name);
                if (Op.class.isAssignableFrom(type) && !type.isInterface() && type != Pointwise.class) compiled.add(name);
            }
        }
        assertTrue(compiled.size() >= 15, "operations among the compiled classes: " + compiled);
        assertEquals(compiled, known, "an operation is a record in a catalogue that Tensor implements");
        Set<String> names = new TreeSet<>();
        for (Pointwise op : pointwise()) assertTrue(names.add(op.name()), "two elementwise operations are called " + op.name());
        System.out.println("OpTest: " + pointwise().size() + " elementwise operations and " + known.size() + " of other kinds, "
                + (pointwise().stream().mapToInt(op -> samples(op).size()).sum() + records().stream().mapToInt(c -> samples(c).size()).sum()) + " samples");
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, OpTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyOperationIsUsedByAMethod() throws IOException {
        Set<String> fields = new TreeSet<>(), classes = new TreeSet<>();
        for (Class<?> catalogue : catalogues()) {
            ClassModel model = ClassFile.of().parse(CLASSES.resolve(catalogue.getName().replace('.', '/') + ".class"));
            for (var method : model.methods()) {
                if (method.methodName().equalsString("<clinit>")) continue;
                for (var element : method.code().map(c -> c.elementList()).orElse(List.of())) {
                    if (element instanceof FieldInstruction f && f.opcode() == Opcode.GETSTATIC) fields.add(f.name().stringValue());
                    if (element instanceof NewObjectInstruction n) classes.add(n.className().asInternalName().replace('/', '.'));
                }
            }
        }
        // What only derivatives use is made by another operation.
        for (Class<?> op : records()) for (var entry : ClassFile.of().parse(CLASSES.resolve(op.getName().replace('.', '/') + ".class")).constantPool())
            if (entry instanceof ClassEntry c && !c.asInternalName().equals(op.getName().replace('.', '/'))) classes.add(c.asInternalName().replace('/', '.'));
        for (Class<?> catalogue : catalogues()) for (var field : catalogue.getDeclaredFields())
            if (field.getType() == Pointwise.class) assertTrue(fields.contains(field.getName()), catalogue.getSimpleName() + "." + field.getName() + " is used by no method");
        for (Class<?> op : records()) assertTrue(classes.contains(op.getName()), op.getName() + " is made by no method");
    }

    /// The names under which an operation appears on the tape are words that the user knows, or stand for a part of one.
    @Test
    void namesAreMethods() {
        Set<String> methods = Stream.of(Tensor.class.getMethods()).map(Method::getName).collect(Collectors.toSet());
        Stream.of(gradshell.Dsl.class.getMethods()).map(Method::getName).forEach(methods::add);
        // A third power is what pow(3) computes.
        Set<String> parts = Set.of("cube");
        for (Pointwise op : pointwise()) assertTrue(methods.contains(op.name()) || parts.contains(op.name()), "no method is called " + op.name());
        // A slice is what narrow, select and at take; the others put a gradient back into place, take it from there, or are the derivative of what they are called after.
        Set<String> inner = Set.of("slice", "embed", "indexAdd", "scatterAdd", "putAdd", "convWeight1d", "convWeight2d", "maxPick", "maxUnpool", "avgUnpool",
                "softmaxBackward", "logSoftmaxBackward", "standardizeBackward");
        for (Class<?> c : records()) for (Sample s : samples(c)) assertTrue(methods.contains(s.op().name()) || inner.contains(s.op().name()), "no method is called " + s.op().name());
    }

    // ---- types ----

    @TestFactory
    Stream<DynamicTest> typeIsWhatForwardReturns() {
        return each((sample, random) -> {
            for (DType dtype : DType.values()) {
                Array[] in = draw(in(dtype, sample), random);
                Type type;
                try {
                    type = sample.op().type(types(in));
                } catch (DTypeException e) {
                    assertEquals(DType.BOOL, dtype, e.getMessage());
                    continue;
                }
                if (sample.op() instanceof BilinearMap && dtype == DType.BOOL) continue;
                assertEquals(type, sample.op().forward(type, in).type(), sample.op().name() + " of " + Arrays.toString(types(in)));
            }
        });
    }

    /// Elementwise operations on mixed types: the result is the promoted type, raised to float32 if the operation leaves whole numbers.
    @TestFactory
    Stream<DynamicTest> mixedTypes() {
        return pointwise().stream().filter(op -> op.arity() > 1).map(op -> DynamicTest.dynamicTest(op.name(), () -> {
            Shape row = Shape.of(2);
            for (DType a : DType.values()) for (DType b : DType.values()) for (boolean single : new boolean[] {false, true}) {
                Type[] in = new Type[op.arity()];
                DType promoted = null;
                for (int i = 0; i < in.length; i++) {
                    boolean mask = op.isMask(i), second = i == in.length - 1;
                    in[i] = new Type(mask ? DType.BOOL : second ? b : a, second && single ? Shape.SCALAR : row);
                    if (!mask && !second) promoted = a;
                    if (!mask && second) promoted = promoted == null ? b : DType.result(promoted, true, b, !single);
                }
                if (promoted == null) promoted = DType.BOOL;
                Type type;
                try {
                    type = op.type(in);
                } catch (DTypeException e) {
                    assertEquals(DType.BOOL, promoted, e.getMessage());
                    continue;
                }
                DType expected = op.formula().isTruth() ? DType.BOOL : op.type(uniform(op, promoted)).dtype();
                assertEquals(expected, type.dtype(), op.name() + " of " + Arrays.toString(in));
                assertTrue(op.formula().isTruth() || type.dtype() == promoted || type.dtype() == promoted.floating(), op.name() + " gives " + type.dtype() + " of " + Arrays.toString(in));
                Array[] arrays = draw(new Sample(op, List.of(in)), new Random(5));
                assertEquals(type, op.forward(type, arrays).type(), op.name() + " of " + Arrays.toString(in));
            }
        }));
    }

    private static Type[] uniform(Pointwise op, DType dtype) { return sample(op, dtype, Collections.nCopies(op.arity(), Shape.of(2))).inputs().toArray(Type[]::new); }

    @TestFactory
    Stream<DynamicTest> float32IsCloseToFloat64() {
        return each((sample, random) -> {
            Array[] single = draw(in(DType.FLOAT32, sample), random);
            Array[] twice = Stream.of(single).map(x -> x.dtype() == DType.FLOAT32 ? Copies.convert(x, DType.FLOAT64) : x).toArray(Array[]::new);
            double[] coarse = Tensor.of(forward(sample.op(), single)).toDoubles(), fine = Tensor.of(forward(sample.op(), twice)).toDoubles();
            assertEquals(fine.length, coarse.length);
            for (int i = 0; i < fine.length; i++) assertEquals(fine[i], coarse[i], tolerance(sample.op(), fine[i], i, twice), sample.op().name() + " at place " + i);
        });
    }

    /// What rounding may change at most; the terms of a sum of products may be far larger than the sum.
    private static double tolerance(Op op, double number, int place, Array[] in) {
        if (!(op instanceof BilinearMap)) return 1e-6 * Math.max(1, Math.abs(number));
        Array[] sizes = Stream.of(in).map(x -> Tensor.of(x).abs().array()).toArray(Array[]::new);
        return 1e-6 * Math.max(1, Tensor.of(forward(op, sizes)).toDoubles()[place]);
    }

    // ---- sizes ----

    @TestFactory
    Stream<DynamicTest> elementsDoNotDependOnTheirNeighbours() {
        return pointwise().stream().map(op -> DynamicTest.dynamicTest(op.name(), () -> {
            for (DType dtype : DType.values()) for (int size : new int[] {0, 1, 15, 16, 17, 1023}) {
                Array[] in = draw(sample(op, dtype, Collections.nCopies(op.arity(), Shape.of(size))), new Random(size));
                Array all;
                try {
                    all = op.forward(in);
                } catch (DTypeException e) {
                    assertEquals(DType.BOOL, dtype, e.getMessage());
                    continue;
                }
                assertEquals(Shape.of(size), all.shape());
                for (int i = 0; i < size; i += size > 20 ? 7 : 1) {
                    int place = i;
                    Array[] one = Stream.of(in).map(x -> x.view(x.layout().slice(0, place, 1, 1))).toArray(Array[]::new);
                    Array alone = op.forward(one);
                    assertEquals(all.doubleAt(i), alone.doubleAt(0), op.name() + " of " + dtype + " at place " + i + " of " + size);
                }
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> emptyTensors() {
        return pointwise().stream().map(op -> DynamicTest.dynamicTest(op.name(), () -> {
            for (Shape shape : List.of(Shape.of(0), Shape.of(0, 3), Shape.of(3, 0))) {
                List<Shape> shapes = new ArrayList<>(Collections.nCopies(op.arity(), shape));
                if (op.arity() > 1) shapes.set(1, Shape.of(1));
                Sample sample = sample(op, shapes);
                Tensor[] x = Stream.of(draw(sample, new Random(1))).map(Tensor::of).toArray(Tensor[]::new);
                List<Tensor> by = Stream.of(x).filter(t -> t.dtype().isFloating()).map(t -> t.requiresGrad(true)).toList();
                Tensor y = apply(op, x);
                assertEquals(shape, y.shape());
                if (!y.requiresGrad()) continue;
                List<Tensor> gradients = Tensor.grad(y, y.detach(), by);
                for (int i = 0; i < by.size(); i++) {
                    assertEquals(by.get(i).shape(), gradients.get(i).shape());
                    for (double g : gradients.get(i).toDoubles()) assertEquals(0, g);
                }
            }
        }));
    }
}
