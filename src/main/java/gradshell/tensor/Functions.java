package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/// Operations that users make of lambdas, with a derivative of their own.
public sealed interface Functions permits Tensor {

    /// A function of three tensors.
    @FunctionalInterface
    interface Three<R> {
        R apply(Tensor g, Tensor a, Tensor b);
    }

    /// A function and what it says a cotangent of its result is worth at its inputs.
    ///
    /// @param name     what messages and the tape call it
    /// @param backward takes the cotangent and the inputs, and gives one gradient for each input
    record Custom(String name, Function<List<Tensor>, Tensor> forward, Function<List<Tensor>, List<Tensor>> backward) implements General {
        @Override
        public String toString() { return name; }

        /// Found by calling it with zeros.
        @Override
        public Type type(Type... in) { return forward(null, Stream.of(in).map(x -> Array.zeros(x.dtype(), x.shape())).toArray(Array[]::new)).type(); }

        @Override
        public Array forward(Type out, Array... in) {
            Tensor y = Tensor.noGrad(() -> forward.apply(Stream.of(in).map(Tensor::of).toList()));
            if (y == null) throw new IllegalStateException(name + ": the forward answered null instead of a tensor");
            return y.array();
        }

        @Override
        public boolean reads(int wanted, int input) { return input >= 0; }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
            List<Tensor> gradients = backward.apply(Stream.concat(Stream.of(g), Stream.of(in)).toList());
            if (gradients.size() != in.length) throw new IllegalStateException(name + ": the backward answered " + gradients.size() + (gradients.size() == 1 ? " gradient" : " gradients") + " for " + in.length + (in.length == 1 ? " input" : " inputs") + "; there must be one for each");
            Tensor gradient = gradients.get(wanted);
            if (gradient == null) return null;
            if (!gradient.shape().equals(type.shape())) throw new ShapeException(name + ": the backward answered a gradient of shape " + gradient.shape() + " for an input of shape " + type.shape() + "; they must be equal");
            return gradient.to(type.dtype());
        }

        /// The transpose of the transpose: the backward is linear in its cotangent u, so the slope of ⟨vjp(u), dx⟩ by u is the jvp.
        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) {
            return Tensor.withGrad(() -> {
                Tensor u = Tensor.of(Array.zeros(y.dtype(), y.shape())).requiresGrad(true), sum = null;
                for (int i = 0; i < dx.length; i++) {
                    Tensor worth = dx[i] == null ? null : vjp(i, u, y, in, new Type(in[i].dtype(), in[i].shape()));
                    if (worth == null) continue;
                    Tensor part = worth.mul(dx[i]).sum();
                    sum = sum == null ? part : sum.add(part);
                }
                return sum == null || !sum.requiresGrad() ? null : Transforms.settled(Tensor.grad(sum, null, List.of(u)), List.of(u)).getFirst();
            });
        }

        static Stream<Sample> samples() {
            Custom product = new Custom("function", in -> in.get(0).mul(in.get(1)), in -> List.of(in.get(0).mul(in.get(2)), in.get(0).mul(in.get(1))));
            return Stream.of(Sample.of(new Custom("function", in -> in.getFirst().mul(3), in -> List.of(in.getFirst().mul(3))), 2, 3), Sample.of(product, Shape.of(3), Shape.of(3)));
        }
    }

    /// A custom operation on one tensor, as a function that prints as its name.
    record One(Custom op) implements Function<Tensor, Tensor> {
        @Override
        public Tensor apply(Tensor x) { return x.apply(op); }

        @Override
        public String toString() { return op.name; }
    }

    /// The same on two.
    record Two(Custom op) implements BiFunction<Tensor, Tensor, Tensor> {
        @Override
        public Tensor apply(Tensor a, Tensor b) { return a.apply(op, b); }

        @Override
        public String toString() { return op.name; }
    }

    /// A function with a derivative of its own; `function(name, forward, backward)` of the language.
    static Function<Tensor, Tensor> function(String name, Function<Tensor, Tensor> forward, BiFunction<Tensor, Tensor, Tensor> backward) {
        return new One(new Custom(name, in -> forward.apply(in.getFirst()), in -> java.util.Collections.singletonList(backward.apply(in.get(0), in.get(1)))));
    }

    /// The same of two tensors.
    static BiFunction<Tensor, Tensor, Tensor> function(String name, BiFunction<Tensor, Tensor, Tensor> forward, Three<List<Tensor>> backward) {
        return new Two(new Custom(name, in -> forward.apply(in.get(0), in.get(1)), in -> backward.apply(in.get(0), in.get(1), in.get(2))));
    }
}
