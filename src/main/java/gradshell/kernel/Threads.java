package gradshell.kernel;

import gradshell.array.Interruption;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Work on arrays, divided among threads.
///
/// Every piece writes to places of its own and computes what it would compute alone, so that results do not depend on how many
/// threads there are. `GRADSHELL_THREADS` says how many at the start; without it there are as many as cores.
public final class Threads {
    /// More than this makes no sense on any machine, and would be a slip of the keyboard.
    private static final int MOST = 1024;
    /// How long a thread that has nothing to do looks for more work before it sleeps, in nanoseconds: waking it takes longer than most loops.
    private static final long EAGER = 60_000;

    private static volatile int count = initial();
    private static final Job JOB = new Job();
    private static Worker[] workers = new Worker[0];
    /// Held by the thread whose work is being divided; others do theirs alone.
    private static final Object TURN = new Object();
    private static boolean taken;

    private Threads() {}

    /// A part of some work, from one number up to another.
    public interface Part {
        void run(int from, int to);
    }

    private static int initial() {
        String wanted = System.getenv("GRADSHELL_THREADS");
        if (wanted == null || wanted.isBlank()) return Runtime.getRuntime().availableProcessors();
        try {
            int n = Integer.parseInt(wanted.strip());
            if (n >= 1 && n <= MOST) return n;
        } catch (NumberFormatException _) {
            // Said below, with the other wrong values.
        }
        System.err.println("GRADSHELL_THREADS: \"" + wanted + "\" is no number from 1 to " + MOST + "; all cores are used");
        return Runtime.getRuntime().availableProcessors();
    }

    /// How many threads may work on one operation, the one that asks among them.
    public static int count() { return count; }

    /// Sets how many threads may work on one operation.
    public static void count(int threads) {
        if (threads < 1 || threads > MOST) throw new IllegalArgumentException("threads: " + threads + " is not between 1 and " + MOST + "; threads(1) computes everything on one");
        count = threads;
    }

    /// Runs a part for all of 0 … n - 1, in pieces whose sizes are multiples of `grain` (but for the last), on as many threads as there are.
    ///
    /// A piece must not depend on another. Work so small that it is not worth another thread's waking should come in one grain.
    ///
    /// @throws CancellationException if the calling thread is interrupted
    public static void split(int n, int grain, Part part) {
        int threads = Math.min(count, (n + grain - 1) / grain);
        if (threads <= 1 || Thread.currentThread() instanceof Worker || !take()) {
            if (n > 0) part.run(0, n);
            return;
        }
        try {
            // A few pieces for each thread, so that one that comes late leaves its share to the others.
            int pieces = threads * 4, size = Math.max(grain, (n + pieces - 1) / pieces / grain * grain);
            hire(threads - 1);
            int number = JOB.begin(part, n, size);
            for (int i = 0; i < threads - 1; i++) workers[i].wake();
            JOB.work(number);
            JOB.await();
        } finally {
            JOB.end();
            free();
        }
    }

    private static boolean take() {
        synchronized (TURN) {
            if (taken) return false;
            return taken = true;
        }
    }

    private static void free() {
        synchronized (TURN) {
            taken = false;
        }
    }

    private static void hire(int wanted) {
        if (workers.length >= wanted) return;
        Worker[] more = java.util.Arrays.copyOf(workers, wanted);
        for (int i = workers.length; i < wanted; i++) {
            more[i] = new Worker(i);
            more[i].start();
        }
        workers = more;
    }

    /// The work that is being divided: one piece of it after another is taken by whoever is free. There is only one, so that dividing allocates nothing.
    private static final class Job {
        /// In the upper half which work it is, in the lower how many of its pieces nobody has taken yet.
        private final AtomicLong open = new AtomicLong();
        private final AtomicInteger done = new AtomicInteger();
        // Read only by who has taken a piece: before that is done no other work begins.
        private Part part;
        private int n, size, pieces;
        private Thread owner;
        private boolean heldOff;
        private volatile Throwable failure;

        /// Opens some work, and answers its number.
        int begin(Part part, int n, int size) {
            this.part = part;
            this.n = n;
            this.size = size;
            pieces = (n + size - 1) / size;
            owner = Thread.currentThread();
            heldOff = Interruption.isHeldOff();
            failure = null;
            done.set(0);
            int number = (int) (open.get() >>> Integer.SIZE) + 1;
            open.set((long) number << Integer.SIZE | pieces);
            return number;
        }

        /// Keeps nothing of the work that is over.
        void end() {
            part = null;
            owner = null;
            failure = null;
        }

        /// The number of the work that has open pieces, or `last`.
        int number(int last) {
            long now = open.get();
            return (int) now == 0 ? last : (int) (now >>> Integer.SIZE);
        }

        /// Whether nobody wants any more what its pieces compute. Asked by those who are at one.
        boolean isCancelled() { return !heldOff && (failure != null || owner.isInterrupted()); }

        void work(int number) {
            for (long now; (int) ((now = open.get()) >>> Integer.SIZE) == number && (int) now > 0;) {
                if (!open.compareAndSet(now, now - 1)) continue;
                int i = pieces - (int) now, all = pieces;
                Thread waiting = owner;
                boolean whole = heldOff;
                try {
                    if (failure == null && !whole && waiting.isInterrupted()) throw new CancellationException("interrupted");
                    if (failure == null) part.run(i * size, Math.min(n, (i + 1) * size));
                } catch (Throwable e) {
                    failure = e;
                } finally {
                    if (done.incrementAndGet() == all) LockSupport.unpark(waiting);
                }
            }
        }

        /// Waits for the pieces that others have begun, then hands on what went wrong.
        void await() {
            boolean interrupted = false;
            for (int spins = 0; done.get() < pieces; spins++) {
                if (spins < 2000) Thread.onSpinWait();
                else {
                    // A thread that is interrupted does not sleep; the others stop soon, since something went wrong.
                    interrupted |= Thread.interrupted();
                    if (interrupted && !heldOff && failure == null) failure = new CancellationException("interrupted");
                    LockSupport.parkNanos(this, 100_000);
                }
            }
            if (interrupted) owner.interrupt();
            switch (failure) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(failure);
            }
        }
    }

    private static final class Worker extends Thread implements Interruption.ForAnother {
        private volatile boolean asleep;

        Worker(int number) {
            super("gradshell-" + (number + 1));
            setDaemon(true);
        }

        @Override
        public boolean isCancelled() { return JOB.isCancelled(); }

        void wake() {
            if (asleep) LockSupport.unpark(this);
        }

        @Override
        public void run() {
            for (int number = 0; ; ) JOB.work(number = next(number));
        }

        /// Waits for other work than the last.
        private int next(int last) {
            long since = System.nanoTime();
            while (true) {
                int number = JOB.number(last);
                if (number != last) return number;
                if (System.nanoTime() - since < EAGER) {
                    Thread.onSpinWait();
                    continue;
                }
                asleep = true;
                if (JOB.number(last) == last) LockSupport.park(this);
                asleep = false;
            }
        }
    }
}
