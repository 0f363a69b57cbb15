package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Movements;
import gradshell.tensor.Tensor;
import java.util.List;

/// Layers side by side: each is given the input, and what they make is joined along a dimension, or added.
///
/// @param dim   the dimension along which results are joined
/// @param added whether they are added instead
public record Parallel(List<Layer> layers, int dim, boolean added) implements Layer {
    public Parallel { layers = List.copyOf(layers); }

    /// Layers whose results are joined along dimension 1, that of features and channels.
    public static Parallel of(Layer... layers) {
        if (layers.length == 0) throw new IllegalArgumentException("parallel(): no layers were given");
        return new Parallel(List.of(layers), 1, false);
    }

    /// The dimension along which results are joined; 1 unless set.
    public Parallel along(int dim) { return new Parallel(layers, dim, false); }
    /// Adds the results, which must have one shape.
    public Parallel sum() { return new Parallel(layers, dim, true); }

    @Override
    public Tensor apply(Tensor x) { return joined(layers.stream().map(layer -> layer.apply(x)).toArray(Tensor[]::new)); }

    Tensor joined(Tensor... results) {
        if (!added) return Movements.cat(dim, results);
        Tensor sum = results[0];
        for (Tensor result : results) if (!result.shape().equals(sum.shape())) throw new ShapeException("parallel: its layers make " + sum.shape() + " and " + result.shape() + ", and both are to be added; let them make one shape");
        for (int i = 1; i < results.length; i++) sum = sum.add(results[i]);
        return sum;
    }

    @Override
    public String toString() { return "parallel(" + Layers.list(layers) + ")" + (added ? ".sum()" : dim == 1 ? "" : ".along(" + dim + ")"); }
}
