package gradshell.nn;

import gradshell.tensor.Tensor;

/// What is made of the losses of all elements.
public enum Reduction {
    /// They are left as they are.
    NONE,
    /// Their mean.
    MEAN,
    /// Their sum.
    SUM;

    /// The reduction of a name: "none", "mean" or "sum".
    static Reduction named(String loss, String name) {
        for (Reduction reduction : values()) if (reduction.text().equals(name)) return reduction;
        throw new IllegalArgumentException(loss + ": there is no reduction \"" + name + "\"; use \"mean\", \"sum\" or \"none\"");
    }

    Tensor of(Tensor losses) {
        return switch (this) {
            case NONE -> losses;
            case MEAN -> losses.mean();
            case SUM -> losses.sum();
        };
    }

    private String text() { return name().toLowerCase(java.util.Locale.ROOT); }

    /// As it is written behind a loss; empty for the mean, which is what it is anyway.
    String wither() { return this == MEAN ? "" : ".reduction(\"" + text() + "\")"; }
}
