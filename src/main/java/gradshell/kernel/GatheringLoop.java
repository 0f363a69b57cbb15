package gradshell.kernel;

/// A loop that takes any number of inputs in the same way.
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

    @Override
    abstract void run(Object out, int oo, int os, int n, Object[] in, int[] offsets, int[] steps);

    /// Runs another loop in the form for its number of inputs.
    static void forward(Loop loop, Object out, int oo, int os, int n, Object[] in, int[] offsets, int[] steps) {
        switch (in.length) {
            case 1 -> loop.run(out, oo, os, n, in[0], offsets[0], steps[0]);
            case 2 -> loop.run(out, oo, os, n, in[0], offsets[0], steps[0], in[1], offsets[1], steps[1]);
            case 3 -> loop.run(out, oo, os, n, in[0], offsets[0], steps[0], in[1], offsets[1], steps[1], in[2], offsets[2], steps[2]);
            default -> loop.run(out, oo, os, n, in, offsets, steps);
        }
    }
}
