package gradshell.tensor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.Type;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Every operation, found by reflection so that no list has to be kept, and inputs for it.
final class Samples {
    private Samples() {}

    // ---- finding operations ----

    static List<Class<?>> catalogues() { return Stream.concat(Stream.of(Tensor.class), Stream.of(Tensor.class.getInterfaces())).toList(); }

    static List<Pointwise> pointwise() {
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

    static List<Class<?>> records() {
        return catalogues().stream().flatMap(c -> Stream.of(c.getDeclaredClasses())).filter(c -> c.isRecord() && Op.class.isAssignableFrom(c)).<Class<?>>map(c -> c).toList();
    }

    static List<Sample> samples(Class<?> op) {
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
    static List<Sample> samples(Pointwise op) {
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

    static Sample sample(Pointwise op, List<Shape> shapes) { return sample(op, DType.FLOAT64, shapes); }

    static Sample sample(Pointwise op, DType dtype, List<Shape> shapes) {
        return new Sample(op, IntStream.range(0, shapes.size()).mapToObj(i -> new Type(op.isMask(i) ? DType.BOOL : dtype, shapes.get(i))).toList());
    }

    /// A test for each operation that runs over all its samples.
    static Stream<DynamicTest> each(BiConsumer<Sample, Random> check) {
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
    static Array draw(Sample sample, int index, Random random) {
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
    static Array definite(Tensor x) { return x.matmul(x.transpose(-2, -1)).add(Creation.eye(DType.FLOAT32, x.size(-1), x.size(-1)).to(x.dtype())).array(); }

    static Array[] draw(Sample sample, Random random) { return IntStream.range(0, sample.inputs().size()).mapToObj(i -> draw(sample, i, random)).toArray(Array[]::new); }

    static Sample in(DType dtype, Sample sample) {
        return new Sample(sample.op(), IntStream.range(0, sample.inputs().size()).mapToObj(i -> sample.op() instanceof Pointwise p && p.isMask(i) ? sample.inputs().get(i) : new Type(dtype, sample.inputs().get(i).shape())).toList(), sample.definite());
    }

    static Tensor normal(Type like, Random random) {
        Array x = Array.zeros(DType.FLOAT64, like.shape());
        for (int i = 0; i < x.elements(); i++) x.doubles()[i] = random.nextGaussian();
        return Tensor.of(x).to(like.dtype());
    }

    static Type[] types(Array[] in) { return Stream.of(in).map(Array::type).toArray(Type[]::new); }

    static Array forward(Op op, Array... in) { return op.forward(op.type(types(in)), in); }

    static Tensor apply(Op op, Tensor... in) { return in[0].apply(op, Arrays.copyOfRange(in, 1, in.length)); }

    static Tensor[] tensors(Array[] in) { return Stream.of(in).map(Tensor::of).toArray(Tensor[]::new); }

    /// The elements in order; two lists are equal if every bit is, apart from those inside a NaN.
    static List<Double> bits(Array x) { return Arrays.stream(Tensor.of(x).toDoubles()).boxed().toList(); }
}
