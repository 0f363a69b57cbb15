package gradshell.kernel;

/// A loop over Java arrays: `out[oo + i·os] = f(a[ao + i·as], …)` for i < n. Each loop has the form for its own number of inputs.
abstract class Loop {
    /// In a vector loop, the loop for the elements that do not fill a vector; otherwise null.
    final Loop tail;

    Loop() { this(null); }

    Loop(Loop tail) { this.tail = tail; }

    void run(Object out, int oo, int os, int n, Object a, int ao, int as) { throw wrongArity(1); }

    void run(Object out, int oo, int os, int n, Object a, int ao, int as, Object b, int bo, int bs) { throw wrongArity(2); }

    void run(Object out, int oo, int os, int n, Object a, int ao, int as, Object b, int bo, int bs, Object c, int co, int cs) { throw wrongArity(3); }

    void run(Object out, int oo, int os, int n, Object[] in, int[] offsets, int[] steps) { throw wrongArity(in.length); }

    private static IllegalArgumentException wrongArity(int given) {
        return new IllegalArgumentException("fused: given " + given + (given == 1 ? " input" : " inputs")
                + ", but its formula has another number of them");
    }
}
