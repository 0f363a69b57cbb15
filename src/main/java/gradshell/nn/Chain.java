package gradshell.nn;

import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Layers one after the other: the output of each is the input of the next.
public record Chain(List<Layer> layers) implements Layer {
    public Chain { layers = List.copyOf(layers); }

    /// Layers in order; chains among them are taken apart, so that `a.then(b).then(c)` has three children.
    public static Chain of(Layer... layers) {
        List<Layer> flat = new ArrayList<>();
        for (Layer layer : layers) {
            if (layer == null) throw new IllegalArgumentException("sequential: one of the " + layers.length + " layers is null");
            if (layer instanceof Chain chain) flat.addAll(chain.layers);
            else flat.add(layer);
        }
        return new Chain(flat);
    }

    /// A layer and copies of it one after the other, each with initial values of its own, drawn in order.
    public static Chain repeated(int times, Layer layer) {
        if (times < 1) throw new IllegalArgumentException("repeat(" + times + ", …): a layer must be there at least once");
        List<Layer> layers = new ArrayList<>(List.of(layer));
        while (layers.size() < times) layers.add(layer.copy().reset());
        return new Chain(layers);
    }

    @Override
    public Tensor apply(Tensor x) {
        int at = 0;
        try {
            for (; at < layers.size(); at++) x = layers.get(at).apply(x);
            return x;
        } catch (RuntimeException e) {
            throw InLayer.noted(e, this, at, x);
        }
    }

    @Override
    public String toString() { return layers.stream().map(Layers::describe).collect(Collectors.joining(" -> ")); }
}
