package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;
import gradshell.tensor.Window;

/// One number for each window over the last dimensions.
///
/// @param kind which number
/// @param rank how many dimensions the windows have
/// @param norm the exponent of a power mean, otherwise 0
public record Pool(Kind kind, int rank, Window window, double norm) implements Layer {
    /// The largest number, the mean, or the root of the sum of powers.
    public enum Kind { MAX, AVG, LP }

    /// The distance from one window to the next; their size unless set.
    public Pool stride(int all) { return stride(new int[] {all}); }
    /// The same with a number for each dimension.
    public Pool stride(int... steps) { return with(window.stride(steps)); }
    /// Places put on both sides of each dimension.
    public Pool padding(int all) { return padding(new int[] {all}); }
    /// The same with a number for each dimension.
    public Pool padding(int... places) {
        if (kind == Kind.LP) throw new ShapeException(word() + ": it has no padding; put zeroPad" + rank + "d(…) in front");
        return with(window.padding(places));
    }
    /// The distance between two places of a window.
    public Pool dilation(int all) { return dilation(new int[] {all}); }
    /// The same with a number for each dimension.
    public Pool dilation(int... distances) {
        if (kind != Kind.MAX) throw new ShapeException(word() + ": it has no dilation; leave it out");
        return with(window.dilation(distances));
    }
    /// Lets a window that reaches beyond the end count too.
    public Pool ceilMode() { return with(window.ceilMode()); }
    /// Whether means count padding as zeros; true unless set.
    public Pool countIncludePad(boolean wanted) {
        if (kind != Kind.AVG) throw new ShapeException(word() + ": only means count padding; leave countIncludePad out");
        return with(window.countIncludePad(wanted));
    }

    private Pool with(Window window) { return new Pool(kind, rank, window, norm); }

    @Override
    public Tensor apply(Tensor x) {
        return switch (kind) {
            case MAX -> rank == 1 ? x.maxPool1d(window) : x.maxPool2d(window);
            case AVG -> rank == 1 ? x.avgPool1d(window) : x.avgPool2d(window);
            case LP -> powers(x);
        };
    }

    /// (Σ xᵖ)^(1/p), which PyTorch computes of the mean.
    private Tensor powers(Tensor x) {
        Tensor y = x.pow(norm);
        Tensor mean = rank == 1 ? y.avgPool1d(window) : y.avgPool2d(window);
        int places = 1;
        for (int i = 0; i < rank; i++) places *= window.size().get(window.size().size() == 1 ? 0 : i);
        return mean.sign().mul(mean.abs().relu()).mul(places).pow(1 / norm);
    }

    private String word() { return kind.name().toLowerCase(java.util.Locale.ROOT) + "Pool" + rank + "d"; }

    @Override
    public String toString() {
        String settings = window.toString().substring("window(".length());
        return word() + "(" + (kind == Kind.LP ? norm + ", " : "") + settings;
    }
}
