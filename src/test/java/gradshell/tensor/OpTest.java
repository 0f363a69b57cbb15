package gradshell.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Layout;
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
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What has to hold for every operation, whatever it computes. Operations are found by reflection: no list has to be kept.
class OpTest {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final double STEP = 1e-6;

    // ---- finding operations ----

    private static List<Class<?>> catalogues() { return Stream.concat(Stream.of(Tensor.class), Stream.of(Tensor.class.getInterfaces())).toList(); }

    private static List<Pointwise> pointwise() {
        List<Pointwise> found = new ArrayList<>();
        for (Class<?> catalogue : catalogues()) for (var field : catalogue.getDeclaredFields()) {
            if (field.getType() != Pointwise.class || !Modifier.isStatic(field.getModifiers())) continue;
            try {
                found.add((Pointwise) field.get(null));
            } catch (IllegalAccessException e) {
                throw new AssertionError(field + " cannot be read", e);
            }
        }
        return found;
    }

    private static List<Class<?>> records() {
        return catalogues().stream().flatMap(c -> Stream.of(c.getDeclaredClasses())).filter(c -> c.isRecord() && Op.class.isAssignableFrom(c)).<Class<?>>map(c -> c).toList();
    }

    private static List<Sample> samples(Class<?> op) {
        try {
            Method samples = op.getDeclaredMethod("samples");
            samples.setAccessible(true);
            return ((Stream<?>) samples.invoke(null)).map(Sample.class::cast).toList();
        } catch (NoSuchMethodException _) {
            return fail(op.getName() + " is an operation without samples(): add a static Stream<Sample> of small cases, and it is checked");
        } catch (ReflectiveOperationException e) {
            return fail(op.getName() + ".samples() fails", e);
        }
    }

    /// An elementwise operation on broadcast shapes that meet in different ways.
    private static List<Sample> samples(Pointwise op) {
        Shape none = Shape.SCALAR;
        List<List<Shape>> shapes = switch (op.arity()) {
            case 1 -> List.of(List.of(none), List.of(Shape.of(3)), List.of(Shape.of(2, 3)));
            case 2 -> List.of(List.of(none, none), List.of(Shape.of(3), Shape.of(3)), List.of(none, Shape.of(3, 4)), List.of(Shape.of(3, 4), Shape.of(4)),
                    List.of(Shape.of(3, 1), Shape.of(1, 4)), List.of(Shape.of(2, 1, 4), Shape.of(2, 3, 4)));
            case 3 -> List.of(List.of(Shape.of(3), Shape.of(3), Shape.of(3)), List.of(Shape.of(2, 3), none, Shape.of(3)), List.of(Shape.of(2, 1), Shape.of(1, 3), Shape.of(1, 1)));
            default -> fail(op.name() + " has " + op.arity() + " inputs: give it shapes here");
        };
        return shapes.stream().map(list -> sample(op, list)).toList();
    }

    private static Sample sample(Pointwise op, List<Shape> shapes) { return sample(op, DType.FLOAT64, shapes); }

    private static Sample sample(Pointwise op, DType dtype, List<Shape> shapes) {
        return new Sample(op, IntStream.range(0, shapes.size()).mapToObj(i -> new Type(op.isMask(i) ? DType.BOOL : dtype, shapes.get(i))).toList());
    }

    /// A test for each operation that runs over all its samples.
    private static Stream<DynamicTest> each(BiConsumer<Sample, Random> check) {
        Map<String, List<Sample>> all = new LinkedHashMap<>();
        for (Pointwise op : pointwise()) all.put(op.name(), samples(op));
        Stream<DynamicTest> elementwise = all.entrySet().stream().map(e -> DynamicTest.dynamicTest(e.getKey(), () -> e.getValue().forEach(s -> check.accept(s, new Random(11)))));
        return Stream.concat(elementwise, records().stream().map(c -> DynamicTest.dynamicTest(c.getSimpleName(), () -> {
            List<Sample> samples = samples(c);
            assertFalse(samples.isEmpty(), c.getSimpleName() + ".samples() is empty");
            samples.forEach(s -> check.accept(s, new Random(11)));
        })));
    }

    // ---- drawing inputs ----

    /// Numbers in the domain of the operation; those of different inputs, and whole and half numbers, are at least 0.03 apart, so that no kink is near.
    private static Array draw(Sample sample, int index, Random random) {
        Type type = sample.inputs().get(index);
        boolean positive = sample.op() instanceof Pointwise p && p.inputDomain() != Pointwise.Domain.REAL;
        boolean fromOne = sample.op() instanceof Pointwise p && p.inputDomain() == Pointwise.Domain.FROM_ONE;
        boolean unit = sample.op() instanceof Pointwise p && p.inputDomain() == Pointwise.Domain.UNIT;
        Array x = Array.zeros(type.dtype(), type.shape());
        for (int i = 0; i < x.elements(); i++) {
            double number = (fromOne ? 1 : 0) + 0.5 * random.nextInt(positive ? 0 : -6, unit ? 2 : 6) + 0.1 + 0.12 * (index % 3) + 0.08 * random.nextDouble();
            switch (x.storage().values()) {
                case boolean[] truths -> truths[i] = random.nextBoolean();
                case int[] ints -> ints[i] = random.nextInt(index == 0 && !positive ? -4 : 1, 6);
                case long[] longs -> longs[i] = random.nextInt(index == 0 && !positive ? -4 : 1, 6);
                case float[] floats -> floats[i] = (float) number;
                case double[] doubles -> doubles[i] = number;
                default -> fail(type.toString());
            }
        }
        return sample.definite() && type.dtype() != DType.BOOL ? definite(Tensor.of(x)) : x;
    }

    /// A matrix times its transpose, and something on the diagonal.
    private static Array definite(Tensor x) { return x.matmul(x.transpose(-2, -1)).add(Creation.eye(DType.FLOAT32, x.size(-1), x.size(-1)).to(x.dtype())).array(); }

    private static Array[] draw(Sample sample, Random random) { return IntStream.range(0, sample.inputs().size()).mapToObj(i -> draw(sample, i, random)).toArray(Array[]::new); }

    private static Sample in(DType dtype, Sample sample) {
        return new Sample(sample.op(), IntStream.range(0, sample.inputs().size()).mapToObj(i -> sample.op() instanceof Pointwise p && p.isMask(i) ? sample.inputs().get(i) : new Type(dtype, sample.inputs().get(i).shape())).toList(), sample.definite());
    }

    private static Tensor normal(Type like, Random random) {
        Array x = Array.zeros(DType.FLOAT64, like.shape());
        for (int i = 0; i < x.elements(); i++) x.doubles()[i] = random.nextGaussian();
        return Tensor.of(x).to(like.dtype());
    }

    private static Type[] types(Array[] in) { return Stream.of(in).map(Array::type).toArray(Type[]::new); }

    private static Array forward(Op op, Array... in) { return op.forward(op.type(types(in)), in); }

    private static Tensor apply(Op op, Tensor... in) { return in[0].apply(op, Arrays.copyOfRange(in, 1, in.length)); }

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
        // A slice is what narrow, select and at take; the others put a gradient back into place, or take it from there.
        Set<String> inner = Set.of("slice", "embed", "indexAdd", "scatterAdd", "putAdd", "convWeight1d", "convWeight2d", "maxPick", "maxUnpool", "avgUnpool");
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

    // ---- derivatives ----

    @TestFactory
    Stream<DynamicTest> derivatives() {
        return each((sample, random) -> new Derivatives(sample, random).check());
    }

    /// An operation at a point, with a direction for each input and a cotangent.
    private static final class Derivatives {
        private final Op op;
        private final Tensor[] x, moves;
        private final List<Tensor> by = new ArrayList<>();
        private final Tensor y, u;

        Derivatives(Sample sample, Random random) {
            op = sample.op();
            Array[] in = draw(sample, random);
            x = new Tensor[in.length];
            moves = new Tensor[in.length];
            for (int i = 0; i < in.length; i++) {
                x[i] = Tensor.of(in[i]);
                if (!in[i].dtype().isFloating()) continue;
                moves[i] = normal(in[i].type(), random);
                by.add(x[i].requiresGrad(true));
            }
            y = apply(op, x);
            u = normal(y.array().type(), random);
        }

        void check() {
            if (!y.dtype().isFloating() || by.isEmpty()) {
                assertFalse(y.requiresGrad(), op.name() + " gives " + y.dtype() + ", which carries no gradients");
                return;
            }
            assertTrue(y.requiresGrad(), op.name());
            List<Tensor> gradients = Tensor.grad(y, u, by);
            double tape = 0;
            for (int i = 0, k = 0; i < x.length; i++) {
                if (moves[i] == null) continue;
                assertEquals(x[i].array().type(), gradients.get(k).array().type(), op.name() + ": the gradient by input " + i);
                tape += dot(gradients.get(k++), moves[i]).item();
            }
            close("vjp against central differences", (value(STEP) - value(-STEP)) / (2 * STEP), tape);
            Tensor forward = op.jvp(moves, y, x);
            if (forward != null) assertEquals(y.array().type(), forward.array().type(), op.name() + ": the jvp");
            close("jvp against vjp", tape, forward == null ? 0 : dot(forward, u).item());
            second(forward);
        }

        /// <u, y> at a place along the moves.
        private double value(double step) { return dot(apply(op, moved(step)), u).item(); }

        private Tensor[] moved(double step) { return IntStream.range(0, x.length).mapToObj(i -> moves[i] == null ? x[i] : x[i].detach().add(moves[i].mul(step)).requiresGrad(true)).toArray(Tensor[]::new); }

        /// <vjp(w), moves> at given inputs, recorded so that it can be differentiated by the inputs and by w.
        private Tensor along(Tensor[] in, Tensor w) {
            List<Tensor> leaves = Stream.of(in).filter(Tensor::requiresGrad).toList();
            List<Tensor> gradients = Tensor.grad(apply(op, in), w, leaves);
            Tensor sum = Tensor.of(DType.FLOAT64, 0);
            for (int i = 0, k = 0; i < in.length; i++) if (moves[i] != null) sum = sum.add(dot(gradients.get(k++), moves[i]));
            return sum;
        }

        /// The derivatives of the derivative: by central differences, and with jvp and vjp in each other's place.
        private void second(Tensor forward) {
            Tensor w = u.copy().requiresGrad(true), turn = normal(u.array().type(), new Random(3));
            Tensor first = along(x, w);
            List<Tensor> all = new ArrayList<>(by);
            all.add(w);
            double tape = 0;
            List<Tensor> gradients = first.requiresGrad() ? Tensor.grad(first, null, all) : null;
            if (gradients != null) for (int i = 0, k = 0; i <= x.length; i++) {
                Tensor move = i == x.length ? turn : moves[i];
                if (move != null) tape += dot(gradients.get(k++), move).item();
            }
            double above = along(moved(STEP), u.add(turn.mul(STEP))).item(), below = along(moved(-STEP), u.sub(turn.mul(STEP))).item();
            close("second derivative against central differences", (above - below) / (2 * STEP), tape);

            Tensor same = forward == null ? null : dot(forward, u);
            List<Tensor> byJvp = same != null && same.requiresGrad() ? Tensor.grad(same, null, by) : null;
            for (int i = 0; i < by.size(); i++) {
                double[] a = gradients == null ? new double[by.get(i).numel()] : gradients.get(i).toDoubles();
                double[] b = byJvp == null ? new double[by.get(i).numel()] : byJvp.get(i).toDoubles();
                for (int k = 0; k < a.length; k++) assertEquals(a[k], b[k], 1e-9 * Math.max(1, Math.abs(a[k])), op.name() + ": second derivatives through vjp and jvp by input " + i);
            }
        }

        private void close(String what, double expected, double actual) {
            assertEquals(expected, actual, 2e-6 * Math.max(1, Math.abs(expected)), op.name() + " of " + Arrays.toString(x) + ": " + what);
        }

        private static Tensor dot(Tensor a, Tensor b) { return a.mul(b).sum(); }
    }

    // ---- transforms ----

    /// Examples together give what each gives by itself, whichever inputs are many; and dual numbers carry what the jvp of the operation says.
    @TestFactory
    Stream<DynamicTest> liftedInputs() {
        return each((sample, random) -> {
            for (DType dtype : new DType[] {DType.FLOAT64, DType.INT64}) {
                Sample typed = in(dtype, sample);
                Tensor[][] examples = Stream.generate(() -> tensors(draw(typed, random))).limit(3).toArray(Tensor[][]::new);
                int inputs = typed.inputs().size();
                for (int many = 1; many < 1 << inputs; many++) together(typed.op(), examples, many);
            }
            Tensor[] x = tensors(draw(sample, random)), moves = Stream.of(x).map(t -> t.dtype().isFloating() ? normal(t.array().type(), random) : null).toArray(Tensor[]::new);
            Tensor y = apply(sample.op(), x), expected = y.dtype().isFloating() && Stream.of(moves).anyMatch(java.util.Objects::nonNull) ? sample.op().jvp(moves, y, x) : null;
            long level = Lift.next();
            Tensor lifted = apply(sample.op(), IntStream.range(0, x.length).mapToObj(i -> moves[i] == null ? x[i] : Lift.dual(level, x[i], moves[i])).toArray(Tensor[]::new));
            Tensor tangent = lifted.lift() instanceof Lift.Dual dual ? dual.tangent() : null;
            assertEquals(bits(y.array()), bits(lifted.array()), sample.op().name());
            assertEquals(expected == null, tangent == null, sample.op().name());
            if (expected != null) assertEquals(bits(expected.array()), bits(tangent.array()), sample.op().name());
        });
    }

    private static void together(Op op, Tensor[][] examples, int many) {
        long level = Lift.next();
        Tensor[] lifted = new Tensor[examples[0].length];
        for (int i = 0; i < lifted.length; i++) {
            int input = i;
            lifted[i] = (many >> i & 1) == 0 ? examples[0][i] : Lift.batched(level, Movements.stack(0, Stream.of(examples).map(e -> e[input]).toArray(Tensor[]::new)));
        }
        Tensor found;
        try {
            found = ((Lift.Batched) apply(op, lifted).lift()).values();
        } catch (ArithmeticException refused) {
            // What an operation cannot do for these numbers, a singular matrix say, it refuses for one of the examples too.
            assertThrows(ArithmeticException.class, () -> {
                for (int b = 0; b < examples.length; b++) apply(op, one(examples, many, b));
            });
            return;
        }
        for (int b = 0; b < examples.length; b++) {
            Tensor expected = apply(op, one(examples, many, b)), actual = found.select(0, b);
            assertEquals(expected.array().type(), actual.array().type(), op.name() + " of a batch");
            double[] a = expected.toDoubles(), c = actual.toDoubles();
            for (int k = 0; k < a.length; k++) {
                String what = op.name() + " of a batch, inputs " + Integer.toBinaryString(many);
                if (Double.isFinite(a[k])) assertEquals(a[k], c[k], 1e-12 * Math.max(1, Math.abs(a[k])), what);
                else assertEquals(a[k], c[k], what);
            }
        }
    }

    /// The inputs of one example: those that are many from it, the others from the first.
    private static Tensor[] one(Tensor[][] examples, int many, int b) {
        Tensor[] one = new Tensor[examples[0].length];
        for (int i = 0; i < one.length; i++) one[i] = examples[(many >> i & 1) == 0 ? 0 : b][i];
        return one;
    }

    // ---- views ----

    @TestFactory
    Stream<DynamicTest> viewsGiveTheSameBits() {
        return each((sample, random) -> {
            for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT64}) {
                Sample typed = in(dtype, sample);
                Array[] in = draw(typed, random);
                for (View view : View.values()) {
                    Array[] viewed = Stream.of(in).map(view::of).toArray(Array[]::new);
                    Array[] copies = Stream.of(viewed).map(Copies::copy).toArray(Array[]::new);
                    Array expected;
                    try {
                        expected = forward(sample.op(), copies);
                    } catch (ArithmeticException e) {
                        // What an operation cannot do for these numbers it refuses in any layout, in the same words.
                        assertEquals(e.getMessage(), assertThrows(ArithmeticException.class, () -> forward(sample.op(), viewed)).getMessage());
                        continue;
                    }
                    same(expected, forward(sample.op(), viewed), sample.op(), view);
                    if (viewed.length > 1) {
                        Array[] mixed = copies.clone();
                        mixed[0] = viewed[0];
                        same(expected, forward(sample.op(), mixed), sample.op(), view);
                    }
                    if (dtype.isFloating() && expected.dtype().isFloating()) backward(sample.op(), view, viewed, copies, expected, random);
                }
            }
        });
    }

    private static void backward(Op op, View view, Array[] viewed, Array[] copies, Array y, Random random) {
        Array g = view.of(normal(y.type(), random).array()), plain = Copies.copy(g);
        for (int i = 0; i < viewed.length; i++) {
            if (!viewed[i].dtype().isFloating()) continue;
            Tensor a;
            try {
                a = op.vjp(i, Tensor.of(plain), Tensor.of(y), tensors(copies), copies[i].type());
            } catch (ArithmeticException e) {
                int wanted = i;
                assertEquals(e.getMessage(), assertThrows(ArithmeticException.class, () -> op.vjp(wanted, Tensor.of(g), Tensor.of(y), tensors(viewed), viewed[wanted].type())).getMessage());
                continue;
            }
            Tensor b = op.vjp(i, Tensor.of(g), Tensor.of(y), tensors(viewed), viewed[i].type());
            assertEquals(a == null, b == null);
            if (a != null) same(a.array(), b.array(), op, view);
        }
    }

    private static Tensor[] tensors(Array[] in) { return Stream.of(in).map(Tensor::of).toArray(Tensor[]::new); }

    private static void same(Array expected, Array actual, Op op, View view) {
        String what = op.name() + " of inputs " + view.name().toLowerCase(java.util.Locale.ROOT);
        assertEquals(expected.type(), actual.type(), what);
        assertTrue(bits(expected).equals(bits(actual)), what + ": " + Tensor.of(expected) + " and " + Tensor.of(actual));
    }

    /// The elements in order; two lists are equal if every bit is, apart from those inside a NaN.
    private static List<Double> bits(Array x) { return Arrays.stream(Tensor.of(x).toDoubles()).boxed().toList(); }

    /// Ways in which the same numbers may lie in memory.
    private enum View {
        TRANSPOSED {
            @Override
            Array of(Array x) {
                int[] back = IntStream.range(0, x.shape().rank()).map(i -> x.shape().rank() - 1 - i).toArray();
                Array turned = Copies.copy(x.view(x.layout().permute(back)));
                return turned.view(turned.layout().permute(back));
            }
        },
        STEPPED {
            @Override
            Array of(Array x) {
                Array wide = Array.zeros(x.dtype(), Shape.of(IntStream.of(x.shape().toArray()).map(size -> 2 * size + 1).toArray()));
                Layout layout = wide.layout();
                for (int i = 0; i < x.shape().rank(); i++) layout = layout.slice(i, 1, x.shape().size(i), 2);
                Copies.into(wide.view(layout), x);
                return wide.view(layout);
            }
        },
        FLIPPED {
            @Override
            Array of(Array x) {
                Array turned = Copies.copy(flip(x));
                return flip(turned);
            }

            private Array flip(Array x) {
                Layout layout = x.layout();
                for (int i = 0; i < x.shape().rank(); i++) layout = layout.slice(i, Math.max(x.shape().size(i) - 1, 0), x.shape().size(i), -1);
                return x.view(layout);
            }
        },
        EXPANDED {
            @Override
            Array of(Array x) {
                if (x.shape().rank() == 0 || x.elements() == 0) return x;
                Layout first = x.layout().slice(x.shape().rank() - 1, 0, 1, 1);
                return x.view(first.expand(x.shape()));
            }
        };

        abstract Array of(Array x);
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
