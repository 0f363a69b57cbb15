package gradshell.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private final Random random = new Random(1);

    /// What a layout means, without strides: the place of every element in row-major order.
    private record Places(int[] sizes, int[] places) {
        static Places of(Layout layout) {
            int[] sizes = layout.shape().toArray(), places = new int[layout.shape().elements()];
            for (int i = 0; i < places.length; i++) {
                int place = layout.offset();
                int[] index = unravel(i, sizes);
                for (int d = 0; d < index.length; d++) place += index[d] * layout.stride(d);
                places[i] = place;
            }
            return new Places(sizes, places);
        }

        /// The elements of another shape, each taken from the index that a function makes of its own.
        Places gather(int[] newSizes, UnaryOperator<int[]> source) {
            return new Places(newSizes, IntStream.range(0, product(newSizes)).map(i -> at(source.apply(unravel(i, newSizes)))).toArray());
        }

        int at(int... index) {
            int flat = 0;
            for (int d = 0; d < index.length; d++) flat = flat * sizes[d] + index[d];
            return places[flat];
        }

        /// Whether offset and strides exist that put these places into another shape in the same order.
        boolean fits(int[] other) {
            if (places.length == 0) return true;
            int[] strides = new int[other.length];
            int below = 1;
            for (int d = other.length - 1; d >= 0; d--) {
                if (other[d] > 1) strides[d] = places[below] - places[0];
                below *= other[d];
            }
            return IntStream.range(0, places.length).allMatch(i -> {
                int place = places[0];
                int[] index = unravel(i, other);
                for (int d = 0; d < other.length; d++) place += index[d] * strides[d];
                return place == places[i];
            });
        }

        void assertSame(Layout layout) {
            assertArrayEquals(sizes, layout.shape().toArray(), layout::toString);
            assertArrayEquals(places, of(layout).places, layout::toString);
            boolean rowMajor = IntStream.range(0, places.length).allMatch(i -> places[i] == places[0] + i);
            assertEquals(rowMajor, layout.isContiguous(), layout::toString);
        }
    }

    private static int product(int[] sizes) { return IntStream.of(sizes).reduce(1, (a, b) -> a * b); }

    private static int[] unravel(int flat, int[] sizes) {
        int[] index = new int[sizes.length];
        for (int d = sizes.length - 1; d >= 0; d--) {
            index[d] = flat % sizes[d];
            flat /= sizes[d];
        }
        return index;
    }

    private static int[] insert(int[] values, int position, int value) {
        return IntStream.rangeClosed(0, values.length).map(i -> i < position ? values[i] : i == position ? value : values[i - 1]).toArray();
    }

    private static int[] remove(int[] values, int position) {
        return IntStream.range(0, values.length).filter(i -> i != position).map(i -> values[i]).toArray();
    }

    private static int[] with(int[] values, int position, int value) {
        int[] changed = values.clone();
        changed[position] = value;
        return changed;
    }

    private int[] randomSizes() {
        return random.ints(random.nextInt(5), 0, 20).map(i -> i == 0 ? 0 : i < 5 ? 1 : 2 + i % 5).toArray();
    }

    /// One random step on a layout, checked against the same step on its places.
    private Layout step(Layout layout) {
        Places before = Places.of(layout);
        int[] sizes = before.sizes;
        int rank = sizes.length, dimension = rank == 0 ? 0 : random.nextInt(rank);
        Layout after;
        Places expected;
        switch (rank == 0 ? 3 : random.nextInt(5)) {
            case 0 -> {
                List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
                Collections.shuffle(order, random);
                int[] permuted = order.stream().mapToInt(d -> sizes[d]).toArray();
                after = layout.permute(order.stream().mapToInt(d -> d).toArray());
                expected = before.gather(permuted, index -> IntStream.range(0, rank).map(d -> index[order.indexOf(d)]).toArray());
            }
            case 1 -> {
                int size = sizes[dimension], pace = random.nextBoolean() ? 1 : random.nextInt(1, 4) * (random.nextBoolean() ? 1 : -1);
                int start = size == 0 ? 0 : random.nextInt(size), room = size == 0 ? 0 : pace > 0 ? (size - 1 - start) / pace + 1 : start / -pace + 1;
                int length = random.nextInt(6) == 0 ? 0 : room;
                after = layout.slice(dimension, start, length, pace);
                expected = before.gather(with(sizes, dimension, length), index -> with(index, dimension, start + index[dimension] * pace));
            }
            case 2 -> {
                if (sizes[dimension] == 0) return layout;
                int index = random.nextInt(sizes[dimension]);
                after = layout.select(dimension, index);
                expected = before.gather(remove(sizes, dimension), rest -> insert(rest, dimension, index));
            }
            case 3 -> {
                int place = random.nextInt(rank + 1);
                after = layout.unsqueeze(place);
                expected = before.gather(insert(sizes, place, 1), index -> remove(index, place));
            }
            default -> {
                int[] wider = IntStream.of(sizes).map(size -> size == 1 ? random.nextInt(4) : size).toArray();
                int[] longer = random.nextBoolean() || rank > 4 ? wider : insert(wider, 0, random.nextInt(1, 4));
                after = layout.expand(Shape.of(longer));
                expected = before.gather(longer, index -> IntStream.range(0, rank)
                        .map(d -> sizes[d] == 1 ? 0 : index[d + longer.length - rank]).toArray());
            }
        }
        expected.assertSame(after);
        return after;
    }

    /// Another shape of as many elements: the prime factors of the number, joined anyhow, with ones between.
    private int[] sameElements(int elements) {
        if (elements == 0) return new int[] {random.nextInt(3), 0, random.nextInt(3)};
        List<Integer> factors = new ArrayList<>();
        for (int rest = elements, prime = 2; rest > 1; prime++)
            for (; rest % prime == 0; rest /= prime) factors.add(prime);
        Collections.shuffle(factors, random);
        List<Integer> sizes = new ArrayList<>();
        for (int factor : factors) {
            if (!sizes.isEmpty() && random.nextInt(3) == 0) sizes.set(sizes.size() - 1, sizes.getLast() * factor);
            else sizes.add(factor);
            if (random.nextInt(5) == 0) sizes.add(1);
        }
        if (random.nextInt(5) == 0) sizes.addFirst(1);
        return sizes.stream().mapToInt(size -> size).toArray();
    }

    @Test
    void stepsMeanTheSameAsOnTheirPlaces() {
        for (int i = 0; i < 4000; i++) {
            Layout layout = Shape.of(randomSizes()).contiguous();
            Places.of(layout).assertSame(layout);
            for (int k = 0; k < 6 && layout.shape().elements() < 3000; k++) layout = step(layout);
        }
    }

    @Test
    void reshapesWithoutACopyExactlyWherePossible() {
        int possible = 0, impossible = 0;
        for (int i = 0; i < 20_000; i++) {
            Layout layout = Shape.of(randomSizes()).contiguous();
            for (int k = random.nextInt(5); k > 0 && layout.shape().elements() < 1000; k--) layout = step(layout);
            Places places = Places.of(layout);
            for (int[] sizes : List.of(sameElements(places.places.length), without(places.sizes, 1), merged(places.sizes), split(places.sizes))) {
                Layout reshaped = layout.reshape(Shape.of(sizes));
                String what = layout + " as " + Arrays.toString(sizes);
                if (places.fits(sizes)) {
                    assertNotNull(reshaped, what);
                    new Places(sizes, places.places).assertSame(reshaped);
                    possible++;
                } else {
                    assertNull(reshaped, what);
                    impossible++;
                }
            }
        }
        assertTrue(possible > 10_000 && impossible > 1000, possible + " possible, " + impossible + " not");
    }

    private static int[] without(int[] values, int value) { return IntStream.of(values).filter(v -> v != value).toArray(); }

    /// Two neighbouring dimensions made one.
    private int[] merged(int[] sizes) {
        if (sizes.length < 2) return sizes;
        int d = random.nextInt(sizes.length - 1);
        return remove(with(sizes, d, sizes[d] * sizes[d + 1]), d + 1);
    }

    /// One dimension made two.
    private int[] split(int[] sizes) {
        for (int d = 0; d < sizes.length; d++)
            if (sizes[d] == 4 || sizes[d] == 6) return insert(with(sizes, d, sizes[d] / 2), d, 2);
        return insert(sizes, sizes.length, 1);
    }

    @Test
    void sharesTheLayoutOfAShape() {
        Shape shape = Shape.of(2, 3);
        Layout layout = shape.contiguous();
        assertTrue(layout == shape.contiguous() && layout == layout.expand(shape) && layout.isContiguous());
        assertEquals("[3, 2] strides [1, 3] offset 0", layout.permute(1, 0).toString());
        assertFalse(layout.permute(1, 0).isContiguous());
        assertEquals("[6] strides [1] offset 0", layout.reshape(Shape.of(6)).toString());
        assertNull(layout.permute(1, 0).reshape(Shape.of(6)));
    }

    /// Against a count of the places, for views of views: repeated, stepped backwards, and windows with and without overlap.
    @Test
    void isRepeatedIfTwoElementsLieAtOnePlace() {
        int repeated = 0, apart = 0;
        for (int n = 0; n < 20_000; n++) {
            Layout layout = Shape.of(IntStream.range(0, random.nextInt(1, 4)).map(_ -> random.nextInt(5)).toArray()).contiguous();
            for (int k = random.nextInt(4); k > 0; k--) {
                int dim = random.nextInt(layout.shape().rank()), size = layout.shape().size(dim);
                layout = switch (random.nextInt(5)) {
                    case 0 -> layout.slice(dim, Math.max(size - 1, 0), size, -1);
                    case 1 -> layout.slice(dim, 0, (size + 1) / 2, 2);
                    case 2 -> layout.expand(Shape.of(random.nextInt(3)).concat(layout.shape()));
                    case 3 -> layout.permute(IntStream.range(0, layout.shape().rank()).map(i -> exchanged(i, dim)).toArray());
                    default -> {
                        int window = random.nextInt(1, 4), step = random.nextInt(1, 4), dilation = random.nextInt(1, 3), room = size - dilation * (window - 1) - 1;
                        yield room < 0 ? layout : layout.windows(dim, room / step + 1, step, window, dilation);
                    }
                };
            }
            int[] places = Places.of(layout).places;
            boolean expected = IntStream.of(places).distinct().count() < places.length;
            assertEquals(expected, layout.isRepeated(), layout.toString());
            if (expected) repeated++;
            else apart++;
        }
        assertTrue(repeated > 1000 && apart > 1000, repeated + " repeated, " + apart + " not");
    }

    /// Dimension 0 and another exchanged.
    private static int exchanged(int i, int dim) { return i == 0 ? dim : i == dim ? 0 : i; }
}
