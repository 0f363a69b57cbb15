package gradshell.array;

import java.util.Arrays;

/// Random numbers: the stream that PyTorch draws on a CPU after `torch.manual_seed`.
///
/// Whole numbers, uniform ones, permutations and coin tosses are PyTorch's bit by bit. Normal and exponential ones
/// are computed with `StrictMath`, so they are the same on every machine, and differ from PyTorch's in the last digits.
/// Builds of PyTorch that contain Intel's MKL toss coins of one probability, and with them dropout, by another generator,
/// newer ones draw exponentials so too; what stands here is what the other builds do.
///
/// For one thread at a time.
public final class Rng {
    private static final double TWO_TO_MINUS_53 = 0x1p-53;
    private static final float TWO_TO_MINUS_24 = 0x1p-24f;
    /// From this many elements on normal numbers are drawn in blocks.
    private static final int BLOCK = 16;
    /// So many numbers are made of bits that are drawn together.
    private static final int MANY = 1024;
    /// How many numbers are drawn before it is asked whether the thread was interrupted.
    private static final int LONG = 1 << 16;

    private static final Rng SHARED = new Rng(System.nanoTime());

    private final MersenneTwister twister = new MersenneTwister(0);
    private long seed;
    /// The second of a pair of normal numbers, waiting to be handed out, or NaN.
    private double nextNormal;

    /// The stream of a seed; of its bits the lower 32 count.
    public Rng(long seed) { seed(seed); }

    /// The one generator that everything draws from: `seed(n)` of the language starts it anew.
    public static Rng shared() { return SHARED; }

    /// Starts the stream of a seed from its beginning.
    public void seed(long seed) {
        this.seed = seed;
        twister.seed((int) seed);
        nextNormal = Double.NaN;
    }

    /// The seed that the stream started from.
    public long seed() { return seed; }

    /// The next 32 random bits.
    public int bits32() { return twister.next(); }

    /// The next 64 random bits: two draws, the upper half first.
    public long bits64() {
        long upper = twister.next();
        return upper << 32 | Integer.toUnsignedLong(twister.next());
    }

    /// The next number of [0, 1), with 24 random bits.
    public float uniformFloat() { return (bits32() & 0xffffff) * TWO_TO_MINUS_24; }

    /// The next number of [0, 1), with 53 random bits.
    public double uniformDouble() { return (bits64() & (1L << 53) - 1) * TWO_TO_MINUS_53; }

    /// The next normal number of mean 0 and deviation 1, one of a pair: every second call draws.
    public double normal() {
        if (!Double.isNaN(nextNormal)) {
            double waiting = nextNormal;
            nextNormal = Double.NaN;
            return waiting;
        }
        double angle = 2 * Math.PI * uniformDouble(), radius = Math.sqrt(-2 * StrictMath.log1p(-uniformDouble()));
        nextNormal = radius * StrictMath.sin(angle);
        return radius * StrictMath.cos(angle);
    }

    /// Uniform numbers of [0, 1).
    public void fillUniform(float[] values) { fillUniform(values, 0, 1); }

    /// Uniform numbers from `low` up to `high`.
    public void fillUniform(float[] values, double low, double high) {
        float from = (float) low, width = (float) high - from;
        int[] bits = new int[Math.min(values.length, MANY)];
        for (int first = 0; first < values.length; first += MANY) {
            if (first % LONG == 0) Interruption.check();
            int some = Math.min(MANY, values.length - first);
            twister.fill(bits, some);
            for (int i = 0; i < some; i++) values[first + i] = Math.fma((bits[i] & 0xffffff) * TWO_TO_MINUS_24, width, from);
        }
    }

    /// Uniform numbers of [0, 1).
    public void fillUniform(double[] values) { fillUniform(values, 0, 1); }

    /// Uniform numbers from `low` up to `high`.
    public void fillUniform(double[] values, double low, double high) {
        double width = high - low;
        for (int i = 0; i < values.length; i++) {
            if (i % LONG == 0) Interruption.check();
            values[i] = Math.fma(uniformDouble(), width, low);
        }
    }

    /// Normal numbers of mean 0 and deviation 1.
    public void fillNormal(float[] values) { fillNormal(values, 0, 1); }

    /// Normal numbers of a mean and a deviation.
    ///
    /// Fewer than 16 come one by one from 64-bit draws; more come in blocks from 32-bit draws, so the first numbers differ.
    public void fillNormal(float[] values, double mean, double deviation) {
        int n = values.length;
        if (n < BLOCK) {
            for (int i = 0; i < n; i++) values[i] = (float) Math.fma(normal(), deviation, mean);
            return;
        }
        fillUniform(values);
        for (int i = 0; i + BLOCK <= n; i += BLOCK) {
            if (i % LONG == 0) Interruption.check();
            normalBlock(values, i, (float) mean, (float) deviation);
        }
        if (n % BLOCK == 0) return;
        for (int i = n - BLOCK; i < n; i++) values[i] = uniformFloat();
        normalBlock(values, n - BLOCK, (float) mean, (float) deviation);
    }

    /// Normal numbers of mean 0 and deviation 1.
    public void fillNormal(double[] values) { fillNormal(values, 0, 1); }

    /// Normal numbers of a mean and a deviation, in blocks from 16 on like the float ones.
    public void fillNormal(double[] values, double mean, double deviation) {
        int n = values.length;
        if (n < BLOCK) {
            for (int i = 0; i < n; i++) values[i] = Math.fma(normal(), deviation, mean);
            return;
        }
        fillUniform(values);
        for (int i = 0; i + BLOCK <= n; i += BLOCK) {
            if (i % LONG == 0) Interruption.check();
            normalBlock(values, i, mean, deviation);
        }
        if (n % BLOCK == 0) return;
        for (int i = n - BLOCK; i < n; i++) values[i] = uniformDouble();
        normalBlock(values, n - BLOCK, mean, deviation);
    }

    /// Turns 16 uniform numbers into normal ones after Box and Muller: the first 8 give radii, the last 8 angles.
    private static void normalBlock(float[] values, int from, float mean, float deviation) {
        for (int i = from; i < from + BLOCK / 2; i++) {
            float radius = (float) Math.sqrt(-2 * (float) StrictMath.log(1 - values[i]));
            float angle = (float) (2 * Math.PI) * values[i + BLOCK / 2];
            values[i] = Math.fma(radius * (float) StrictMath.cos(angle), deviation, mean);
            values[i + BLOCK / 2] = Math.fma(radius * (float) StrictMath.sin(angle), deviation, mean);
        }
    }

    private static void normalBlock(double[] values, int from, double mean, double deviation) {
        for (int i = from; i < from + BLOCK / 2; i++) {
            double radius = Math.sqrt(-2 * StrictMath.log(1 - values[i]));
            double angle = 2 * Math.PI * values[i + BLOCK / 2];
            values[i] = Math.fma(radius * StrictMath.cos(angle), deviation, mean);
            values[i + BLOCK / 2] = Math.fma(radius * StrictMath.sin(angle), deviation, mean);
        }
    }

    /// Exponentially distributed numbers of mean 1 / `rate`.
    public void fillExponential(double[] values, double rate) {
        for (int i = 0; i < values.length; i++) {
            if (i % LONG == 0) Interruption.check();
            values[i] = exponential(rate);
        }
    }

    /// Exponentially distributed numbers of mean 1 / `rate`.
    public void fillExponential(float[] values, double rate) {
        for (int i = 0; i < values.length; i++) {
            if (i % LONG == 0) Interruption.check();
            values[i] = (float) exponential(rate);
        }
    }

    private double exponential(double rate) { return -1 / rate * StrictMath.log1p(-uniformDouble()); }

    /// Coin tosses that are true with one probability, of 53 random bits each: `bernoulli_(p)`, and the mask of a dropout
    /// that keeps with this probability.
    public void fillTrue(boolean[] values, double probability) {
        int[] bits = new int[2 * Math.min(values.length, MANY)];
        for (int from = 0; from < values.length; from += MANY) {
            if (from % LONG == 0) Interruption.check();
            int some = Math.min(MANY, values.length - from);
            twister.fill(bits, 2 * some);
            for (int i = 0; i < some; i++) {
                long both = (long) bits[2 * i] << 32 | Integer.toUnsignedLong(bits[2 * i + 1]);
                values[from + i] = (both & (1L << 53) - 1) * TWO_TO_MINUS_53 < probability;
            }
        }
    }

    /// Coin tosses, each with its own float32 probability, of 24 random bits each: `torch.bernoulli(p)`.
    public void fillTrue(boolean[] values, float[] probabilities) {
        for (int i = 0; i < values.length; i++) {
            if (i % LONG == 0) Interruption.check();
            values[i] = uniformFloat() < probabilities[i];
        }
    }

    /// Coin tosses, each with its own float64 probability, of 53 random bits each.
    public void fillTrue(boolean[] values, double[] probabilities) {
        for (int i = 0; i < values.length; i++) {
            if (i % LONG == 0) Interruption.check();
            values[i] = uniformDouble() < probabilities[i];
        }
    }

    /// Whole numbers from `low` up to but without `high`.
    public long[] integers(long low, long high, int count) {
        if (low >= high) throw new IllegalArgumentException("randint: " + low + " to " + high
                + " holds no number; the upper end has to be above the lower one and does not belong to the range");
        long range = high - low;
        boolean wide = range < 0 || range >>> 32 != 0;
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            if (i % LONG == 0) Interruption.check();
            numbers[i] = low + Long.remainderUnsigned(wide ? bits64() : Integer.toUnsignedLong(bits32()), range);
        }
        return numbers;
    }

    /// The numbers from 0 up to but without `count`, shuffled.
    public long[] permutation(int count) {
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) numbers[i] = i;
        for (int i = 0; i < count - 1; i++) {
            if (i % LONG == 0) Interruption.check();
            int other = i + Integer.remainderUnsigned(bits32(), count - i);
            long number = numbers[i];
            numbers[i] = numbers[other];
            numbers[other] = number;
        }
        return numbers;
    }

    /// Where the stream stands.
    public State state() { return new State(seed, twister.words(), twister.position(), nextNormal); }

    /// Goes on from where a stream stood, bit by bit.
    public void restore(State state) {
        seed = state.seed;
        twister.restore(state.words, state.position);
        nextNormal = state.nextNormal;
    }

    /// All that the next numbers depend on; a value.
    public static final class State {
        /// What the stream started from.
        private final long seed;
        /// The words of the generator, which nobody changes, and how many of them were used.
        private final int[] words;
        private final int position;
        /// The second of a pair of normal numbers, still to be handed out, or NaN.
        private final double nextNormal;

        private State(long seed, int[] words, int position, double nextNormal) {
            this.seed = seed;
            this.words = words;
            this.position = position;
            this.nextNormal = nextNormal;
        }

        /// The state as 627 numbers, for a checkpoint.
        public long[] toLongs() {
            long[] numbers = new long[words.length + 3];
            numbers[0] = seed;
            numbers[1] = position;
            numbers[2] = Double.doubleToRawLongBits(nextNormal);
            for (int i = 0; i < words.length; i++) numbers[i + 3] = Integer.toUnsignedLong(words[i]);
            return numbers;
        }

        /// The state that `toLongs` wrote.
        public static State of(long[] numbers) {
            if (numbers.length != MersenneTwister.WORDS + 3) throw new IllegalArgumentException("seed: a saved state has 627 numbers, not " + numbers.length);
            if (numbers[1] < 0 || numbers[1] > MersenneTwister.WORDS) throw new IllegalArgumentException("seed: a saved state has used up to 624 of its words, not " + numbers[1]);
            int[] words = new int[MersenneTwister.WORDS];
            for (int i = 0; i < words.length; i++) words[i] = (int) numbers[i + 3];
            return new State(numbers[0], words, (int) numbers[1], Double.longBitsToDouble(numbers[2]));
        }

        @Override
        public boolean equals(Object other) { return other instanceof State state && Arrays.equals(toLongs(), state.toLongs()); }

        @Override
        public int hashCode() { return Arrays.hashCode(toLongs()); }

        @Override
        public String toString() { return "seed " + seed + ", word " + position + " of " + words.length; }
    }
}
