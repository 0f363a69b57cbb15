package gradshell.nn;

import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.ShapeException;
import gradshell.tensor.Names;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A function of a tensor, with parameters that can be learnt.
///
/// A layer is a record: components that are tensors which require gradients are its parameters, other tensors are part of its state only,
/// as running statistics are, and components that are layers are its children; lists and maps of them count too. Names, counting, saving
/// and printing follow from that. A class that is no record is read by its fields in the same way, but cannot be copied. Any method or
/// lambda from tensor to tensor is a layer without parameters, whatever it uses: `linear(3, 2).then(Tensor::tanh)`.
///
/// Names in the state are PyTorch's: `runningMean` of layer 1 of a chain is `1.running_mean`.
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

    /// How many numbers can be learnt.
    /// {@snippet : linear(3, 2).numel()    // ==> 8 }
    default long numel() { return parameters().stream().mapToLong(Tensor::numel).sum(); }

    /// All tensors of the layer by name, also those that are frozen or never learnt: `0.weight`, `0.bias`.
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
        Parts.train(this, training);
        return this;
    }

    /// Ready for training.
    default Layer train() { return train(true); }

    /// Ready for use.
    default Layer eval() { return train(false); }

    /// Keeps all parameters as they are: optimisers that are made from now on do not see them.
    default Layer freeze() {
        Frozen.freeze(this);
        return this;
    }

    /// Lets what [#freeze] stopped be learnt again.
    default Layer unfreeze() {
        Frozen.unfreeze(this);
        return this;
    }

    /// A layer of its own with the same values; tensors that are shared inside are shared there too.
    /// {@snippet : linear(3, 2).then(relu()).copy()    // ==> linear(3, 2) -> relu() }
    default Layer copy() { return new Rebuild(tensor -> Frozen.like(tensor, tensor.detach().copy())).layer(this); }

    /// The layer with its floating tensors in another element type; the layer itself stays as it is.
    /// {@snippet : linear(3, 2).to(float64).parameters().get(0).dtype()    // ==> float64 }
    default Layer to(DType dtype) {
        if (!dtype.isFloating()) throw new DTypeException("to: a layer's parameters cannot be " + dtype + "; use float32 or float64");
        return new Rebuild(tensor -> Frozen.like(tensor, tensor.dtype().isFloating() && tensor.dtype() != dtype ? tensor.detach().to(dtype) : tensor.detach().copy())).layer(this);
    }

    /// The layer and what it is made of, one a line, by the names of the state.
    default String tree() { return Layers.tree("", this, 0); }

    /// Draws new initial values for all parameters, in order; what a layer of one's own holds itself stays as it is.
    default Layer reset() {
        children().forEach(Layer::reset);
        return this;
    }
}
