package gradshell.bench;

import static gradshell.Dsl.linear;
import static gradshell.Dsl.ones;
import static gradshell.Dsl.randn;
import static gradshell.Dsl.zeros;

import gradshell.nn.Layer;
import gradshell.nn.Linear;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// A model of characters: each place of a text, knowing those before it, scores what comes next.
///
/// Takes int64 `[batch, context]` and gives `[batch · context, vocabulary]`.
///
/// @param tokens    `[vocabulary, width]`
/// @param positions `[context, width]`
record Transformer(Tensor tokens, Tensor positions, List<Layer> blocks, Norm norm, Linear head) implements Layer {

    static Transformer of(int vocabulary, int context, int width, int heads, int depth) {
        Tensor tokens = randn(vocabulary, width).requiresGrad(true), positions = randn(context, width).requiresGrad(true);
        List<Layer> blocks = IntStream.range(0, depth).<Layer>mapToObj(_ -> Block.of(width, heads)).toList();
        return new Transformer(tokens, positions, blocks, Norm.of(width), linear(width, vocabulary));
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor h = x.embedding(tokens).add(positions);
        for (Layer block : blocks) h = block.apply(h);
        return head.apply(norm.apply(h)).flatten(0, 1);
    }

    /// Attention, then two layers with a gelu between them, each added to its input.
    record Block(Attention attention, Linear wide, Linear narrow, Norm first, Norm second) implements Layer {
        static Block of(int width, int heads) {
            return new Block(Attention.of(width, heads), linear(width, 4 * width), linear(4 * width, width), Norm.of(width), Norm.of(width));
        }

        @Override
        public Tensor apply(Tensor x) {
            Tensor h = x.add(attention.apply(first.apply(x)));
            return h.add(narrow.apply(wide.apply(second.apply(h)).gelu()));
        }
    }

    /// Every place takes the mean of the values up to its own, weighted by how well its query suits their keys (Vaswani et al., 2017).
    record Attention(Linear in, Linear out, int heads) implements Layer {
        static Attention of(int width, int heads) { return new Attention(linear(width, 3 * width), linear(width, width), heads); }

        @Override
        public Tensor apply(Tensor x) {
            int batch = x.size(0), context = x.size(1), width = x.size(2), size = width / heads;
            Tensor all = in.apply(x).reshape(batch, context, 3, heads, size).permute(2, 0, 3, 1, 4);    // [3, batch, heads, context, size]
            Tensor mixed = all.select(0, 0).scaledDotProductAttention(all.select(0, 1), all.select(0, 2), null, true);
            return out.apply(mixed.transpose(1, 2).reshape(batch, context, width));
        }
    }

    /// Mean 0 and variance 1 along the last dimension, then scaled and moved (Ba et al., 2016).
    record Norm(Tensor weight, Tensor bias) implements Layer {
        static Norm of(int width) { return new Norm(ones(width).requiresGrad(true), zeros(width).requiresGrad(true)); }

        @Override
        public Tensor apply(Tensor x) { return x.layerNorm(new int[] {weight.size(0)}, weight, bias, 1e-5); }
    }
}
