package gradshell.nn;

import gradshell.tensor.Tensor;

/// Attention of a sequence to itself, then two linear layers, each added to its input and normed (Vaswani et al., 2017).
///
/// Sequences are `[batch, steps, width]`; this is not PyTorch's default, which `batchFirst(false)` gives: `[steps, batch, width]`. Masks are those of [MultiheadAttention].
///
/// @param normFirst whether the norms are in front of what they are otherwise behind
public record TransformerEncoderLayer(MultiheadAttention selfAttn, Linear linear1, Dropout dropout, Linear linear2, LayerNorm norm1, LayerNorm norm2, Dropout dropout1, Dropout dropout2, boolean normFirst, Layer activation) implements Layer {
    /// A layer with PyTorch's initial values and settings: relu, and a dropout of 0.1.
    public static TransformerEncoderLayer of(int width, int heads, int feedforward) {
        MultiheadAttention attention = MultiheadAttention.of(width, heads, width, width, true);
        return new TransformerEncoderLayer(attention, Linear.of(width, feedforward, true), new Dropout(0), Linear.of(feedforward, width, true), LayerNorm.of(width), LayerNorm.of(width), new Dropout(0), new Dropout(0), false, activation("transformerEncoderLayer", "relu")).dropout(0.1);
    }

    /// The activation of a name.
    static Layer activation(String word, String name) {
        return switch (name) {
            case "relu" -> new Activation(Tensor.RELU);
            case "gelu" -> new Activation(Tensor.GELU);
            default -> throw new IllegalArgumentException(word + ": there is no activation \"" + name + "\"; use \"relu\", \"gelu\" or a layer, as silu()");
        };
    }

    private TransformerEncoderLayer with(MultiheadAttention attention, double probability, boolean first, Layer function, double eps) {
        return new TransformerEncoderLayer(attention, linear1, new Dropout(probability), linear2, norm1.eps(eps), norm2.eps(eps), new Dropout(probability), new Dropout(probability), first, function);
    }

    // ---- settings ----

    /// With sequences of shape `[batch, steps, width]`, or, as in PyTorch, `[steps, batch, width]`.
    public TransformerEncoderLayer batchFirst(boolean wanted) { return with(selfAttn.batchFirst(wanted), dropout.probability(), normFirst, activation, norm1.eps()); }

    /// With a dropout of this probability wherever there is one; 0.1 unless set.
    public TransformerEncoderLayer dropout(double probability) { return with(selfAttn.dropout(probability), probability, normFirst, activation, norm1.eps()); }

    /// With norms in front of what they were behind, which is easier to train.
    public TransformerEncoderLayer normFirst(boolean wanted) { return with(selfAttn, dropout.probability(), wanted, activation, norm1.eps()); }

    /// With an activation between the two linear layers.
    public TransformerEncoderLayer activation(Layer activation) { return with(selfAttn, dropout.probability(), normFirst, activation, norm1.eps()); }

    /// With "relu" or "gelu".
    public TransformerEncoderLayer activation(String name) { return activation(activation("transformerEncoderLayer", name)); }

    /// With what norms add to variances.
    public TransformerEncoderLayer eps(double eps) { return with(selfAttn, dropout.probability(), normFirst, activation, eps); }

    /// Where no step looks at those behind it.
    public TransformerEncoderLayer causal(boolean wanted) { return with(selfAttn.causal(wanted), dropout.probability(), normFirst, activation, norm1.eps()); }

    /// Where attention depends on distances.
    public TransformerEncoderLayer rotary(boolean wanted) { return with(selfAttn.rotary(wanted), dropout.probability(), normFirst, activation, norm1.eps()); }

    // ---- running ----

    @Override
    public Tensor apply(Tensor x) { return apply(x, null, null); }

    /// The same with a mask and a mask of padding, each null for none.
    public Tensor apply(Tensor x, Tensor mask, Tensor padding) {
        if (normFirst) {
            x = x.add(attend(norm1.apply(x), mask, padding));
            return x.add(feed(norm2.apply(x)));
        }
        x = norm1.apply(x.add(attend(x, mask, padding)));
        return norm2.apply(x.add(feed(x)));
    }

    private Tensor attend(Tensor x, Tensor mask, Tensor padding) { return dropout1.apply(selfAttn.apply(x, x, x, mask, padding)); }

    private Tensor feed(Tensor x) { return dropout2.apply(linear2.apply(dropout.apply(activation.apply(linear1.apply(x))))); }

    @Override
    public String toString() {
        return "transformerEncoderLayer(" + linear1.weight().size(1) + ", " + selfAttn.heads() + ", " + linear1.weight().size(0) + ")" + settings(selfAttn, dropout, normFirst, activation);
    }

    /// The settings of an encoder or decoder layer that are not as they were at first.
    static String settings(MultiheadAttention attention, Dropout dropout, boolean normFirst, Layer activation) {
        return (attention.batchFirst() ? "" : ".batchFirst(false)") + (attention.causal() ? ".causal(true)" : "") + (attention.rotary() ? ".rotary(true)" : "") + (dropout.probability() == 0.1 ? "" : ".dropout(" + dropout.probability() + ")") + (normFirst ? ".normFirst(true)" : "")
                + (Layers.describe(activation).equals("relu()") ? "" : ".activation(" + Layers.describe(activation) + ")");
    }
}
