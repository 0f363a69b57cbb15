package gradshell.nn;

import gradshell.tensor.Tensor;

/// What a recurrent layer does in one step: the next state from the last one and what the input adds to its gates.
public enum Cell {
    /// tanh(input + weights · h) (Elman, 1990).
    RNN(1),
    /// The same with a relu.
    RELU(1),
    /// The gated recurrent unit (Cho et al., 2014) in the form of cuDNN: the reset gate works behind the product.
    GRU(3),
    /// Long short-term memory (Hochreiter and Schmidhuber, 1997) with a forget gate.
    LSTM(4);

    /// How many rows of weights each number of the state has.
    final int gates;

    Cell(int gates) { this.gates = gates; }

    /// What is handed on from step to step; only LSTM has a cell.
    record State(Tensor hidden, Tensor cell) {}

    String word() { return this == RELU ? "rnn" : name().toLowerCase(java.util.Locale.ROOT); }

    /// Whether the bias of the state can be added to that of the input once for all steps.
    boolean joinsBiases() { return this != GRU; }

    /// One step.
    ///
    /// @param input   what the input adds to the gates, `[batch, gates · hidden]`, with its bias, and that of the state if they are joined
    /// @param weights of the state, turned: `[hidden, gates · hidden]`
    /// @param bias    of the state where it is not joined, or null
    State step(Tensor input, State last, Tensor weights, Tensor bias) {
        Tensor product = last.hidden.matmul(weights);
        int size = last.hidden.size(1);
        switch (this) {
            case RNN -> { return new State(product.add_(input).tanh(), null); }
            case RELU -> { return new State(product.add_(input).relu(), null); }
            case GRU -> {
                if (bias != null) product = product.add_(bias);
                Tensor reset = part(input, 0, size).add(part(product, 0, size)).sigmoid(), update = part(input, 1, size).add(part(product, 1, size)).sigmoid();
                Tensor fresh = part(input, 2, size).addcmul(reset, part(product, 2, size)).tanh();
                return new State(fresh.addcmul(update, last.hidden.sub(fresh)), null);
            }
            default -> {
                Tensor gates = product.add_(input);
                Tensor in = part(gates, 0, size).sigmoid(), forget = part(gates, 1, size).sigmoid(), fresh = part(gates, 2, size).tanh(), out = part(gates, 3, size).sigmoid();
                Tensor cell = in.mul(fresh).addcmul(forget, last.cell);
                return new State(out.mul(cell.tanh()), cell);
            }
        }
    }

    private static Tensor part(Tensor gates, int number, int size) { return gates.size(1) == size ? gates : gates.narrow(1, number * size, size); }
}
