package gradshell.kernel;

import java.util.Arrays;

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
    private final int arity, results;
    /// By bits that say which inputs go on by 1; then for any steps; then for one element.
    private final Loop[] table;
    /// The patterns of more inputs that were asked for.
    private volatile Other[] others = {};
    private long seen;

    Loops(Program program) { this(program, Mode.CHOSEN); }

    Loops(Program program, Mode mode) {
        this.program = program;
        this.mode = mode;
        this.evaluator = new Evaluator(program);
        this.arity = program.inputs().size();
        this.results = program.results().size();
        this.table = new Loop[(1 << Math.min(arity, TABLED)) + 2];
    }

    Loop at(int os, int n, int as) {
        return entry(n == 1 ? table.length - 1 : os == 1 && (as & ~1) == 0 ? as : table.length - 2, 1, 1);
    }

    Loop at(int os, int n, int as, int bs) {
        return entry(n == 1 ? table.length - 1 : os == 1 && ((as | bs) & ~1) == 0 ? as + 2 * bs : table.length - 2, 1, 2);
    }

    Loop at(int os, int n, int as, int bs, int cs) {
        return entry(n == 1 ? table.length - 1 : os == 1 && ((as | bs | cs) & ~1) == 0 ? as + 2 * bs + 4 * cs : table.length - 2, 1, 3);
    }

    Loop at(int[] outSteps, int n, int[] steps) {
        if (n == 1) return entry(table.length - 1, outSteps.length, steps.length);
        int gaps = 0;
        long ones = 0;
        for (int step : outSteps) gaps |= step - 1;
        for (int i = 0; i < steps.length; i++) {
            gaps |= steps[i] & ~1;
            ones |= (long) (steps[i] & 1) << i;
        }
        if (gaps != 0 || steps.length >= Long.SIZE) return entry(table.length - 2, outSteps.length, steps.length);
        return arity <= TABLED ? entry((int) ones, outSteps.length, steps.length) : other(ones, outSteps.length, steps.length).loop;
    }

    private Loop entry(int index, int outs, int inputs) {
        check(outs, inputs);
        Loop loop = table[index];
        return loop != null ? loop : (table[index] = new Cold(steps(index)));
    }

    private void check(int outs, int inputs) {
        if (inputs != arity || outs != results) throw new IllegalArgumentException("fused: given " + Loop.counted(inputs, "input") + " and " + Loop.counted(outs, "result")
                + " for formulas of " + arity + " and " + results);
    }

    /// The present loop of a pattern that has no place in the table.
    private static final class Other {
        final long ones;
        Loop loop;

        Other(long ones, Loop loop) {
            this.ones = ones;
            this.loop = loop;
        }
    }

    private Other other(long ones, int outs, int inputs) {
        check(outs, inputs);
        for (Other other : others) if (other.ones == ones) return other;
        synchronized (this) {
            for (Other other : others) if (other.ones == ones) return other;
            Other[] more = Arrays.copyOf(others, others.length + 1);
            Other added = more[others.length] = new Other(ones, new Cold(Steps.neighbours(ones)));
            others = more;
            return added;
        }
    }

    private Steps steps(int index) {
        return index == table.length - 1 ? Steps.SINGLE : index == table.length - 2 ? Steps.ANY : Steps.neighbours(index);
    }

    private Loop present(Steps steps) {
        return switch (steps.form()) {
            case SINGLE -> table[table.length - 1];
            case ANY -> table[table.length - 2];
            case NEIGHBOURS -> arity <= TABLED ? table[(int) steps.ones()] : other(steps.ones(), results, arity).loop;
        };
    }

    private void put(Steps steps, Loop loop) {
        switch (steps.form()) {
            case SINGLE -> table[table.length - 1] = loop;
            case ANY -> table[table.length - 2] = loop;
            case NEIGHBOURS -> {
                if (arity <= TABLED) table[(int) steps.ones()] = loop;
                else other(steps.ones(), results, arity).loop = loop;
            }
        }
    }

    /// The loop to take for the next `n` elements of a pattern that has none yet. Threads that begin together wait for one loop: HotSpot
    /// compiles one sooner than two.
    private synchronized Loop warm(Steps steps, int n) {
        if (!(present(steps) instanceof Cold)) return present(steps);
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
        return mode == Mode.AUTO && Upgrade.canBe(program, steps) ? new Warm(steps, scalar) : scalar;
    }

    /// A scalar loop that counts what passes through it, until it is hot enough for vector code.
    private final class Warm extends Loop {
        private final Steps pattern;
        private final Loop scalar;
        private long passed;

        Warm(Steps pattern, Loop scalar) {
            this.pattern = pattern;
            this.scalar = scalar;
        }

        @Override
        void run(Object out, int oo, int os, int n, Object a, int ao, int as) {
            scalar.run(out, oo, os, n, a, ao, as);
            count(n);
        }

        @Override
        void run(Object out, int oo, int os, int n, Object a, int ao, int as, Object b, int bo, int bs) {
            scalar.run(out, oo, os, n, a, ao, as, b, bo, bs);
            count(n);
        }

        @Override
        void run(Object out, int oo, int os, int n, Object a, int ao, int as, Object b, int bo, int bs, Object c, int co, int cs) {
            scalar.run(out, oo, os, n, a, ao, as, b, bo, bs, c, co, cs);
            count(n);
        }

        @Override
        void run(int from, int to, Object[] outs, int[] outOffsets, int[] outSteps, Object[] in, int[] offsets, int[] steps) {
            scalar.run(from, to, outs, outOffsets, outSteps, in, offsets, steps);
            count(to - from);
        }

        private void count(int n) {
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
        void run(int from, int to, Object[] outs, int[] outOffsets, int[] outSteps, Object[] in, int[] offsets, int[] steps) {
            warm(pattern, to - from).run(from, to, outs, outOffsets, outSteps, in, offsets, steps);
        }
    }
}
