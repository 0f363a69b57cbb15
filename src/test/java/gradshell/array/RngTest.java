package gradshell.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RngTest {
    private final Rng rng = new Rng(0);
    private int exact, close;

    /// Every line of `rng.txt`, which PyTorch drew.
    @Test
    void drawsWhatPyTorchDraws() throws IOException {
        try (InputStream file = RngTest.class.getResourceAsStream("rng.txt")) {
            compare(new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines().toList());
        }
        assertTrue(exact > 4500 && close < exact / 20, exact + " values are equal bit by bit, " + close + " nearly");
    }

    private void compare(List<String> lines) {
        String seed = "";
        for (String line : lines) {
            String[] halves = line.split("=", -1), call = halves[0].trim().split(" ");
            if (call[0].equals("seed")) rng.seed(Long.parseLong(call[1]));
            if (call[0].equals("seed")) seed = line;
            else compare(seed + ": " + halves[0], halves[1].isBlank() ? new String[0] : halves[1].trim().split(" "), kept(draw(call)));
        }
    }

    private void compare(String what, String[] expected, List<? extends Number> actual) {
        assertEquals(expected.length, actual.size(), what);
        for (int i = 0; i < expected.length; i++) {
            String place = what + "value " + i;
            switch (actual.get(i)) {
                case Long number -> assertEquals(Long.parseLong(expected[i]), number, place);
                case Float number -> near(Float.intBitsToFloat(Integer.parseUnsignedInt(expected[i], 16)), number, 0x1p-23, place);
                case Double number -> near(Double.longBitsToDouble(Long.parseUnsignedLong(expected[i], 16)), number, 0x1p-52, place);
                default -> throw new AssertionError(place);
            }
        }
    }

    /// Uniform numbers are equal; those that took a logarithm are as close as a few roundings of values up to 4 allow.
    private void near(double expected, double actual, double epsilon, String place) {
        if (expected == actual) exact++;
        else close++;
        double tolerance = place.contains("uniform") ? 0 : 4 * epsilon * Math.max(1, Math.abs(expected));
        assertEquals(expected, actual, tolerance, place);
    }

    private Object draw(String[] call) {
        int n = Integer.parseInt(call[1]);
        float[] floats = new float[n];
        double[] doubles = new double[n];
        boolean[] tosses = new boolean[n];
        switch (call[0]) {
            case "uniform32" -> rng.fillUniform(floats, Double.parseDouble(call[2]), Double.parseDouble(call[3]));
            case "uniform64" -> rng.fillUniform(doubles, Double.parseDouble(call[2]), Double.parseDouble(call[3]));
            case "normal32" -> rng.fillNormal(floats, Double.parseDouble(call[2]), Double.parseDouble(call[3]));
            case "normal64" -> rng.fillNormal(doubles, Double.parseDouble(call[2]), Double.parseDouble(call[3]));
            case "exponential32" -> rng.fillExponential(floats, Double.parseDouble(call[2]));
            case "exponential64" -> rng.fillExponential(doubles, Double.parseDouble(call[2]));
            case "coins" -> rng.fillTrue(tosses, Double.parseDouble(call[2]));
            case "own32" -> {
                for (int i = 0; i < n; i++) floats[i] = (i % 10) / 10f;
                rng.fillTrue(tosses, floats);
            }
            case "own64" -> {
                for (int i = 0; i < n; i++) doubles[i] = (i % 10) / 10.0;
                rng.fillTrue(tosses, doubles);
            }
            case "integers" -> { return rng.integers(Long.parseLong(call[2]), Long.parseLong(call[3]), n); }
            case "permutation" -> { return rng.permutation(n); }
            default -> throw new AssertionError(call[0]);
        }
        return call[0].endsWith("32") && !call[0].startsWith("own") ? floats : call[0].endsWith("64") && !call[0].startsWith("own") ? doubles : tosses;
    }

    /// The values that the file keeps of many.
    private static List<? extends Number> kept(Object values) {
        List<Number> all = new ArrayList<>(), some = new ArrayList<>();
        switch (values) {
            case float[] floats -> { for (float value : floats) all.add(value); }
            case double[] doubles -> { for (double value : doubles) all.add(value); }
            case boolean[] tosses -> { for (boolean toss : tosses) all.add(toss ? 1L : 0L); }
            case long[] numbers -> { for (long number : numbers) all.add(number); }
            default -> throw new AssertionError();
        }
        int n = all.size();
        for (int i = 0; i < n; i++) if (n <= 64 || i < 20 || i >= n - 36 || i % 29 == 0) some.add(all.get(i));
        return some;
    }

    @Test
    void goesOnFromAStateBitByBit() {
        rng.seed(5);
        rng.integers(0, 9, 700);
        rng.normal();
        Rng.State state = rng.state();
        double[] expected = new double[9], actual = new double[9];
        rng.fillNormal(expected);
        Rng other = new Rng(99);
        other.restore(Rng.State.of(state.toLongs()));
        assertEquals(state, other.state());
        assertEquals(5, other.seed());
        other.fillNormal(actual);
        assertArrayEquals(expected, actual);
        assertArrayEquals(rng.integers(0, 1L << 40, 999), other.integers(0, 1L << 40, 999));
        assertNotEquals(state, other.state());
    }

    @Test
    void aStateStaysWhatItIsWhileOthersGoOnFromIt() {
        rng.seed(5);
        rng.integers(0, 9, 600);
        Rng.State state = rng.state();
        long[] numbers = state.toLongs(), expected = rng.integers(0, 1L << 40, 2000);
        Rng other = new Rng(1);
        other.restore(state);
        other.integers(0, 9, 999);
        other.seed(7);
        assertArrayEquals(numbers, state.toLongs());
        rng.restore(state);
        assertArrayEquals(expected, rng.integers(0, 1L << 40, 2000));
        assertArrayEquals(numbers, state.toLongs());
    }

    @Test
    void manyTogetherAreThoseOneByOne() {
        for (int count : new int[] {0, 1, 623, 1024, 1025, 3000}) {
            rng.seed(count);
            rng.integers(0, 9, 600);
            Rng single = new Rng(0);
            single.restore(rng.state());
            boolean[] tosses = new boolean[count];
            float[] numbers = new float[count];
            rng.fillTrue(tosses, 0.3);
            rng.fillUniform(numbers, -1, 2);
            for (boolean toss : tosses) assertEquals(single.uniformDouble() < 0.3, toss);
            for (float number : numbers) assertEquals(Math.fma(single.uniformFloat(), 3f, -1f), number);
            assertEquals(single.state(), rng.state());
        }
    }

    @Test
    void forgetsTheWaitingNormalWhenSeeded() {
        rng.normal();
        rng.seed(0);
        assertEquals(new Rng(0).state(), rng.state());
    }

    @Test
    void permutationHoldsEveryNumberOnce() {
        long[] numbers = rng.permutation(5000);
        Arrays.sort(numbers);
        for (int i = 0; i < numbers.length; i++) assertEquals(i, numbers[i]);
    }

    @Test
    void refusesAnEmptyRangeAndABrokenState() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> rng.integers(3, 3, 1)).getMessage().startsWith("randint: 3 to 3 holds no number"));
        assertThrows(IllegalArgumentException.class, () -> Rng.State.of(new long[3]));
        long[] beyond = new Rng(0).state().toLongs();
        beyond[1] = 625;
        assertThrows(IllegalArgumentException.class, () -> Rng.State.of(beyond));
    }
}
