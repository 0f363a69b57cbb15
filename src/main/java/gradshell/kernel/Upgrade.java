package gradshell.kernel;

import gradshell.array.DType;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Turns hot scalar loops into vector loops, away from the threads that compute.
///
/// Vector code that HotSpot has not compiled yet is a hundred times slower than scalar code. So it runs on made-up numbers first,
/// and is handed out only when it has become faster than the scalar loop.
final class Upgrade implements Runnable {
    /// Whether there is a Vector API. It is brought in by the first task on the thread below, unless everything is to be vectors at once.
    static final boolean POSSIBLE = Mode.CHOSEN == Mode.VECTOR ? VectorModule.load() : VectorModule.isPossible();

    private static final class Loaded {
        static final boolean NOW = VectorModule.load();
    }

    private static final ScheduledThreadPoolExecutor THREAD = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "gradshell-vector-code");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    });

    static {
        THREAD.setKeepAliveTime(10, TimeUnit.SECONDS);
        THREAD.allowCoreThreadTimeOut(true);
    }

    private static final int LENGTH = 512;
    /// How long one loop is tried before it is another's turn, in nanoseconds.
    static final long TURN = TimeUnit.MILLISECONDS.toNanos(400);
    /// The pause before the first turn, in milliseconds: HotSpot is busy with the scalar code that has just become hot.
    private static final long CALM = 20;
    /// The pause after the first turn, in milliseconds; each is twice as long as the one before. On a busy machine HotSpot takes its time.
    private static final long PAUSE = 50;
    /// After so many turns a loop stays scalar.
    private static final int TURNS = 11;

    private final BooleanSupplier attempt;
    private final Runnable then;
    private int turns;

    private Upgrade(BooleanSupplier attempt, Runnable then) {
        this.attempt = attempt;
        this.then = then;
    }

    /// Whether there can be vector code.
    static boolean canBe(Program program, Steps steps) {
        return POSSIBLE && steps.form() == Steps.Form.NEIGHBOURS && LoopCode.numbers(program) != null;
    }

    /// Begins an upgrade.
    ///
    /// @param better is given the vector loop, if that becomes the faster
    static void begin(Program program, Steps steps, Loop scalar, Consumer<Loop> better) {
        Loop[] vector = {null};
        begin(() -> {
            if (vector[0] == null) vector[0] = VectorCode.compile(program, steps, scalar);
            return overtakes(program, steps, scalar, vector[0]);
        }, () -> better.accept(vector[0]));
    }

    /// Begins to run vector code until it is fast, with pauses.
    ///
    /// @param attempt runs it for a turn and answers whether it is fast now
    /// @param then    what is done when it is
    static void begin(BooleanSupplier attempt, Runnable then) { later(new Upgrade(attempt, then)); }

    /// Does something on the thread that warms vector code, if that can be had.
    static void later(Runnable task) { later(task, CALM); }

    /// The same after a pause in milliseconds.
    static void later(Runnable task, long pause) {
        THREAD.schedule(() -> {
            if (Loaded.NOW) task.run();
        }, pause, TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        if (attempt.getAsBoolean()) then.run();
        else if (++turns < TURNS) later(this, PAUSE << turns);
    }

    private static boolean overtakes(Program program, Steps steps, Loop scalar, Loop vector) {
        int arity = program.inputs().size(), results = program.results().size();
        Random random = new Random(0);
        Object[] in = new Object[arity], outs = new Object[results];
        int[] places = new int[arity], strides = new int[arity], outPlaces = new int[results], ones = new int[results];
        for (int i = 0; i < arity; i++) {
            in[i] = numbers(program.inputs().get(i), random);
            strides[i] = steps.stays(i) ? 0 : 1;
            // HotSpot vectorises only scalar loops that begin at one place of all arrays; the others are to be overtaken.
            places[i] = i + 1;
        }
        for (int r = 0; r < results; r++) {
            outs[r] = program.result(r).allocate(LENGTH);
            ones[r] = 1;
        }
        long start = System.nanoTime();
        for (int wins = 0; wins < 4;) {
            if (System.nanoTime() - start > TURN) return false;
            long time = time(vector, outs, outPlaces, ones, in, places, strides);
            // HotSpot's first tiers are slower than any scalar loop, so what is faster has come through all of them.
            wins = time < 0.9 * time(scalar, outs, outPlaces, ones, in, places, strides) ? wins + 1 : 0;
        }
        return true;
    }

    /// The time of some runs, over lengths with and without a rest, so that no branch stays unseen.
    private static long time(Loop loop, Object[] outs, int[] outPlaces, int[] ones, Object[] in, int[] places, int[] strides) {
        long start = System.nanoTime();
        for (int i = 0; i < 16; i++) loop.run(0, i == 15 ? 5 : LENGTH - (i & 3), outs, outPlaces, ones, in, places, strides);
        return System.nanoTime() - start;
    }

    private static Object numbers(DType type, Random random) {
        int length = LENGTH + 64;
        Object values = type.allocate(length);
        for (int i = 0; i < length; i++) {
            // A few lie far out, where functions take other ways.
            double number = random.nextGaussian() * (i % 256 == 255 ? 1e9 : 1);
            switch (values) {
                case float[] floats -> floats[i] = (float) number;
                case double[] doubles -> doubles[i] = number;
                case boolean[] truths -> truths[i] = random.nextBoolean();
                default -> throw new AssertionError(type);
            }
        }
        return values;
    }
}
