package gradshell.tensor;

import static gradshell.tensor.Samples.apply;
import static gradshell.tensor.Samples.bits;
import static gradshell.tensor.Samples.draw;
import static gradshell.tensor.Samples.each;
import static gradshell.tensor.Samples.in;
import static gradshell.tensor.Samples.normal;
import static gradshell.tensor.Samples.tensors;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradshell.array.DType;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every operation on many examples at once, and on dual numbers.
class LiftedTest {
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
        // A view of each example is a view of all, through which they can be changed.
        if (lifted.length == 1) assertEquals(sharesMemory(apply(op, examples[0]), examples[0][0]), sharesMemory(found, ((Lift.Batched) lifted[0].lift()).values()), op.name() + " of a batch is a view");
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

    private static boolean sharesMemory(Tensor a, Tensor b) { return a.memory().storage() == b.memory().storage(); }

    /// The inputs of one example: those that are many from it, the others from the first.
    private static Tensor[] one(Tensor[][] examples, int many, int b) {
        Tensor[] one = new Tensor[examples[0].length];
        for (int i = 0; i < one.length; i++) one[i] = examples[(many >> i & 1) == 0 ? 0 : b][i];
        return one;
    }
}
