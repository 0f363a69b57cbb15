package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// `x + body(x)` (He et al., 2016).
public record Residual(Layer body) implements Layer {
    @Override
    public Tensor apply(Tensor x) { return joined(x, body.apply(x)); }

    Tensor joined(Tensor x, Tensor y) {
        if (!y.shape().equals(x.shape())) throw new ShapeException("residual: its body makes " + y.shape() + " of " + x.shape() + ", and both are to be added; let it keep the shape");
        return x.add(y);
    }

    @Override
    public String toString() { return "residual(" + (body instanceof Chain chain ? Layers.list(chain.layers()) : Layers.describe(body)) + ")"; }
}
