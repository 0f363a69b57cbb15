package gradshell;

import gradshell.nn.CrossEntropyLoss;
import gradshell.nn.L1Loss;
import gradshell.nn.Loss;
import gradshell.nn.MseLoss;

/// The words of losses.
public abstract sealed class LossWords extends LayerWords permits OptimizerWords {
    LossWords() {}

    /// The mean of the squared differences.
    /// {@snippet : mseLoss().apply(tensor(1.0, 2.0), tensor(1.0, 4.0))    // ==> 2.  float32 [] }
    public static Loss mseLoss() { return new MseLoss(); }
    /// The mean of the absolute differences.
    /// {@snippet : l1Loss().apply(tensor(1.0, 2.0), tensor(1.0, 4.0))    // ==> 1.  float32 [] }
    public static Loss l1Loss() { return new L1Loss(); }
    /// The mean negative logarithm of the softmax at the right class.
    /// {@snippet : crossEntropyLoss().apply(tensor("[[0., 0.]]"), tensor(new long[] {1}))    // ==> 0.6931  float32 [] }
    public static Loss crossEntropyLoss() { return new CrossEntropyLoss(); }
}
