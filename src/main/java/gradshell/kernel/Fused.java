package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Interruption;
import gradshell.array.Layout;
import gradshell.array.ShapeException;
import gradshell.formula.Formula;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// One formula, or several over the same inputs, as a loop over arrays.
///
/// Every form of the loop gives the same bits (all NaNs count as one), so nobody sees when a faster one takes over.
public final class Fused {
    /// How many elements are computed between two looks at the thread's interruption.
    static final int POLL = 1 << 18;

    /// So many programs are remembered before all are forgotten: formulas whose constants keep changing must not fill the memory.
    private static final int MANY = 4096;

    private static final Map<Program, Fused> ALL = new ConcurrentHashMap<>();
    /// What was asked for lately, found by identity.
    private static final Asked[] LATELY = new Asked[256];

    private record Asked(Formula formula, DType compute, DType[] inputs, Fused answer) {}

    private final Program program;
    private final Loops loops;
    /// Up to so many elements are computed by one thread: twice what is worth another's waking.
    private final int alone;

    private Fused(Program program) {
        this.program = program;
        this.loops = new Loops(program);
        this.alone = program.steps().size() > 20 ? 1 << 14 : 1 << 16;
    }

    /// The loop of a formula; asking again gives the same one. Numbers that change from call to call are better inputs than constants.
    ///
    /// @param compute the type in which numbers are computed; inputs are converted to it when they are loaded
    /// @param inputs the types of the inputs
    public static Fused of(Formula formula, DType compute, DType... inputs) {
        int types = compute.ordinal() * 7 + (inputs.length > 0 ? inputs[0].ordinal() : 0);
        int slot = (System.identityHashCode(formula) * 31 + types) & LATELY.length - 1;
        Asked asked = LATELY[slot];
        if (asked != null && asked.formula == formula && asked.compute == compute && Arrays.equals(asked.inputs, inputs)) return asked.answer;
        if (ALL.size() >= MANY) ALL.clear();
        Fused answer = ALL.computeIfAbsent(Program.of(formula, compute, List.of(inputs)), Fused::new);
        LATELY[slot] = new Asked(formula, compute, inputs.clone(), answer);
        return answer;
    }

    /// The loop that computes several formulas over the same inputs, each into a result of its own; what they have in common is computed once.
    public static Fused of(List<Formula> results, DType compute, DType... inputs) {
        if (results.isEmpty()) throw new IllegalArgumentException("fused: no formula is given; a loop computes one at least");
        if (ALL.size() >= MANY) ALL.clear();
        return ALL.computeIfAbsent(Program.of(results, compute, List.of(inputs)), Fused::new);
    }

    /// Whether formulas are short enough for one loop. Longer ones are computed in several, block by block, at some cost.
    public static boolean fits(List<Formula> results, DType compute, DType... inputs) {
        return Program.of(results, compute, List.of(inputs)).steps().size() <= Parts.LIMIT;
    }

    /// The type of the elements that come out: BOOL if the formula is a truth, otherwise the type of computation.
    public DType result() { return result(0); }

    /// The same of one of several results.
    public DType result(int number) { return program.result(number); }

    /// Computes `out[oo + i·os] = f(a[ao + i·as])` for i < n. `out` may be an input with the same offset and step.
    public void run(Object out, int oo, int os, int n, Object a, int ao, int as) {
        loops.at(os, n, as).run(out, oo, os, n, a, ao, as);
    }

    /// Computes `out[oo + i·os] = f(a[ao + i·as], b[bo + i·bs])` for i < n. `out` may be an input with the same offset and step.
    public void run(Object out, int oo, int os, int n, Object a, int ao, int as, Object b, int bo, int bs) {
        loops.at(os, n, as, bs).run(out, oo, os, n, a, ao, as, b, bo, bs);
    }

    /// Computes `out[oo + i·os] = f(a[ao + i·as], b[bo + i·bs], c[co + i·cs])` for i < n. `out` may be an input with the same offset and step.
    public void run(Object out, int oo, int os, int n, Object a, int ao, int as, Object b, int bo, int bs, Object c, int co, int cs) {
        loops.at(os, n, as, bs, cs).run(out, oo, os, n, a, ao, as, b, bo, bs, c, co, cs);
    }

    /// The same for any number of inputs.
    public void run(Object out, int oo, int os, int n, Object[] in, int[] offsets, int[] steps) {
        run(n, new Object[] {out}, new int[] {oo}, new int[] {os}, in, offsets, steps);
    }

    /// Computes for i < n element `outOffsets[r] + i·outSteps[r]` of each result r from element `offsets[k] + i·steps[k]` of each input k.
    ///
    /// A result may be an input with the same offset and step; otherwise no two may overlap. Nothing is allocated once the loop is hot.
    public void run(int n, Object[] outs, int[] outOffsets, int[] outSteps, Object[] in, int[] offsets, int[] steps) {
        loops.at(outSteps, n, steps).run(0, n, outs, outOffsets, outSteps, in, offsets, steps);
    }

    /// The same for the elements from ≤ i < to.
    public void run(int from, int to, Object[] outs, int[] outOffsets, int[] outSteps, Object[] in, int[] offsets, int[] steps) {
        loops.at(outSteps, to - from, steps).run(from, to, outs, outOffsets, outSteps, in, offsets, steps);
    }

    /// Computes all elements of `out`; the input has its shape or one element.
    public void apply(Array out, Array a) {
        Layout o = out.layout(), p = a.layout();
        int n = out.elements(), as = step(p);
        if (n == 1) run(out.storage().values(), o.offset(), 1, 1, a.storage().values(), p.offset(), 1);
        else if (n <= alone && o.isContiguous() && as >= 0) run(out.storage().values(), o.offset(), 1, n, a.storage().values(), p.offset(), as);
        else apply(new Array[] {out}, new Array[] {a});
    }

    /// Computes all elements of `out`; each input has its shape or one element.
    public void apply(Array out, Array a, Array b) {
        Layout o = out.layout(), p = a.layout(), q = b.layout();
        int n = out.elements();
        if (n == 1) {
            run(out.storage().values(), o.offset(), 1, 1, a.storage().values(), p.offset(), 1, b.storage().values(), q.offset(), 1);
            return;
        }
        int as = step(p), bs = step(q);
        if (n <= alone && o.isContiguous() && (as | bs) >= 0)
            run(out.storage().values(), o.offset(), 1, n, a.storage().values(), p.offset(), as, b.storage().values(), q.offset(), bs);
        else apply(new Array[] {out}, new Array[] {a, b});
    }

    /// Computes all elements of `out`; each input has its shape or one element.
    public void apply(Array out, Array a, Array b, Array c) {
        Layout o = out.layout(), p = a.layout(), q = b.layout(), r = c.layout();
        int n = out.elements();
        if (n == 1) {
            run(out.storage().values(), o.offset(), 1, 1, a.storage().values(), p.offset(), 1, b.storage().values(), q.offset(), 1,
                    c.storage().values(), r.offset(), 1);
            return;
        }
        int as = step(p), bs = step(q), cs = step(r);
        if (n <= alone && o.isContiguous() && (as | bs | cs) >= 0)
            run(out.storage().values(), o.offset(), 1, n, a.storage().values(), p.offset(), as, b.storage().values(), q.offset(), bs,
                    c.storage().values(), r.offset(), cs);
        else apply(new Array[] {out}, new Array[] {a, b, c});
    }

    /// Computes all elements of `out`; each input has its shape or one element.
    public void apply(Array out, Array[] in) {
        switch (in.length) {
            case 1 -> apply(out, in[0]);
            case 2 -> apply(out, in[0], in[1]);
            case 3 -> apply(out, in[0], in[1], in[2]);
            default -> apply(new Array[] {out}, in);
        }
    }

    /// Computes all elements of several results of one shape; each input has it or one element.
    public void apply(Array[] outs, Array[] in) { over(outs, in).run(); }

    /// What does so each time it is run; not on two threads at a time.
    public Runnable over(Array[] outs, Array[] in) {
        int gaps = 0;
        for (int r = 1; r < outs.length; r++) if (!outs[r].shape().equals(outs[0].shape()))
            throw new ShapeException("fused: results of shapes " + outs[0].shape() + " and " + outs[r].shape() + " cannot be computed by one loop; they must be equal");
        for (Array out : outs) if (!out.layout().isContiguous()) gaps = -1;
        for (Array x : in) gaps |= step(x.layout());
        if (gaps >= 0) return new Dense(outs, in);
        return RepeatedRows.fit(outs, in) ? () -> RepeatedRows.run(this, outs, in) : walked(outs, in);
    }

    /// All elements of arrays without gaps, and single numbers.
    private final class Dense implements Runnable {
        private final Object[] outs, in;
        private final int[] outOffsets, outSteps, offsets, steps;
        private final int n;
        private final Threads.Part part = this::part;

        Dense(Array[] outs, Array[] in) {
            n = outs[0].elements();
            this.outs = values(outs);
            this.in = values(in);
            outOffsets = new int[outs.length];
            outSteps = new int[outs.length];
            offsets = new int[in.length];
            steps = new int[in.length];
            for (int r = 0; r < outs.length; r++) {
                outOffsets[r] = outs[r].layout().offset();
                outSteps[r] = 1;
            }
            for (int k = 0; k < in.length; k++) {
                offsets[k] = in[k].layout().offset();
                steps[k] = step(in[k].layout());
            }
        }

        @Override
        public void run() {
            if (n <= alone) Fused.this.run(n, outs, outOffsets, outSteps, in, offsets, steps);
            else Threads.split(n, alone / 2, part);
        }

        private void part(int from, int to) {
            for (int i = from; i < to; i += POLL) {
                int end = Math.min(to, i + POLL);
                Interruption.check();
                loops.at(outSteps, end - i, steps).run(i, end, outs, outOffsets, outSteps, in, offsets, steps);
            }
        }
    }

    private static Object[] values(Array[] arrays) {
        Object[] values = new Object[arrays.length];
        for (int i = 0; i < arrays.length; i++) values[i] = arrays[i].storage().values();
        return values;
    }

    /// The step with which one loop reaches all elements: 1 without gaps, 0 for a single number, -1 if there is none.
    static int step(Layout layout) {
        int elements = layout.shape().elements();
        if (elements == 1) return 0;
        if (layout.isContiguous()) return 1;
        for (int i = layout.shape().rank() - 1; i >= 0; i--) if (layout.stride(i) != 0 && layout.shape().size(i) != 1) return -1;
        return 0;
    }

    /// Visits runs of elements that lie at constant steps in all arrays.
    private Runnable walked(Array[] outs, Array[] in) {
        Walk walk = Walk.over(outs, in);
        Object[] targets = values(outs), values = values(in);
        return () -> {
            walk.begin();
            int credit = POLL;
            while (walk.hasNext()) {
                int n = Math.min(walk.length(), POLL);
                if (credit < n) {
                    Interruption.check();
                    credit = POLL;
                }
                credit -= n;
                run(n, targets, walk.outOffsets(), walk.outSteps(), values, walk.offsets(), walk.steps());
                walk.advance(n);
            }
        };
    }
}
