package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;
import gradshell.formula.Formula;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

/// One formula as a loop over arrays.
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

    private Fused(Program program) {
        this.program = program;
        this.loops = new Loops(program);
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

    /// The type of the elements that come out: BOOL if the formula is a truth, otherwise the type of computation.
    public DType result() { return program.result(); }

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
        GatheringLoop.forward(loops.at(os, n, steps), out, oo, os, n, in, offsets, steps);
    }

    /// Computes all elements of `out`; the input has its shape or one element.
    public void apply(Array out, Array a) {
        Layout o = out.layout(), p = a.layout();
        int n = out.elements(), as = step(p);
        if (n == 1) run(out.storage().values(), o.offset(), 1, 1, a.storage().values(), p.offset(), 1);
        else if (n <= POLL && o.isContiguous() && as >= 0) run(out.storage().values(), o.offset(), 1, n, a.storage().values(), p.offset(), as);
        else walk(out, a);
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
        if (n <= POLL && o.isContiguous() && (as | bs) >= 0)
            run(out.storage().values(), o.offset(), 1, n, a.storage().values(), p.offset(), as, b.storage().values(), q.offset(), bs);
        else walk(out, a, b);
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
        if (n <= POLL && o.isContiguous() && (as | bs | cs) >= 0)
            run(out.storage().values(), o.offset(), 1, n, a.storage().values(), p.offset(), as, b.storage().values(), q.offset(), bs,
                    c.storage().values(), r.offset(), cs);
        else walk(out, a, b, c);
    }

    /// Computes all elements of `out`; each input has its shape or one element.
    public void apply(Array out, Array[] in) {
        switch (in.length) {
            case 1 -> apply(out, in[0]);
            case 2 -> apply(out, in[0], in[1]);
            case 3 -> apply(out, in[0], in[1], in[2]);
            default -> walk(out, in);
        }
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
    private void walk(Array out, Array... in) {
        if (RepeatedRows.run(this, out, in)) return;
        Walk walk = Walk.over(out.layout(), in);
        Object[] values = new Object[in.length];
        for (int i = 0; i < in.length; i++) values[i] = in[i].storage().values();
        Object target = out.storage().values();
        int credit = POLL;
        while (walk.hasNext()) {
            int n = Math.min(walk.length(), POLL);
            if (credit < n) {
                if (Thread.currentThread().isInterrupted()) throw new CancellationException("interrupted");
                credit = POLL;
            }
            credit -= n;
            run(target, walk.outOffset(), walk.outStep(), n, values, walk.offsets(), walk.steps());
            walk.advance(n);
        }
    }
}
