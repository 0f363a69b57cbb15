package gradshell.tensor;

import static gradshell.tensor.TapeTest.assertGrad;
import static gradshell.tensor.TapeTest.quietly;
import static gradshell.tensor.TapeTest.refusal;
import static gradshell.tensor.TapeTest.values;
import static gradshell.tensor.TapeTest.var;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Changes in place: what they do to gradients, through views too, and what is refused.
class ChangesTest {
    @Test
    void aLeafChangesInPlaceOnlyOffTheTape() {
        Tensor w = var(2, 3);
        assertEquals("add_: a tensor that requires gradients and is not the result of an operation cannot be changed in place while the tape records; "
                + "wrap it: noGrad(() -> w.add_(…)), or compute a new tensor with add(…)", refusal(() -> w.add_(1)));
        assertArrayEquals(new double[] {2, 3}, w.toDoubles());
        quietly(() -> w.add_(1));
        assertArrayEquals(new double[] {3, 4}, w.toDoubles());
        assertTrue(w.isLeaf() && w.requiresGrad());
        w.square().sum().backward();
        assertGrad(w, 6, 8);
    }

    @Test
    void savedInputsMustNotChange() {
        Tensor x = var(2), y = x.mul(3), z = y.mul(y);
        quietly(() -> y.add_(1));
        assertEquals("backward: input 1 of mul, float64 [], was changed in place after it was used: it was at version 0 and is at version 1; "
                + "change a copy instead (x = x.add(…) for x.add_(…), or x.copy() before)", refusal(z::backward));
        assertNull(x.grad());
        Tensor sum = x.add(x.mul(3));
        quietly(() -> x.add_(1));    // sums read nothing
        sum.backward();
        assertGrad(x, 4);
    }

    @Test
    void savedResultsMustNotChange() {
        Tensor x = var(2), y = x.exp();
        y.add_(1);
        assertTrue(refusal(y::backward).startsWith("backward: the result of exp, float64 [], was changed in place by add_ after it was used: it was at version 0 and is at version 1;"));
        assertNull(x.grad());
    }

    @Test
    void savedInputsMustNotChangeThroughViews() {
        Tensor x = var(2, 3), y = x.mul(1), z = y.mul(y).sum();
        quietly(() -> y.select(0, 0).fill_(5));
        assertTrue(refusal(z::backward).startsWith("backward: input 1 of mul, float64 [2], was changed in place after it was used"));
    }

    /// The gradients are those that PyTorch gives.
    @Test
    void changesInPlaceAreRecorded() {
        Tensor x = var(1, 2), y = x.mul(3);
        y.mul_(x);
        y.add_(1);
        y.sub_(x);
        assertArrayEquals(new double[] {3, 11}, y.toDoubles());
        y.sum().backward();
        assertGrad(x, 5, 11);

        Tensor a = var(0.3), b = a.mul(2);
        b.apply_(Tensor.TANH);
        b.backward();
        double t = Math.tanh(0.6);
        assertGrad(a, 2 * (1 - t * t));

        Tensor c = var(3), d = c.mul(2);
        d.mul_(d);
        d.backward();
        assertGrad(c, 24);

        Tensor e = var(3), f = e.mul(2);
        f.copy_(e.square());
        f.backward();
        assertGrad(e, 6);

        Tensor g = var(2), plain = values(1, 1);
        plain.mul_(g);
        plain.div_(values(4, 8));
        plain.sum().backward();
        assertGrad(g, 0.375);

        Tensor h = var(1, 2), zeroed = h.mul(7);
        zeroed.zero_();
        zeroed.add(h).sum().backward();
        assertGrad(h, 1, 1);
    }

    @Test
    void viewsAndChangesInPlace() {
        Tensor x = var(1, 2, 3), y = x.mul(2), view = y.narrow(0, 0, 2);
        view.add_(x.narrow(0, 0, 2));
        y.add_(x);
        assertTrue(view.requiresGrad());
        view.mul(2).sum().backward();
        assertGrad(x, 8, 8, 0);

        // A buffer that needs no gradients itself, filled row by row; a view taken before knows what came later.
        Tensor w = var(1, 2), rows = Tensor.of(Array.zeros(DType.FLOAT64, Shape.of(2, 2))), early = rows.select(1, 0);
        assertFalse(early.requiresGrad());
        for (int i = 0; i < 2; i++) rows.select(0, i).copy_(w.mul(i + 1));
        early.sum().backward();
        assertGrad(w, 3, 0);

        // Through a view of a view, twice.
        Tensor v = var(2, 3), square = v.mul(1), part = square.reshape(2, 1).select(0, 1);
        part.mul_(v.narrow(0, 0, 1)).mul_(v.narrow(0, 0, 1));
        square.sum().backward();
        assertGrad(v, 1 + 2 * 2 * 3, 4);

        // A view whose memory was changed through another is told before it is changed itself.
        Tensor p = var(1, 2, 3), q = p.mul(1).reshape(1, 3), first = q.select(0, 0).narrow(0, 0, 1);
        first.zero_();
        q.set(v.narrow(0, 0, 1), 0, Tensor.of(Array.of(DType.INT64, Shape.of(1), new long[] {2})));
        q.square().sum().backward();
        assertGrad(p, 0, 4, 0);

        Tensor untracked = Tensor.noGrad(() -> x.mul(2).narrow(0, 0, 2));
        assertEquals("add_: this view was taken inside noGrad or of a tensor that was; a change in place through it cannot be recorded; take the view outside noGrad", refusal(() -> untracked.add_(x.narrow(0, 0, 2))));
        assertEquals("add_: a view of a tensor that requires gradients and is not the result of an operation cannot be changed in place while the tape records; wrap it: noGrad(() -> w.add_(…)), or compute a new tensor with add(…)", refusal(() -> x.narrow(0, 0, 2).add_(1)));
    }

    @Test
    void assignment() {
        Tensor x = var(1, 2, 3), y = x.mul(1), v = var(5, 7);
        // Of two values for one place the last stays; the gradient of the place goes to both, as PyTorch has it.
        y.set(v, Tensor.of(Array.of(DType.INT64, Shape.of(2), new long[] {1, 1})));
        assertArrayEquals(new double[] {1, 7, 3}, y.toDoubles());
        y.mul(y).sum().backward();
        assertGrad(x, 2, 0, 6);
        assertGrad(v, 14, 14);

        // The source is a view of the same memory.
        Tensor z = values(1, 2, 3, 4);
        z.set(z.narrow(0, 0, 3), "1:");
        assertArrayEquals(new double[] {1, 1, 2, 3}, z.toDoubles());
        z.set(z.narrow(0, 0, 3), Tensor.of(Array.of(DType.INT64, Shape.of(3), new long[] {1, 2, 3})));
        assertArrayEquals(new double[] {1, 1, 1, 2}, z.toDoubles());
        Tensor turned = values(1, 2, 3, 4).reshape(2, 2);
        turned.copy_(turned.t());
        assertArrayEquals(new double[] {1, 3, 2, 4}, turned.toDoubles());

        // What is refused changes nothing; what is done is seen by derivatives that read the old values.
        int version = z.array().storage().version();
        assertThrows(ShapeException.class, () -> z.set(values(1, 2), "1:"));
        assertThrows(ShapeException.class, () -> z.set(1, Tensor.of(Array.of(DType.INT64, Shape.of(2), new long[] {0, 4}))));
        assertThrows(IllegalStateException.class, () -> x.set(1, 0));
        assertEquals(version, z.array().storage().version());
        assertArrayEquals(new double[] {1, 1, 1, 2}, z.toDoubles());
        Tensor read = x.mul(1), squared = read.square();
        read.set(0, 1);
        assertTrue(refusal(() -> squared.sum().backward()).contains("was changed in place after it was used"));

        // A picked place of a view is a place of what it is a view of.
        Tensor a = var(1, 2, 3, 4), b = a.mul(1), corner = b.reshape(2, 2).t();
        corner.set(values(0, 0), Tensor.of(Array.of(DType.INT64, Shape.of(2), new long[] {0, 1})), Tensor.of(Array.of(DType.INT64, Shape.of(2), new long[] {0, 1})));
        b.sum().backward();
        assertArrayEquals(new double[] {0, 2, 3, 0}, b.toDoubles());
        assertGrad(a, 0, 1, 1, 0);
    }

    @Test
    void operandsThatOverlapTheTargetAreReadFirst() {
        Tensor x = values(1, 2, 3, 4);
        x.narrow(0, 1, 3).add_(x.narrow(0, 0, 3));
        assertArrayEquals(new double[] {1, 3, 5, 7}, x.toDoubles());
        Tensor square = values(1, 2, 3, 4).reshape(2, 2);
        square.add_(square.t());
        assertArrayEquals(new double[] {2, 5, 5, 8}, square.toDoubles());
        Tensor y = values(1, 2, 3);
        y.copy_(y.flip(0));
        assertArrayEquals(new double[] {3, 2, 1}, y.toDoubles());
        y.mul_(y.select(0, 0));
        assertArrayEquals(new double[] {9, 6, 3}, y.toDoubles());
    }

    @Test
    void aFailedChangeInPlaceChangesNothing() {
        Tensor x = values(1, 2);
        Tensor whole = Tensor.of(Array.of(DType.INT64, Shape.of(2), new long[] {1, 2}));
        assertThrows(RuntimeException.class, () -> x.add_(values(1, 2, 3)));
        assertThrows(RuntimeException.class, () -> x.add_(values(1, 2).reshape(2, 1)));
        assertThrows(DTypeException.class, () -> whole.add_(0.5));
        assertThrows(DTypeException.class, () -> whole.div_(2));
        assertThrows(DTypeException.class, () -> whole.mul_(var(1, 2)));
        assertArrayEquals(new double[] {1, 2}, x.toDoubles());
        assertArrayEquals(new long[] {1, 2}, whole.toLongs());
        assertEquals(0, x.array().storage().version());
        assertEquals(0, whole.array().storage().version());
        assertFalse(whole.requiresGrad());
    }

    /// Dual numbers carry tangents through changes in place, under a tape too, and views know of them.
    @Test
    void changesInsideTransforms() {
        List<Tensor> x = List.of(values(1, 2, 3)), v = List.of(values(1, 10, 100));
        Tensor pushed = Transforms.jvp(in -> {
            Tensor a = in.getFirst(), buffer = Tensor.of(Array.zeros(DType.FLOAT64, Shape.of(2, 3))), early = buffer.select(0, 1);
            buffer.set(a, 1);
            buffer.select(0, 0).add_(a.mul(a));
            return buffer.sum(0).add(early);
        }, x, v);
        assertArrayEquals(new double[] {1 * 4, 10 * 6, 100 * 8}, pushed.toDoubles());

        // In a vector of second derivatives, forward mode runs over the tape.
        List<Tensor> product = Transforms.hvp(in -> {
            Tensor b = in.getFirst().mul(2), first = b.narrow(0, 0, 1);
            first.mul_(in.getFirst().narrow(0, 1, 1));
            b.mul_(b.copy());
            return b.sum();
        }, x, v);
        // (2 x0 x1)^2 + (2 x1)^2 + (2 x2)^2
        assertArrayEquals(new double[] {8 * 4 * 1 + 16 * 1 * 2 * 10, 16 * 1 * 2 * 1 + (8 * 1 + 8) * 10, 8 * 100}, product.getFirst().toDoubles());
    }

    /// Together for all examples, or one after the other where that is not possible: an input is changed once.
    @Test
    void changesInsideVmap() {
        Tensor x = values(1, 2, 3, 4).reshape(2, 2);
        int[] calls = new int[1];
        Tensor y = Transforms.vmap(in -> {
            calls[0]++;
            Tensor b = in.getFirst().mul(10);
            b.select(0, 1).add_(in.getFirst().select(0, 0));
            return b.set(values(7), 0);
        }, List.of(0), List.of(x));
        assertArrayEquals(new double[] {7, 21, 7, 43}, y.toDoubles());
        assertEquals(1, calls[0]);
        Tensor changed = Transforms.vmap(in -> in.getFirst().add_(1), List.of(0), List.of(x));
        assertArrayEquals(new double[] {2, 3, 4, 5}, changed.toDoubles());
        assertArrayEquals(new double[] {2, 3, 4, 5}, x.toDoubles());
        Tensor rows = Transforms.vmap(in -> Tensor.of(Array.zeros(DType.FLOAT64, Shape.of(3))).set(in.getFirst(), "1:"), List.of(0), List.of(x));
        assertArrayEquals(new double[] {0, 2, 3, 0, 4, 5}, rows.toDoubles());
        Tensor outside = Tensor.of(Array.zeros(DType.FLOAT64, Shape.of(2)));
        assertTrue(refusal(() -> Transforms.vmap(in -> outside.set(in.getFirst(), "..."), List.of(0), List.of(x))).startsWith("set: this float64 [2] was made outside of vmap"));
        assertArrayEquals(new double[] {0, 0}, outside.toDoubles());
    }
}
