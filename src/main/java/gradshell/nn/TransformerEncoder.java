package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Encoder layers one after the other, and a norm behind them.
///
/// @param norm the last layer, or null for none
public record TransformerEncoder(List<TransformerEncoderLayer> layers, Layer norm) implements Layer {
    public TransformerEncoder { layers = List.copyOf(layers); }

    /// Copies of a layer, with the same initial values, as in PyTorch.
    public static TransformerEncoder of(Layer layer, int times) {
        if (!(layer instanceof TransformerEncoderLayer)) throw new IllegalArgumentException("transformerEncoder: it is made of copies of a transformerEncoderLayer(…), not of " + Layers.describe(layer));
        if (times < 1) throw new ShapeException("transformerEncoder: times is " + times + "; it must be at least 1");
        return new TransformerEncoder(IntStream.range(0, times).mapToObj(_ -> (TransformerEncoderLayer) layer.copy()).toList(), null);
    }

    /// With a layer behind the last one: `norm(layerNorm(width))`.
    public TransformerEncoder norm(Layer last) { return new TransformerEncoder(layers, last); }

    /// Draws once, for all layers, which begin as copies.
    @Override
    public TransformerEncoder reset() {
        layers.getFirst().reset();
        layers.forEach(layer -> layer.load(layers.getFirst().state()));
        if (norm != null) norm.reset();
        return this;
    }

    @Override
    public Tensor apply(Tensor x) { return apply(x, null, null); }

    /// The same with a mask and a mask of padding, each null for none.
    public Tensor apply(Tensor x, Tensor mask, Tensor padding) {
        for (TransformerEncoderLayer layer : layers) x = layer.apply(x, mask, padding);
        return norm == null ? x : norm.apply(x);
    }

    @Override
    public String toString() { return "transformerEncoder(" + layers.getFirst() + ", " + layers.size() + ")" + (norm == null ? "" : ".norm(" + Layers.describe(norm) + ")"); }
}
