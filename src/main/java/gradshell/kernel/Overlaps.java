package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.Layout;
import gradshell.formula.Formula;

/// Windows put back where they were taken from; where they overlap their numbers are added.
public final class Overlaps {
    private static final Formula SUM = Formula.X.add(Formula.Y);

    private Overlaps() {}

    /// Adds windows to a dimension of `target`, one place of the window after the other.
    ///
    /// @param x its last dimension runs through the places of a window, `dim` counts the windows
    public static void add(Array target, Array x, int dim, int step, int dilation) {
        Fused add = Fused.of(SUM, x.dtype(), x.dtype(), x.dtype());
        int last = x.shape().rank() - 1, count = x.shape().size(dim);
        if (x.elements() == 0) return;
        for (int tap = 0; tap < x.shape().size(last); tap++) {
            Layout places = target.layout().slice(dim, tap * dilation, count, step);
            Array part = target.view(places);
            add.apply(part, part, x.view(x.layout().select(last, tap)));
        }
    }
}
