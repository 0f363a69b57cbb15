package gradshell.kernel;

/// A loop that takes any number of results and inputs in the same way.
abstract class GatheringLoop extends Loop {
    @Override
    final void run(Object out, int oo, int os, int n, Object a, int ao, int as) {
        run(out, oo, os, n, new Object[] {a}, new int[] {ao}, new int[] {as});
    }

    @Override
    final void run(Object out, int oo, int os, int n, Object a, int ao, int as, Object b, int bo, int bs) {
        run(out, oo, os, n, new Object[] {a, b}, new int[] {ao, bo}, new int[] {as, bs});
    }

    @Override
    final void run(Object out, int oo, int os, int n, Object a, int ao, int as, Object b, int bo, int bs, Object c, int co, int cs) {
        run(out, oo, os, n, new Object[] {a, b, c}, new int[] {ao, bo, co}, new int[] {as, bs, cs});
    }

    private void run(Object out, int oo, int os, int n, Object[] in, int[] offsets, int[] steps) {
        run(0, n, new Object[] {out}, new int[] {oo}, new int[] {os}, in, offsets, steps);
    }

    @Override
    abstract void run(int from, int to, Object[] outs, int[] outOffsets, int[] outSteps, Object[] in, int[] offsets, int[] steps);
}
