package gradshell.bench;

import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/// A workload ready to be run.
///
/// @param given  what it starts from, by name: the other side starts from the same numbers
/// @param check  what it computes from there, to be compared before anything is timed; asked once
/// @param rewind puts it back to the start, so that both sides are timed on like numbers
/// @param step   what is timed
record Run(Map<String, Tensor> given, Supplier<Tensor> check, Runnable rewind, Runnable step) {
    /// How many losses of a training are compared.
    private static final int LOSSES = 5;

    /// A function of the given tensors.
    static Run of(Map<String, Tensor> given, Supplier<Tensor> function) { return new Run(given, function, () -> {}, function::get); }

    /// The training of a network.
    static Run of(Net net, Mode mode) {
        BinaryOperator<Tensor> step = mode.of().apply(net::step);
        List<Tensor> parameters = net.model().parameters();
        List<Tensor> start = parameters.stream().map(p -> p.detach().copy()).toList();
        Map<String, Tensor> given = new LinkedHashMap<>();
        given.put("x", net.x());
        given.put("y", net.y());
        for (int i = 0; i < start.size(); i++) given.put("parameter." + i, start.get(i));
        return new Run(given, () -> {
            List<Tensor> losses = new ArrayList<>();
            for (int i = 0; i < LOSSES; i++) losses.add(step.apply(net.x(), net.y()).detach().copy());
            return gradshell.Dsl.stack(0, losses.toArray(Tensor[]::new));
        }, () -> Tensor.noGrad(() -> {
            for (int i = 0; i < start.size(); i++) parameters.get(i).copy_(start.get(i));
            return null;
        }), () -> step.apply(net.x(), net.y()));
    }
}
