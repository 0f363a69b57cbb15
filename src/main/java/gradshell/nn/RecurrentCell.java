package gradshell.nn;

import gradshell.array.Array;
import gradshell.array.DTypeException;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// One step of a recurrent layer, for loops of one's own: rnnCell, gruCell, lstmCell.
///
/// Inputs are `[batch, in]` or `[in]`, states `[batch, hidden]` or `[hidden]`.
///
/// @param weightIh of the input, `[gates · hidden, in]`
/// @param weightHh of the state, `[gates · hidden, hidden]`
/// @param biasIh   `[gates · hidden]`, or null
/// @param biasHh   `[gates · hidden]`, or null
public record RecurrentCell(Cell kind, Tensor weightIh, Tensor weightHh, Tensor biasIh, Tensor biasHh) implements Layer {
    /// A cell with PyTorch's initial values: all uniform between -1/√hidden and 1/√hidden.
    public static RecurrentCell of(Cell kind, int in, int hidden) {
        if (in < 1 || hidden < 1) throw new ShapeException(kind.word() + "Cell(" + in + ", " + hidden + "): both sizes must be at least 1");
        return drawn(kind, in, hidden, true);
    }

    private static RecurrentCell drawn(Cell kind, int in, int hidden, boolean bias) {
        Rng.State before = Rng.shared().state();
        double bound = 1 / Math.sqrt(hidden);
        int rows = kind.gates * hidden;
        Tensor weightIh = Initial.uniform(bound, rows, in), weightHh = Initial.uniform(bound, rows, hidden);
        RecurrentCell cell = new RecurrentCell(kind, weightIh, weightHh, bias ? Initial.uniform(bound, rows) : null, bias ? Initial.uniform(bound, rows) : null);
        Initial.drawn(weightIh, before);
        return cell;
    }

    /// What a step makes: the next hidden state, and the next cell state, null but for LSTM.
    public record Next(Tensor hidden, Tensor cell) {}

    /// With biases, or without.
    public RecurrentCell bias(boolean wanted) {
        if (wanted == (biasIh != null)) return this;
        Initial.takeBack(weightIh);
        return drawn(kind, weightIh.size(1), weightHh.size(1), wanted);
    }

    /// With "tanh" or "relu", for rnnCell.
    public RecurrentCell nonlinearity(String name) {
        if (kind.gates > 1) throw new IllegalArgumentException(word() + ": nonlinearity is a setting of rnnCell(…) only");
        Cell chosen = switch (name) {
            case "tanh" -> Cell.RNN;
            case "relu" -> Cell.RELU;
            default -> throw new IllegalArgumentException("rnnCell: there is no nonlinearity \"" + name + "\"; use \"tanh\" or \"relu\"");
        };
        return new RecurrentCell(chosen, weightIh, weightHh, biasIh, biasHh);
    }

    @Override
    public RecurrentCell reset() {
        for (Tensor tensor : new Tensor[] {weightIh, weightHh, biasIh, biasHh}) if (tensor != null) Initial.again(tensor, () -> Initial.uniform(1 / Math.sqrt(weightHh.size(1)), tensor.shape().toArray()).detach());
        return this;
    }

    /// The next hidden state from one of zeros.
    @Override
    public Tensor apply(Tensor x) { return step(x, null, null).hidden; }

    /// The next hidden state; not for LSTM.
    public Tensor step(Tensor x, Tensor h) {
        if (kind == Cell.LSTM) throw new IllegalArgumentException(word() + ": it needs a cell state too; use step(x, h, c)");
        return step(x, h, null).hidden;
    }

    /// The next states from a hidden and a cell state, each null for zeros.
    public Next step(Tensor x, Tensor h, Tensor c) {
        int in = weightIh.size(1), hidden = weightHh.size(1);
        if (x.dim() != 1 && x.dim() != 2 || x.size(-1) != in) throw new ShapeException(word() + ": the input has shape " + x.shape() + "; it needs [batch, " + in + "] or [" + in + "]" + (x.dim() == 3 ? "; whole sequences are for " + kind.word() + "(" + in + ", " + hidden + ")" : ""));
        if (x.dtype() != weightIh.dtype()) throw new DTypeException(word() + ": the input is " + x.dtype() + ", the weights " + weightIh.dtype() + "; use x.to(" + weightIh.dtype() + ")");
        if (c != null && kind != Cell.LSTM) throw new IllegalArgumentException(word() + ": it has no cell state; use step(x, h)");
        Shape wanted = x.dim() == 1 ? Shape.of(hidden) : Shape.of(x.size(0), hidden);
        Tensor product = (x.dim() == 1 ? x.unsqueeze(0) : x).matmul(weightIh.t());
        if (biasIh != null) product = product.add_(kind.joinsBiases() ? biasIh.add(biasHh) : biasIh);
        Cell.State next = kind.step(product, new Cell.State(state("hidden", h, wanted, x), kind == Cell.LSTM ? state("cell", c, wanted, x) : null), weightHh.t(), kind.joinsBiases() ? null : biasHh);
        return new Next(next.hidden().reshape(wanted), next.cell() == null ? null : next.cell().reshape(wanted));
    }

    private Tensor state(String what, Tensor state, Shape wanted, Tensor x) {
        Shape rows = Shape.of(x.dim() == 1 ? 1 : x.size(0), weightHh.size(1));
        if (state == null) return Tensor.of(Array.zeros(x.dtype(), rows));
        if (!state.shape().equals(wanted)) throw new ShapeException(word() + ": the " + what + " state has shape " + state.shape() + "; it needs " + wanted);
        return state.reshape(rows);
    }

    private String word() { return kind.word() + "Cell(" + weightIh.size(1) + ", " + weightHh.size(1) + ")"; }

    @Override
    public String toString() { return word() + (kind == Cell.RELU ? ".nonlinearity(\"relu\")" : "") + (biasIh == null ? ".bias(false)" : ""); }
}
