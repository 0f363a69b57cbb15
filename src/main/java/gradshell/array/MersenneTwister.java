package gradshell.array;

/// The generator mt19937 of Makoto Matsumoto and Takuji Nishimura: 32 random bits at a time, with a period of 2^19937 − 1.
final class MersenneTwister {
    static final int WORDS = 624;
    private static final int DISTANCE = 397;

    /// Null before the first draw after a seed.
    private int[] words;
    private int start;
    /// Whether somebody else holds the words: then they are copied before they change.
    private boolean shared;
    /// The next word to hand out; `WORDS` when all were used and new ones have to be made.
    private int position;

    MersenneTwister(int seed) { seed(seed); }

    /// Starts the stream anew.
    void seed(int seed) {
        start = seed;
        words = null;
        position = WORDS;
    }

    /// The words that a seed stands for. Most generators that are made, one for each batch of a training, are never asked.
    private static int[] begun(int seed) {
        int[] words = new int[WORDS];
        words[0] = seed;
        for (int i = 1; i < WORDS; i++) words[i] = 1812433253 * (words[i - 1] ^ words[i - 1] >>> 30) + i;
        return words;
    }

    /// The next 32 random bits.
    int next() {
        if (position == WORDS) twist();
        return tempered(words[position++]);
    }

    /// The next random bits of many draws.
    void fill(int[] bits, int count) {
        for (int done = 0; done < count;) {
            if (position == WORDS) twist();
            int[] w = words;
            int some = Math.min(count - done, WORDS - position), from = position;
            for (int i = 0; i < some; i++) bits[done + i] = tempered(w[from + i]);
            position += some;
            done += some;
        }
    }

    private static int tempered(int y) {
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >>> 18;
    }

    private void own() {
        if (words == null) words = begun(start);
        else if (shared) words = words.clone();
        shared = false;
    }

    /// Makes all words anew. Where a word and the distant one lie is plain in each loop, so that the compiler takes several words at a time.
    private void twist() {
        own();
        int[] w = words;
        for (int i = 0; i < WORDS - DISTANCE; i++) w[i] = w[i + DISTANCE] ^ mixed(w[i], w[i + 1]);
        for (int i = WORDS - DISTANCE; i < WORDS - 1; i++) w[i] = w[i - (WORDS - DISTANCE)] ^ mixed(w[i], w[i + 1]);
        w[WORDS - 1] = w[DISTANCE - 1] ^ mixed(w[WORDS - 1], w[0]);
        position = 0;
    }

    private static int mixed(int word, int following) {
        int bits = word & 0x80000000 | following & 0x7fffffff;
        return bits >>> 1 ^ -(bits & 1) & 0x9908b0df;
    }

    /// The words, which stay as they are. That costs nothing until the next are made, so the state can be taken before every step of a training.
    int[] words() {
        if (words == null) words = begun(start);
        shared = true;
        return words;
    }

    int position() { return position; }

    /// Goes on where another generator stood, with words that stay as they are.
    void restore(int[] from, int at) {
        words = from;
        shared = true;
        position = at;
    }
}
