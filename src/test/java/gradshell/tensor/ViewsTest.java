package gradshell.tensor;

import static gradshell.tensor.Samples.bits;
import static gradshell.tensor.Samples.draw;
import static gradshell.tensor.Samples.each;
import static gradshell.tensor.Samples.forward;
import static gradshell.tensor.Samples.in;
import static gradshell.tensor.Samples.normal;
import static gradshell.tensor.Samples.tensors;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;
import gradshell.array.Shape;
import gradshell.kernel.Copies;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every operation on the same numbers lying otherwise in memory.
class ViewsTest {
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

    private static void same(Array expected, Array actual, Op op, View view) {
        String what = op.name() + " of inputs " + view.name().toLowerCase(java.util.Locale.ROOT);
        assertEquals(expected.type(), actual.type(), what);
        assertTrue(bits(expected).equals(bits(actual)), what + ": " + Tensor.of(expected) + " and " + Tensor.of(actual));
    }

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
}
