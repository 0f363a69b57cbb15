package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Names;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A function of a tensor, with parameters that can be learnt.
///
/// A layer is a record: components that are tensors which require gradients are its parameters, and components that are layers, or lists
/// of them, are its children. Names, counting, saving and printing follow from that. Any method or lambda from tensor to tensor is a layer
/// without parameters: `linear(3, 2).then(Tensor::tanh)`.
@FunctionalInterface
public interface Layer {
    /// The layer's result for an input.
    Tensor apply(Tensor x);

    /// This layer followed by another.
    ///
    /// {@snippet : linear(3, 2).then(sigmoid())    // ==> linear(3, 2) -> sigmoid() }
    default Layer then(Layer next) { return Chain.of(this, next); }

    /// The layers that this one is made of.
    default List<Layer> children() { return Parts.children(this); }

    /// Everything that can be learnt, in order; a tensor that is used twice appears once. Messages know them by their names from now on.
    default List<Tensor> parameters() {
        List<Tensor> found = new ArrayList<>();
        state().forEach((name, tensor) -> {
            if (!tensor.requiresGrad() || found.stream().anyMatch(other -> other == tensor)) return;
            found.add(tensor);
            Names.note(tensor, name);
        });
        return found;
    }

    /// All tensors of the layer by name: `0.weight`, `0.bias`.
    default Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        Parts.collect(this, "", state);
        return state;
    }

    /// Overwrites the layer's tensors with those of a state that has the same names and shapes.
    ///
    /// Everything is checked before anything is changed.
    default void load(Map<String, Tensor> saved) {
        Map<String, Tensor> own = state();
        for (String name : own.keySet()) if (!saved.containsKey(name)) throw new ShapeException("load: the state has no \"" + name + "\"; it has " + saved.keySet());
        for (String name : saved.keySet()) if (!own.containsKey(name)) throw new ShapeException("load: the layer has no \"" + name + "\"; it has " + own.keySet());
        own.forEach((name, tensor) -> {
            if (!tensor.shape().equals(saved.get(name).shape())) throw new ShapeException("load: \"" + name + "\" has shape " + tensor.shape() + " in the layer and " + saved.get(name).shape() + " in the state");
        });
        Tensor.noGrad(() -> {
            own.forEach((name, tensor) -> tensor.copy_(saved.get(name)));
            return null;
        });
    }

    /// Tells the layer and its children whether they are being trained; dropout works only then.
    default Layer train(boolean training) {
        children().forEach(child -> child.train(training));
        return this;
    }

    /// Ready for training.
    default Layer train() { return train(true); }

    /// Ready for use.
    default Layer eval() { return train(false); }
}
