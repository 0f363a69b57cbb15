package gradshell.nn;

import gradshell.tensor.Tensor;

/// Attention of a sequence to itself, attention to what an encoder made, then two linear layers, each added to its input and normed (Vaswani et al., 2017).
///
/// Sequences are `[batch, steps, width]`; this is not PyTorch's default, which `batchFirst(false)` gives: `[steps, batch, width]`. Masks are those of [MultiheadAttention].
///
/// @param normFirst whether the norms are in front of what they are otherwise behind
public record TransformerDecoderLayer(MultiheadAttention selfAttn, MultiheadAttention multiheadAttn, Linear linear1, Dropout dropout, Linear linear2, LayerNorm norm1, LayerNorm norm2, LayerNorm norm3, Dropout dropout1, Dropout dropout2, Dropout dropout3, boolean normFirst, Layer activation) implements Layer {
    /// A layer with PyTorch's initial values and settings: relu, and a dropout of 0.1.
    public static TransformerDecoderLayer of(int width, int heads, int feedforward) {
        MultiheadAttention self = MultiheadAttention.of(width, heads, width, width, true), other = MultiheadAttention.of(width, heads, width, width, true);
        return new TransformerDecoderLayer(self, other, Linear.of(width, feedforward, true), new Dropout(0), Linear.of(feedforward, width, true), LayerNorm.of(width), LayerNorm.of(width), LayerNorm.of(width),
                new Dropout(0), new Dropout(0), new Dropout(0), false, TransformerEncoderLayer.activation("transformerDecoderLayer", "relu")).dropout(0.1);
    }

    private TransformerDecoderLayer with(MultiheadAttention self, MultiheadAttention other, double probability, boolean first, Layer function, double eps) {
        return new TransformerDecoderLayer(self, other, linear1, new Dropout(probability), linear2, norm1.eps(eps), norm2.eps(eps), norm3.eps(eps), new Dropout(probability), new Dropout(probability), new Dropout(probability), first, function);
    }

    // ---- settings ----

    /// With sequences of shape `[batch, steps, width]`, or, as in PyTorch, `[steps, batch, width]`.
    public TransformerDecoderLayer batchFirst(boolean wanted) { return with(selfAttn.batchFirst(wanted), multiheadAttn.batchFirst(wanted), dropout.probability(), normFirst, activation, norm1.eps()); }

    /// With a dropout of this probability wherever there is one; 0.1 unless set.
    public TransformerDecoderLayer dropout(double probability) { return with(selfAttn.dropout(probability), multiheadAttn.dropout(probability), probability, normFirst, activation, norm1.eps()); }

    /// With norms in front of what they were behind, which is easier to train.
    public TransformerDecoderLayer normFirst(boolean wanted) { return with(selfAttn, multiheadAttn, dropout.probability(), wanted, activation, norm1.eps()); }

    /// With an activation between the two linear layers.
    public TransformerDecoderLayer activation(Layer activation) { return with(selfAttn, multiheadAttn, dropout.probability(), normFirst, activation, norm1.eps()); }

    /// With "relu" or "gelu".
    public TransformerDecoderLayer activation(String name) { return activation(TransformerEncoderLayer.activation("transformerDecoderLayer", name)); }

    /// With what norms add to variances.
    public TransformerDecoderLayer eps(double eps) { return with(selfAttn, multiheadAttn, dropout.probability(), normFirst, activation, eps); }

    /// Where no step looks at those of its own sequence that are behind it.
    public TransformerDecoderLayer causal(boolean wanted) { return with(selfAttn.causal(wanted), multiheadAttn, dropout.probability(), normFirst, activation, norm1.eps()); }

    private String word() { return "transformerDecoderLayer(" + linear1.weight().size(1) + ", " + selfAttn.heads() + ", " + linear1.weight().size(0) + ")"; }

    // ---- running ----

    @Override
    public Tensor apply(Tensor x) { throw new IllegalArgumentException(word() + ": a decoder needs what the encoder made too; use apply(x, memory), or a transformerEncoderLayer(…).causal(true) if there is none"); }

    /// The output for a sequence and what an encoder made of another.
    public Tensor apply(Tensor x, Tensor memory) { return apply(x, memory, null, null, null, null); }

    /// The same with masks for the attention to itself and to the memory, and their masks of padding, each null for none.
    public Tensor apply(Tensor x, Tensor memory, Tensor mask, Tensor memoryMask, Tensor padding, Tensor memoryPadding) {
        if (normFirst) {
            x = x.add(attend(norm1.apply(x), mask, padding));
            x = x.add(look(norm2.apply(x), memory, memoryMask, memoryPadding));
            return x.add(feed(norm3.apply(x)));
        }
        x = norm1.apply(x.add(attend(x, mask, padding)));
        x = norm2.apply(x.add(look(x, memory, memoryMask, memoryPadding)));
        return norm3.apply(x.add(feed(x)));
    }

    private Tensor attend(Tensor x, Tensor mask, Tensor padding) { return dropout1.apply(selfAttn.apply(x, x, x, mask, padding)); }

    private Tensor look(Tensor x, Tensor memory, Tensor mask, Tensor padding) { return dropout2.apply(multiheadAttn.apply(x, memory, memory, mask, padding)); }

    private Tensor feed(Tensor x) { return dropout3.apply(linear2.apply(dropout.apply(activation.apply(linear1.apply(x))))); }

    @Override
    public String toString() { return word() + TransformerEncoderLayer.settings(selfAttn, dropout, normFirst, activation); }
}
