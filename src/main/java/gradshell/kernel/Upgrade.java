package gradshell.kernel;

import gradshell.array.DType;
import gradshell.formula.Fn;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Turns a hot scalar loop into a vector loop, away from the threads that compute.
///
/// Vector code that HotSpot has not compiled yet is a hundred times slower than scalar code. So it runs on made-up numbers first,
/// and is handed out only when it has become faster than the scalar loop.
final class Upgrade implements Runnable {
    /// Whether there is a Vector API; asking does not load it.
    static final boolean POSSIBLE = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

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

    private static final int LENGTH = 2048;
    /// After so much time a loop stays scalar for now.
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

    private final Program program;
    private final Steps steps;
    private final Loop scalar;
    private final Consumer<Loop> better;
    private Loop vector;
    /// The time until the next try, in milliseconds. A machine that is busy now may have time later.
    private long pause = TimeUnit.SECONDS.toMillis(2);

    private Upgrade(Program program, Steps steps, Loop scalar, Consumer<Loop> better) {
        this.program = program;
        this.steps = steps;
        this.scalar = scalar;
        this.better = better;
    }

    /// Whether there can be vector code.
    static boolean canBe(Program program, Steps steps) {
        return POSSIBLE && steps.form() == Steps.Form.NEIGHBOURS && LoopCode.numbers(program) != null;
    }

    /// Whether vector code can be expected to be faster: HotSpot makes vector instructions of plain arithmetic by itself.
    static boolean pays(Program program, Steps steps) {
        if (!canBe(program, steps)) return false;
        for (Step step : program.steps()) {
            if (step instanceof Step.Count || step instanceof Step.Load(_, DType from, _) && from == DType.BOOL) return true;
            if (step instanceof Step.Apply(Fn fn, _, _, _, _, _)) {
                switch (fn) {
                    case ADD, SUB, MUL, DIV, NEG, ABS, MIN, MAX, FMA, SQRT -> {}
                    default -> { return true; }
                }
            }
        }
        return false;
    }

    /// Begins an upgrade.
    ///
    /// @param better is given the vector loop when that has become the faster one
    static void begin(Program program, Steps steps, Loop scalar, Consumer<Loop> better) {
        THREAD.execute(new Upgrade(program, steps, scalar, better));
    }

    /// Does something on the thread that warms vector code, after so many milliseconds.
    static void later(Runnable task, long pause) { THREAD.schedule(task, pause, TimeUnit.MILLISECONDS); }

    @Override
    public void run() {
        if (vector == null) vector = VectorCode.compile(program, steps, scalar);
        if (overtakes()) better.accept(vector);
        else later(this, pause *= 3);
    }

    private boolean overtakes() {
        int arity = program.inputs().size();
        Random random = new Random(0);
        Object[] in = new Object[arity];
        for (int i = 0; i < arity; i++) in[i] = numbers(program.inputs().get(i), random);
        int results = program.results().size();
        Object[] outs = new Object[results];
        for (int r = 0; r < results; r++) outs[r] = program.result(r).allocate(LENGTH);
        int[] places = new int[Math.max(arity, results)], strides = new int[arity], ones = new int[results];
        Arrays.fill(ones, 1);
        for (int i = 0; i < arity; i++) strides[i] = steps.stays(i) ? 0 : 1;
        long start = System.nanoTime();
        for (int wins = 0; wins < 4;) {
            if (System.nanoTime() - start > PATIENCE) return false;
            long time = time(vector, outs, ones, in, places, strides);
            // HotSpot's first tiers are slower than any scalar loop, so what is faster has come through all of them.
            wins = time < 0.9 * time(scalar, outs, ones, in, places, strides) ? wins + 1 : 0;
        }
        return true;
    }

    /// The time of some runs, over lengths with and without a rest, so that no branch stays unseen.
    private static long time(Loop loop, Object[] outs, int[] ones, Object[] in, int[] places, int[] strides) {
        long start = System.nanoTime();
        for (int i = 0; i < 8; i++) loop.run(0, i == 7 ? 5 : LENGTH - (i & 3), outs, places, ones, in, places, strides);
        return System.nanoTime() - start;
    }

    private static Object numbers(DType type, Random random) {
        Object values = type.allocate(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            // A few lie far out, where functions take other ways.
            double number = random.nextGaussian() * (i % 512 == 511 ? 1e9 : 1);
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
