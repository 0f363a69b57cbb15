package gradshell.train;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.tensor.Tensor;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Something that changes while a network is trained, and can say all about itself that the training needs to go on.
public interface Part {
    /// All that is to be remembered, by name.
    Map<String, Tensor> state();

    /// Becomes what a state says.
    void load(Map<String, Tensor> saved);

    /// A part that others know how to save and to load.
    static Part of(Supplier<Map<String, Tensor>> state, Consumer<Map<String, Tensor>> load) {
        return new Part() {
            @Override
            public Map<String, Tensor> state() { return state.get(); }
            @Override
            public void load(Map<String, Tensor> saved) { load.accept(saved); }
        };
    }

    /// A part of a training that has no such thing.
    static Part none() { return of(Map::of, _ -> {}); }

    static Tensor whole(long... numbers) { return Tensor.of(Array.of(DType.INT64, Shape.of(numbers.length), numbers)); }

    static Tensor real(double... numbers) { return Metric.numbers(numbers); }
}
