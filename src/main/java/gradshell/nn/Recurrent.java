package gradshell.nn;

import gradshell.array.Array;
import gradshell.array.DTypeException;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Movements;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A layer that goes through a sequence step by step and remembers: rnn, gru, lstm.
///
/// Inputs are `[steps, batch, in]`, as in PyTorch, or `[batch, steps, in]` after `batchFirst(true)`; `[steps, in]` is one sequence. Outputs have `hidden`
/// numbers instead of `in`, twice as many in both directions. Initial states, zeros unless given to [#run(Tensor, Tensor)], are `[layers · directions, batch, hidden]` in any case.
///
/// @param last    whether only the output of the last step is answered
/// @param dropout what happens between two layers while training
/// @param weights all parameters by PyTorch's names, such as `weight_ih_l0`
public record Recurrent(Cell kind, int in, int hidden, int layers, boolean bias, boolean batchFirst, boolean bidirectional, boolean last, Dropout dropout, Map<String, Tensor> weights) implements Layer {
    public Recurrent { weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights)); }

    /// One layer in one direction, with PyTorch's initial values: all uniform between -1/√hidden and 1/√hidden.
    public static Recurrent of(Cell kind, int in, int hidden, int layers) {
        String word = kind.word() + "(" + in + ", " + hidden + (layers == 1 ? "" : ", " + layers) + ")";
        if (in < 1 || hidden < 1 || layers < 1) throw new ShapeException(word + ": all sizes must be at least 1");
        return new Recurrent(kind, in, hidden, layers, true, false, false, false, new Dropout(0), Map.of()).drawn();
    }

    /// What a run makes of a sequence: the outputs of all steps, the last hidden state of each layer and direction, and its cell state, null but for LSTM.
    public record Output(Tensor output, Tensor hidden, Tensor cell) {}

    // ---- settings ----

    /// With so many layers, each of which reads what the one before answers.
    public Recurrent layers(int count) {
        if (count < 1) throw new ShapeException(word() + ": layers is " + count + "; it must be at least 1");
        return new Recurrent(kind, in, hidden, count, bias, batchFirst, bidirectional, last, dropout, weights).anew(weights);
    }

    /// With biases, or without.
    public Recurrent bias(boolean wanted) { return new Recurrent(kind, in, hidden, layers, wanted, batchFirst, bidirectional, last, dropout, weights).anew(weights); }

    /// With a second pass from the end to the beginning, whose outputs stand beside the others.
    public Recurrent bidirectional(boolean wanted) { return new Recurrent(kind, in, hidden, layers, bias, batchFirst, wanted, last, dropout, weights).anew(weights); }

    /// With inputs and outputs of shape `[batch, steps, …]`.
    public Recurrent batchFirst(boolean wanted) { return new Recurrent(kind, in, hidden, layers, bias, wanted, bidirectional, last, dropout, weights); }

    /// With a dropout between layers while training.
    public Recurrent dropout(double probability) { return new Recurrent(kind, in, hidden, layers, bias, batchFirst, bidirectional, last, new Dropout(probability), weights); }

    /// Answers the output of the last step only, `[batch, hidden]`, for a layer that follows.
    public Recurrent lastStep() { return new Recurrent(kind, in, hidden, layers, bias, batchFirst, bidirectional, true, dropout, weights); }

    /// With "tanh" or "relu", for rnn.
    public Recurrent nonlinearity(String name) {
        if (kind.gates > 1) throw new IllegalArgumentException(word() + ": nonlinearity is a setting of rnn(…) only");
        Cell chosen = switch (name) {
            case "tanh" -> Cell.RNN;
            case "relu" -> Cell.RELU;
            default -> throw new IllegalArgumentException("rnn: there is no nonlinearity \"" + name + "\"; use \"tanh\" or \"relu\"");
        };
        return new Recurrent(chosen, in, hidden, layers, bias, batchFirst, bidirectional, last, dropout, weights);
    }

    // ---- parameters ----

    private int directions() { return bidirectional ? 2 : 1; }

    /// With new parameters in place of those just drawn, as if the setting had been there from the start.
    private Recurrent anew(Map<String, Tensor> before) {
        Initial.takeBack(before.values().iterator().next());
        return drawn();
    }

    private Recurrent drawn() {
        Rng.State before = Rng.shared().state();
        Map<String, Tensor> all = new LinkedHashMap<>();
        double bound = 1 / Math.sqrt(hidden);
        for (int layer = 0; layer < layers; layer++) for (int direction = 0; direction < directions(); direction++) {
            int rows = kind.gates * hidden;
            all.put(name("weight_ih", layer, direction), Initial.uniform(bound, rows, layer == 0 ? in : hidden * directions()));
            all.put(name("weight_hh", layer, direction), Initial.uniform(bound, rows, hidden));
            if (!bias) continue;
            all.put(name("bias_ih", layer, direction), Initial.uniform(bound, rows));
            all.put(name("bias_hh", layer, direction), Initial.uniform(bound, rows));
        }
        Initial.drawn(all.get("weight_ih_l0"), before);
        return new Recurrent(kind, in, hidden, layers, bias, batchFirst, bidirectional, last, dropout, all);
    }

    private static String name(String what, int layer, int direction) { return what + "_l" + layer + (direction == 1 ? "_reverse" : ""); }

    @Override
    public Recurrent reset() {
        weights.values().forEach(tensor -> Initial.again(tensor, () -> Initial.uniform(1 / Math.sqrt(hidden), tensor.shape().toArray()).detach()));
        return this;
    }

    // ---- running ----

    @Override
    public Tensor apply(Tensor x) { return run(x, null, null).output; }

    /// Outputs and last states, from states of zeros.
    public Output run(Tensor x) { return run(x, null, null); }

    /// Outputs and last states from a hidden state; not for LSTM.
    public Output run(Tensor x, Tensor h) {
        if (kind == Cell.LSTM) throw new IllegalArgumentException(word() + ": it needs a cell state too; use run(x, h, c)");
        return run(x, h, null);
    }

    /// Outputs and last states from a hidden and a cell state, each null for zeros.
    public Output run(Tensor x, Tensor h, Tensor c) {
        check(x);
        if (c != null && kind != Cell.LSTM) throw new IllegalArgumentException(word() + ": it has no cell state; use run(x, h)");
        boolean single = x.dim() == 2;
        Tensor steps = single ? x.unsqueeze(1) : batchFirst ? x.transpose(0, 1) : x;
        int batch = steps.size(1);
        checkState("hidden", h, batch, single);
        checkState("cell", c, batch, single);
        List<Tensor> hiddens = new ArrayList<>(), cells = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            if (layer > 0) steps = dropout.apply(steps);
            Tensor[] ways = new Tensor[directions()];
            for (int direction = 0; direction < ways.length; direction++) {
                int at = layer * ways.length + direction;
                Cell.State start = new Cell.State(state(h, at, batch, single, x), kind == Cell.LSTM ? state(c, at, batch, single, x) : null);
                List<Tensor> outputs = new ArrayList<>();
                Cell.State end = pass(steps, start, layer, direction, outputs);
                ways[direction] = last && layer == layers - 1 ? outputs.getLast() : Movements.stack(0, outputs.toArray(Tensor[]::new));
                hiddens.add(end.hidden());
                cells.add(end.cell());
            }
            steps = ways.length == 1 ? ways[0] : Movements.cat(-1, ways);
        }
        Tensor output = last ? single ? steps.squeeze(0) : steps : single ? steps.squeeze(1) : batchFirst ? steps.transpose(0, 1) : steps;
        return new Output(output, joined(hiddens, single), kind == Cell.LSTM ? joined(cells, single) : null);
    }

    private static Tensor joined(List<Tensor> states, boolean single) {
        Tensor all = Movements.stack(0, states.toArray(Tensor[]::new));
        return single ? all.squeeze(1) : all;
    }

    private Tensor state(Tensor given, int at, int batch, boolean single, Tensor x) {
        if (given == null) return Tensor.of(Array.zeros(x.dtype(), Shape.of(batch, hidden)));
        return single ? given.narrow(0, at, 1) : given.select(0, at);
    }

    /// One layer in one direction; outputs are in the order of the steps.
    private Cell.State pass(Tensor x, Cell.State state, int layer, int direction, List<Tensor> outputs) {
        int count = x.size(0), batch = x.size(1), width = x.size(2), rows = kind.gates * hidden;
        Tensor own = bias ? weights.get(name("bias_ih", layer, direction)) : null, other = bias ? weights.get(name("bias_hh", layer, direction)) : null;
        // What the inputs of all steps add to the gates is one product.
        Tensor gates = x.reshape(count * batch, width).matmul(weights.get(name("weight_ih", layer, direction)).t());
        if (bias) gates = gates.add_(kind.joinsBiases() ? own.add(other) : own);
        List<Tensor> inputs = gates.reshape(count, batch, rows).unbind(0);
        Tensor turned = weights.get(name("weight_hh", layer, direction)).t();
        for (int i = 0; i < count; i++) {
            state = kind.step(inputs.get(direction == 0 ? i : count - 1 - i), state, turned, kind.joinsBiases() ? null : other);
            outputs.add(state.hidden());
        }
        if (direction == 1) Collections.reverse(outputs);
        return state;
    }

    private void check(Tensor x) {
        String order = batchFirst ? "[batch, steps, " + in + "]" : "[steps, batch, " + in + "]";
        if (x.dim() != 2 && x.dim() != 3 || x.size(-1) != in) {
            String way = x.dim() == 3 && x.size(1) == in ? "; use x.transpose(1, 2)" : (x.dim() == 2 || x.dim() == 3) && x.size(-1) != in ? "; use " + kind.word() + "(" + x.size(-1) + ", " + hidden + ")" : x.dim() == 1 && in == 1 ? "; use x.unsqueeze(-1)" : "";
            throw new ShapeException(word() + ": the input has shape " + x.shape() + "; it needs " + order + ", or [steps, " + in + "] for one sequence" + way);
        }
        Tensor weight = weights.get("weight_ih_l0");
        if (x.dtype() != weight.dtype()) throw new DTypeException(word() + ": the input is " + x.dtype() + ", the weights " + weight.dtype() + "; use x.to(" + weight.dtype() + ")");
        if (x.size(batchFirst && x.dim() == 3 ? 1 : 0) == 0) throw new ShapeException(word() + ": the input has shape " + x.shape() + ", a sequence without steps");
    }

    private void checkState(String what, Tensor state, int batch, boolean single) {
        int count = layers * directions();
        Shape wanted = single ? Shape.of(count, hidden) : Shape.of(count, batch, hidden);
        if (state == null || state.shape().equals(wanted)) return;
        String way = "";
        if (state.dim() == 3 && state.shape().equals(Shape.of(batch, count, hidden))) way = "; states have the batch in dimension 1 whatever batchFirst says, use transpose(0, 1)";
        else if (!single && state.dim() == 3 && state.size(0) == count && state.size(2) == hidden) way = "; the input was taken for a batch of " + batch + ": is batchFirst(" + !batchFirst + ") meant?";
        else if (state.shape().equals(Shape.of(batch, hidden)) && count == 1) way = "; use unsqueeze(0)";
        throw new ShapeException(word() + ": the " + what + " state has shape " + state.shape() + "; it needs [layers · directions, " + (single ? "" : "batch, ") + "hidden], " + wanted + way);
    }

    private String word() { return kind.word() + "(" + in + ", " + hidden + (layers == 1 ? "" : ", " + layers) + ")"; }

    @Override
    public String toString() {
        return word() + (kind == Cell.RELU ? ".nonlinearity(\"relu\")" : "") + (bias ? "" : ".bias(false)") + (bidirectional ? ".bidirectional(true)" : "")
                + (batchFirst ? ".batchFirst(true)" : "") + (dropout.probability() == 0 ? "" : ".dropout(" + dropout.probability() + ")") + (last ? ".lastStep()" : "");
    }
}
