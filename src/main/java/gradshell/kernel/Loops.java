package gradshell.kernel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The loops of one program, one for each pattern of steps, and how they change into faster ones.
///
/// The table is written without locks: a thread that sees an older loop gets the same bits from it.
final class Loops {
    /// So many elements are worth a generated class.
    private static final int WARM = 1000;
    /// So many elements, in runs of at least LONG, are worth vector code.
    private static final int HOT = 200_000, LONG = 64;
    /// Up to so many inputs each pattern of steps has a place in the table.
    private static final int TABLED = 6;

    private final Program program;
    private final Mode mode;
    private final GatheringLoop evaluator;
    private final int arity;
    /// By bits that say which inputs go on by 1; then for any steps; then for one element.
    private final Loop[] table;
    private final Map<Steps, Loop> others = new ConcurrentHashMap<>();
    private long seen;

    Loops(Program program) { this(program, Mode.CHOSEN); }

    Loops(Program program, Mode mode) {
        this.program = program;
        this.mode = mode;
        this.evaluator = new Evaluator(program);
        this.arity = program.inputs().size();
        this.table = new Loop[(1 << Math.min(arity, TABLED)) + 2];
    }

    Loop at(int os, int n, int as) {
        return at(n == 1 ? table.length - 1 : os == 1 && (as & ~1) == 0 ? as : table.length - 2, 1);
    }

    Loop at(int os, int n, int as, int bs) {
        return at(n == 1 ? table.length - 1 : os == 1 && ((as | bs) & ~1) == 0 ? as + 2 * bs : table.length - 2, 2);
    }

    Loop at(int os, int n, int as, int bs, int cs) {
        return at(n == 1 ? table.length - 1 : os == 1 && ((as | bs | cs) & ~1) == 0 ? as + 2 * bs + 4 * cs : table.length - 2, 3);
    }

    Loop at(int os, int n, int[] steps) {
        int all = os - 1;
        long ones = 0;
        for (int i = 0; i < steps.length; i++) {
            all |= steps[i] & ~1;
            ones |= (long) (steps[i] & 1) << i;
        }
        boolean neighbours = all == 0 && steps.length < Long.SIZE;
        if (arity <= TABLED || n == 1 || !neighbours) return at(n == 1 ? table.length - 1 : neighbours ? (int) ones : table.length - 2, steps.length);
        return others.computeIfAbsent(Steps.neighbours(ones), Cold::new);
    }

    private Loop at(int index, int given) {
        if (given != arity)
            throw new IllegalArgumentException("fused: given " + given + (given == 1 ? " input" : " inputs") + " for a formula of " + arity);
        Loop loop = table[index];
        return loop != null ? loop : (table[index] = new Cold(steps(index)));
    }

    private Steps steps(int index) {
        return index == table.length - 1 ? Steps.SINGLE : index == table.length - 2 ? Steps.ANY : Steps.neighbours(index);
    }

    private void put(Steps steps, Loop loop) {
        switch (steps.form()) {
            case SINGLE -> table[table.length - 1] = loop;
            case ANY -> table[table.length - 2] = loop;
            case NEIGHBOURS -> {
                if (arity <= TABLED) table[(int) steps.ones()] = loop;
                else others.put(steps, loop);
            }
        }
    }

    /// The loop to take for the next `n` elements of a pattern that has none yet.
    private Loop warm(Steps steps, int n) {
        seen += n;
        if (mode == Mode.EVALUATOR || mode == Mode.AUTO && seen < WARM) return evaluator;
        Loop loop = compiled(steps);
        put(steps, loop);
        return loop;
    }

    private Loop compiled(Steps steps) {
        if (program.steps().size() > Parts.LIMIT) return Parts.of(program, mode);
        Loop scalar = ScalarCode.compile(program, steps);
        if (mode == Mode.VECTOR && Upgrade.canBe(program, steps)) return VectorCode.compile(program, steps, scalar);
        return mode == Mode.AUTO && Upgrade.pays(program, steps) ? new Warm(steps, scalar) : scalar;
    }

    /// A scalar loop that counts what passes through it, until it is hot enough for vector code.
    private final class Warm extends GatheringLoop {
        private final Steps pattern;
        private final Loop scalar;
        private long passed;

        Warm(Steps pattern, Loop scalar) {
            this.pattern = pattern;
            this.scalar = scalar;
        }

        @Override
        void run(Object out, int oo, int os, int n, Object[] in, int[] offsets, int[] steps) {
            forward(scalar, out, oo, os, n, in, offsets, steps);
            if (n < LONG) return;
            passed += n;
            if (passed < HOT) return;
            put(pattern, scalar);
            Upgrade.begin(program, pattern, scalar, loop -> put(pattern, loop));
        }
    }

    /// Stands in the place of a loop until there is one.
    private final class Cold extends GatheringLoop {
        private final Steps pattern;

        Cold(Steps pattern) { this.pattern = pattern; }

        @Override
        void run(Object out, int oo, int os, int n, Object[] in, int[] offsets, int[] steps) {
            forward(warm(pattern, n), out, oo, os, n, in, offsets, steps);
        }
    }
}
