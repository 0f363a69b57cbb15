package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Decoder layers one after the other, and a norm behind them.
///
/// @param norm the last layer, or null for none
public record TransformerDecoder(List<TransformerDecoderLayer> layers, Layer norm) implements Layer {
    public TransformerDecoder { layers = List.copyOf(layers); }

    /// Copies of a layer, with the same initial values, as in PyTorch.
    public static TransformerDecoder of(Layer layer, int times) {
        if (!(layer instanceof TransformerDecoderLayer)) throw new IllegalArgumentException("transformerDecoder: it is made of copies of a transformerDecoderLayer(…), not of " + Layers.describe(layer));
        if (times < 1) throw new ShapeException("transformerDecoder: times is " + times + "; it must be at least 1");
        return new TransformerDecoder(IntStream.range(0, times).mapToObj(_ -> (TransformerDecoderLayer) layer.copy()).toList(), null);
    }

    /// With a layer behind the last one: `norm(layerNorm(width))`.
    public TransformerDecoder norm(Layer last) { return new TransformerDecoder(layers, last); }

    /// Draws once, for all layers, which begin as copies.
    @Override
    public TransformerDecoder reset() {
        layers.getFirst().reset();
        layers.forEach(layer -> layer.load(layers.getFirst().state()));
        if (norm != null) norm.reset();
        return this;
    }

    @Override
    public Tensor apply(Tensor x) { return layers.getFirst().apply(x); }

    /// The output for a sequence and what an encoder made of another.
    public Tensor apply(Tensor x, Tensor memory) { return apply(x, memory, null, null, null, null); }

    /// The same with masks for the attention to itself and to the memory, and their masks of padding, each null for none.
    public Tensor apply(Tensor x, Tensor memory, Tensor mask, Tensor memoryMask, Tensor padding, Tensor memoryPadding) {
        for (TransformerDecoderLayer layer : layers) x = layer.apply(x, memory, mask, memoryMask, padding, memoryPadding);
        return norm == null ? x : norm.apply(x);
    }

    @Override
    public String toString() { return "transformerDecoder(" + layers.getFirst() + ", " + layers.size() + ")" + (norm == null ? "" : ".norm(" + Layers.describe(norm) + ")"); }
}
