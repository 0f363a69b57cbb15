package gradshell.array;

/// The generator mt19937 of Makoto Matsumoto and Takuji Nishimura: 32 random bits at a time, with a period of 2^19937 − 1.
final class MersenneTwister {
    static final int WORDS = 624;
    private static final int DISTANCE = 397;

    private final int[] words = new int[WORDS];
    /// The next word to hand out; `WORDS` when all were used and new ones have to be made.
    private int position;

    MersenneTwister(int seed) { seed(seed); }

    /// Starts the stream anew.
    void seed(int seed) {
        words[0] = seed;
        for (int i = 1; i < WORDS; i++) words[i] = 1812433253 * (words[i - 1] ^ words[i - 1] >>> 30) + i;
        position = WORDS;
    }

    /// The next 32 random bits.
    int next() {
        if (position == WORDS) twist();
        int y = words[position++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >>> 18;
    }

    private void twist() {
        for (int i = 0; i < WORDS; i++) {
            int following = i + 1 == WORDS ? 0 : i + 1, distant = i < WORDS - DISTANCE ? i + DISTANCE : i + DISTANCE - WORDS;
            int mixed = words[i] & 0x80000000 | words[following] & 0x7fffffff;
            words[i] = words[distant] ^ mixed >>> 1 ^ ((mixed & 1) == 0 ? 0 : 0x9908b0df);
        }
        position = 0;
    }

    /// A copy of the words.
    int[] words() { return words.clone(); }

    int position() { return position; }

    /// Goes on where another generator stood.
    void restore(int[] from, int at) {
        System.arraycopy(from, 0, words, 0, WORDS);
        position = at;
    }
}
