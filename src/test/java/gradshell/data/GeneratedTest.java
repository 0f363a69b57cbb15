package gradshell.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Rng;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GeneratedTest {
    private static final List<Supplier<TensorDataset>> ALL = List.of(() -> Generated.spirals(301, 0.05, 3), () -> Generated.moons(300, 0.1), () -> Generated.circles(300, 0.05, 3),
            () -> Generated.blobs(300, 1, 4), () -> Generated.sine(300, 0.1), () -> Generated.parity(300, 8), () -> Digits.draw(100));

    @Test
    void theSameSeedGivesTheSame() {
        for (Supplier<TensorDataset> set : ALL) {
            Rng.shared().seed(3);
            TensorDataset one = set.get();
            double[] other = set.get().inputs().toDoubles();
            Rng.shared().seed(3);
            TensorDataset again = set.get();
            assertArrayEquals(one.inputs().toDoubles(), again.inputs().toDoubles());
            assertArrayEquals(one.targets().toDoubles(), again.targets().toDoubles());
            assertTrue(!java.util.Arrays.equals(other, again.inputs().toDoubles()));
        }
    }

    @Test
    void classesHaveTheirShares() {
        Rng.shared().seed(4);
        assertArrayEquals(new long[] {101, 100, 100}, counts(Generated.spirals(301, 0.05, 3), 3));
        assertArrayEquals(new long[] {10, 10, 10, 10, 10, 10, 10, 10, 10, 10}, counts(Digits.draw(100), 10));
        long odd = counts(Generated.parity(2000, 8), 2)[1];
        assertTrue(odd > 900 && odd < 1100, odd + " odd");
    }

    private static long[] counts(TensorDataset set, int classes) {
        long[] counts = new long[classes];
        for (long label : set.targets().toLongs()) counts[(int) label]++;
        return counts;
    }

    @Test
    void pointsLieOnTheirCurves() {
        Rng.shared().seed(5);
        TensorDataset circles = Generated.circles(400, 0, 2);
        for (int i = 0; i < 400; i++) assertEquals(i % 2 == 0 ? 0.5 : 1, circles.get(i).input().norm().item(), 1e-6);
        TensorDataset spirals = Generated.spirals(400, 0, 2);
        for (int i = 0; i < 400; i++) {
            double[] p = spirals.get(i).input().toDoubles();
            double radius = Math.hypot(p[0], p[1]), turn = (Math.atan2(p[1], p[0]) / 2 / Math.PI - 1.25 * (radius - 0.1) / 0.9 - i % 2 / 2.0);
            assertEquals(Math.rint(turn), turn, 1e-5);
        }
        TensorDataset sine = Generated.sine(1000, 0.1);
        double error = sine.targets().sub(sine.inputs().sin()).square().mean().item();
        assertEquals(0.01, error, 0.001);
        TensorDataset blobs = Generated.blobs(4000, 0.5, 1);
        assertArrayEquals(new double[] {4, 0}, blobs.inputs().mean(0).toDoubles(), 0.03);
        assertArrayEquals(new double[] {0.5, 0.5}, blobs.inputs().std(0).toDoubles(), 0.03);
        TensorDataset bits = Generated.parity(500, 5);
        for (int i = 0; i < 500; i++) assertEquals(bits.get(i).input().sum().item() % 2, bits.get(i).target().item());
        TensorDataset moons = Generated.moons(400, 0);
        for (int i = 0; i < 400; i++) {
            double[] p = moons.get(i).input().toDoubles();
            assertEquals(1, i % 2 == 0 ? Math.hypot(p[0], p[1]) : Math.hypot(p[0] - 1, p[1] - 0.5), 1e-6);
        }
    }

    @Test
    void digitsAreInkOnPaper() {
        Rng.shared().seed(6);
        Tensor images = Digits.draw(200).inputs();
        assertEquals("[200, 1, 28, 28]", images.shape().toString());
        assertEquals(0, images.min().item());
        assertTrue(images.max().item() > 0.95);
        Tensor dark = images.gt(0.5).to(gradshell.array.DType.FLOAT32).mean(1, 2, 3);
        assertTrue(dark.min().item() > 0.015 && dark.max().item() < 0.35, dark.min() + " to " + dark.max());
        // No digit is cut off: next to no ink on the border.
        assertTrue(images.select(2, 0).gt(0.5).to(gradshell.array.DType.FLOAT32).mean().item() < 0.02);
    }

    @Test
    void mistakes() {
        assertEquals("spirals: n is 1; there must be at least 2 examples, one of each class", refused(() -> Generated.spirals(1, 0, 2)));
        assertEquals("moons: a noise of -1.0; it must be finite and at least 0", refused(() -> Generated.moons(10, -1)));
        assertEquals("blobs: 0 classes; there must be at least 1", refused(() -> Generated.blobs(10, 1, 0)));
        assertEquals("digits: n is 0; there must be at least 1 example", refused(() -> Digits.draw(0)));
        assertEquals("parity: 0 bits; there must be at least 1", refused(() -> Generated.parity(5, 0)));
        assertEquals("digits: n is 3000000; one tensor holds up to 2739137 of them", refused(() -> Digits.draw(3_000_000)));
    }

    private static String refused(Supplier<Dataset> made) { return assertThrows(IllegalArgumentException.class, made::get).getMessage(); }
}
