package gradshell.kernel;

/// A loop over Java arrays: `out[oo + i·os] = f(a[ao + i·as], …)`.
///
/// Loops of one result and up to three inputs have a form of their own; all others have the one for any number of both.
abstract class Loop {
    /// In a vector loop, the loop for the elements that do not fill a vector; otherwise null.
    final Loop tail;

    Loop() { this(null); }

    Loop(Loop tail) { this.tail = tail; }

    /// Whether loops of so many results and inputs have a parameter for each.
    static boolean isSpread(int results, int inputs) { return results == 1 && inputs >= 1 && inputs <= 3; }

    /// Computes the elements i < n.
    void run(Object out, int oo, int os, int n, Object a, int ao, int as) { throw wrong(1, 1); }

    void run(Object out, int oo, int os, int n, Object a, int ao, int as, Object b, int bo, int bs) { throw wrong(1, 2); }

    void run(Object out, int oo, int os, int n, Object a, int ao, int as, Object b, int bo, int bs, Object c, int co, int cs) { throw wrong(1, 3); }

    /// Computes the elements from ≤ i < to, for any number of results and inputs. The arrays of places and steps are only read.
    void run(int from, int to, Object[] outs, int[] outOffsets, int[] outSteps, Object[] in, int[] offsets, int[] steps) {
        if (!isSpread(outs.length, in.length)) throw wrong(outs.length, in.length);
        Object out = outs[0];
        int os = outSteps[0], oo = outOffsets[0] + from * os, n = to - from, ao = offsets[0] + from * steps[0];
        if (in.length == 1) {
            run(out, oo, os, n, in[0], ao, steps[0]);
            return;
        }
        int bo = offsets[1] + from * steps[1];
        if (in.length == 2) run(out, oo, os, n, in[0], ao, steps[0], in[1], bo, steps[1]);
        else run(out, oo, os, n, in[0], ao, steps[0], in[1], bo, steps[1], in[2], offsets[2] + from * steps[2], steps[2]);
    }

    private static IllegalArgumentException wrong(int results, int inputs) {
        return new IllegalArgumentException("fused: given " + counted(inputs, "input") + " and " + counted(results, "result") + ", but its formulas have another number of them");
    }

    static String counted(int count, String what) { return count + " " + what + (count == 1 ? "" : "s"); }
}
