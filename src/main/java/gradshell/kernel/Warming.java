package gradshell.kernel;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Generated vector code that is made when it is worth it, and handed out when it has become faster than what does its work until then.
final class Warming<T> {
    /// So many multiplications are worth the warming.
    private static final long HOT = 1_000_000;
    private static final int ROUNDS = 64;
    /// How long code is tried before it is another's turn, in nanoseconds.
    private static final long TURN = TimeUnit.SECONDS.toNanos(1);

    /// For tests: whether everything is made at once, without a race.
    private static volatile boolean always;
    private static volatile boolean loaded;
    private static long wanted;

    private final Supplier<T> make;
    private final Race<T> race;
    private volatile T ready;
    private long seen;
    private boolean begun;
    private T code;
    /// The time until the next turn, in milliseconds. A machine that is busy now may have time later.
    private long pause = 20;

    /// A piece of work done by the vector code, and the same piece done the other way.
    interface Race<T> {
        void vector(T code);

        void scalar();
    }

    Warming(Supplier<T> make, Race<T> race) {
        this.make = make;
        this.race = race;
    }

    /// Whether the Vector API may be asked about vectors: loading it takes tens of milliseconds, so it is done away from the threads that compute.
    ///
    /// @param work how many multiplications it would do now
    static boolean loaded(long work) { return loaded || load(work); }

    private static synchronized boolean load(long work) {
        if (!possible()) return false;
        if (atOnce()) return loaded = VectorEmitter.sums() > 0;
        wanted += work;
        if (wanted < HOT) return false;
        // Never again.
        wanted = Long.MIN_VALUE;
        Upgrade.later(() -> loaded = VectorEmitter.sums() > 0);
        return false;
    }

    static void always(boolean wanted) { always = wanted; }

    private static boolean atOnce() { return always || Mode.CHOSEN == Mode.VECTOR; }

    private static boolean possible() { return Upgrade.POSSIBLE && Mode.CHOSEN != Mode.EVALUATOR && Mode.CHOSEN != Mode.SCALAR; }

    /// The code if it is warm, otherwise null.
    ///
    /// @param work how many multiplications it would do now
    T get(long work) {
        T known = ready;
        return known != null ? known : begin(work);
    }

    /// The code, warm or not.
    synchronized T made() { return ready != null ? ready : (ready = make.get()); }

    private synchronized T begin(long work) {
        if (ready != null || !possible()) return ready;
        if (atOnce()) return ready = make.get();
        seen += work;
        if (begun || seen < HOT) return null;
        begun = true;
        Upgrade.later(this::warm);
        return null;
    }

    private void warm() {
        if (code == null) code = make.get();
        long start = System.nanoTime();
        // The other way has to become warm too.
        for (int rounds = 0, wins = 0; rounds < ROUNDS || wins < 4; rounds++) {
            long begin = System.nanoTime();
            if (begin - start > TURN) {
                Upgrade.later(this::warm, pause *= 2);
                return;
            }
            race.vector(code);
            long middle = System.nanoTime();
            race.scalar();
            wins = middle - begin < 0.8 * (System.nanoTime() - middle) ? wins + 1 : 0;
        }
        ready = code;
    }
}
