package gradshell;

import gradshell.nn.Cell;
import gradshell.nn.Embedding;
import gradshell.nn.Layer;
import gradshell.nn.MultiheadAttention;
import gradshell.nn.Positions;
import gradshell.nn.Recurrent;
import gradshell.nn.RecurrentCell;
import gradshell.nn.RotaryPositions;
import gradshell.nn.TransformerDecoder;
import gradshell.nn.TransformerDecoderLayer;
import gradshell.nn.TransformerEncoder;
import gradshell.nn.TransformerEncoderLayer;

/// The words of layers for sequences.
public abstract sealed class SequenceWords extends GradientWords permits LayerWords {
    SequenceWords() {}

    // ---- sequences ----

    /// A learnt vector of `width` numbers for each whole number from 0 up to but without `rows`.
    /// {@snippet : embedding(10, 4).apply(tensor("[[1, 2, 9]]")).shape()    // ==> [1, 3, 4] }
    public static Embedding embedding(int rows, int width) { return Embedding.of(rows, width); }
    /// Goes through sequences step by step: h = tanh(weights · x + weights · h). Sequences are `[steps, batch, in]` unless `batchFirst(true)` is set.
    /// {@snippet : rnn(3, 8).batchFirst(true).lastStep().then(linear(8, 2)).apply(zeros(4, 10, 3)).shape()    // ==> [4, 2] }
    public static Recurrent rnn(int in, int hidden) { return Recurrent.of(Cell.RNN, in, hidden, 1); }
    /// Several of them, one on the other.
    public static Recurrent rnn(int in, int hidden, int layers) { return Recurrent.of(Cell.RNN, in, hidden, layers); }
    /// The gated recurrent unit; sequences are `[steps, batch, in]` unless `batchFirst(true)` is set.
    /// {@snippet : gru(3, 8).bidirectional(true).apply(zeros(10, 4, 3)).shape()    // ==> [10, 4, 16] }
    public static Recurrent gru(int in, int hidden) { return Recurrent.of(Cell.GRU, in, hidden, 1); }
    /// Several of them, one on the other.
    public static Recurrent gru(int in, int hidden, int layers) { return Recurrent.of(Cell.GRU, in, hidden, layers); }
    /// Long short-term memory; sequences are `[steps, batch, in]` unless `batchFirst(true)` is set. `run(x)` answers the last states too.
    /// {@snippet : lstm(3, 8).run(zeros(10, 4, 3)).cell().shape()    // ==> [1, 4, 8] }
    public static Recurrent lstm(int in, int hidden) { return Recurrent.of(Cell.LSTM, in, hidden, 1); }
    /// Several of them, one on the other.
    public static Recurrent lstm(int in, int hidden, int layers) { return Recurrent.of(Cell.LSTM, in, hidden, layers); }
    /// One step of `rnn`.
    /// {@snippet : rnnCell(3, 8).step(zeros(4, 3), zeros(4, 8)).shape()    // ==> [4, 8] }
    public static RecurrentCell rnnCell(int in, int hidden) { return RecurrentCell.of(Cell.RNN, in, hidden); }
    /// One step of `gru`.
    public static RecurrentCell gruCell(int in, int hidden) { return RecurrentCell.of(Cell.GRU, in, hidden); }
    /// One step of `lstm`: `step(x, h, c)` answers the next hidden and the next cell state.
    public static RecurrentCell lstmCell(int in, int hidden) { return RecurrentCell.of(Cell.LSTM, in, hidden); }

    // ---- attention ----

    /// Attention in several heads; as a layer, of a sequence to itself. Sequences are `[batch, steps, embed]`, PyTorch's `[steps, batch, embed]` after `batchFirst(false)`.
    /// {@snippet : multiheadAttention(8, 2).causal(true).apply(zeros(4, 10, 8)).shape()    // ==> [4, 10, 8] }
    public static MultiheadAttention multiheadAttention(int embed, int heads) { return MultiheadAttention.of(embed, heads, embed, embed, true); }
    /// The same with or without biases.
    public static MultiheadAttention multiheadAttention(int embed, int heads, boolean bias) { return MultiheadAttention.of(embed, heads, embed, embed, bias); }
    /// The same for keys and values of sizes of their own.
    public static MultiheadAttention multiheadAttention(int embed, int heads, int kdim, int vdim) { return MultiheadAttention.of(embed, heads, kdim, vdim, true); }
    /// Attention and two linear layers with 2048 numbers between them. Sequences are `[batch, steps, width]`, PyTorch's `[steps, batch, width]` after `batchFirst(false)`.
    public static TransformerEncoderLayer transformerEncoderLayer(int width, int heads) { return TransformerEncoderLayer.of(width, heads, 2048); }
    /// The same with so many numbers between the linear layers.
    /// {@snippet : transformerEncoderLayer(8, 2, 32).normFirst(true).activation("gelu").apply(zeros(4, 10, 8)).shape()    // ==> [4, 10, 8] }
    public static TransformerEncoderLayer transformerEncoderLayer(int width, int heads, int feedforward) { return TransformerEncoderLayer.of(width, heads, feedforward); }
    /// The same with attention to what an encoder made: `apply(x, memory)`.
    public static TransformerDecoderLayer transformerDecoderLayer(int width, int heads) { return TransformerDecoderLayer.of(width, heads, 2048); }
    /// The same with so many numbers between the linear layers.
    /// {@snippet : transformerDecoderLayer(8, 2, 32).causal(true).apply(zeros(4, 10, 8), zeros(4, 7, 8)).shape()    // ==> [4, 10, 8] }
    public static TransformerDecoderLayer transformerDecoderLayer(int width, int heads, int feedforward) { return TransformerDecoderLayer.of(width, heads, feedforward); }
    /// Copies of a `transformerEncoderLayer`, one after the other.
    /// {@snippet : transformerEncoder(transformerEncoderLayer(8, 2, 32), 3).norm(layerNorm(8)).children().size()    // ==> 4 }
    public static TransformerEncoder transformerEncoder(Layer layer, int times) { return TransformerEncoder.of(layer, times); }
    /// Copies of a `transformerDecoderLayer`, one after the other.
    public static TransformerDecoder transformerDecoder(Layer layer, int times) { return TransformerDecoder.of(layer, times); }
    /// Adds sines and cosines that stand for the place to each step of `[…, steps, width]`, for up to `length` steps.
    /// {@snippet : sinusoidalPositions(100, 2).apply(zeros(2, 2))    // ==> [[0.0000, 1.0000], [0.8415, 0.5403]]  float32 [2, 2] }
    public static Positions sinusoidalPositions(int length, int width) { return Positions.sinusoidal(length, width); }
    /// Adds a learnt vector for its place to each step of `[…, steps, width]`, for up to `length` steps.
    public static Positions learnedPositions(int length, int width) { return Positions.learned(length, width); }
    /// Turns pairs of numbers of `[…, steps, width]` by angles that grow with the step; attention does so to queries and keys after `rotary(true)`.
    public static Layer rotaryPositions() { return rotaryPositions(10_000); }
    /// The same with another base of the wave lengths.
    public static Layer rotaryPositions(double base) { return new RotaryPositions(base); }
}
