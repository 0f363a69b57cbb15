package gradshell;

import gradshell.nn.BceLoss;
import gradshell.nn.BceWithLogitsLoss;
import gradshell.nn.CosineEmbeddingLoss;
import gradshell.nn.CrossEntropyLoss;
import gradshell.nn.GaussianNllLoss;
import gradshell.nn.HingeEmbeddingLoss;
import gradshell.nn.HuberLoss;
import gradshell.nn.KlDivLoss;
import gradshell.nn.L1Loss;
import gradshell.nn.MarginRankingLoss;
import gradshell.nn.MseLoss;
import gradshell.nn.MultiMarginLoss;
import gradshell.nn.NllLoss;
import gradshell.nn.PoissonNllLoss;
import gradshell.nn.SmoothL1Loss;
import gradshell.nn.TripletMarginLoss;

/// The words of losses. Each is the mean over all elements unless `reduction("sum")` or `reduction("none")` says otherwise.
public abstract sealed class LossWords extends LayerWords permits OptimizerWords {
    LossWords() {}

    // ---- numbers ----

    /// The squared differences of predictions and targets.
    /// {@snippet : mseLoss().apply(tensor(1.0, 2.0), tensor(1.0, 4.0))    // ==> 2.  float32 [] }
    public static MseLoss mseLoss() { return new MseLoss(); }
    /// The absolute differences.
    /// {@snippet : l1Loss().apply(tensor(1.0, 2.0), tensor(1.0, 4.0))    // ==> 1.  float32 [] }
    public static L1Loss l1Loss() { return new L1Loss(); }
    /// The absolute differences, rounded off where they are less than `beta`, 1.
    /// {@snippet : smoothL1Loss().beta(2).apply(tensor(1.0), tensor(2.0))    // ==> 0.2500  float32 [] }
    public static SmoothL1Loss smoothL1Loss() { return new SmoothL1Loss(); }
    /// Half the squared differences, straight lines where they are more than `delta`, 1.
    /// {@snippet : huberLoss().delta(2).apply(tensor(1.0), tensor(5.0))    // ==> 6.  float32 [] }
    public static HuberLoss huberLoss() { return new HuberLoss(); }

    // ---- classes and probabilities ----

    /// The negative logarithm of the softmax at the right class; settings are `weight`, `ignoreIndex`, `labelSmoothing` and `reduction`.
    /// {@snippet : crossEntropyLoss().apply(tensor("[[0., 0.]]"), tensor(new long[] {1}))    // ==> 0.6931  float32 [] }
    public static CrossEntropyLoss crossEntropyLoss() { return new CrossEntropyLoss(); }
    /// The negative of the prediction at the right class, for predictions that went through `logSoftmax`.
    /// {@snippet : nllLoss().apply(tensor("[[-1., -2.]]"), tensor(new long[] {1}))    // ==> 2.  float32 [] }
    public static NllLoss nllLoss() { return new NllLoss(); }
    /// The cross entropy of probabilities and targets from 0 to 1.
    /// {@snippet : bceLoss().apply(tensor(0.5), tensor(1.0))    // ==> 0.6931  float32 [] }
    public static BceLoss bceLoss() { return new BceLoss(); }
    /// The cross entropy of the sigmoids of scores and targets from 0 to 1.
    /// {@snippet : bceWithLogitsLoss().apply(tensor(0.0), tensor(1.0))    // ==> 0.6931  float32 [] }
    public static BceWithLogitsLoss bceWithLogitsLoss() { return new BceWithLogitsLoss(); }
    /// The Kullback-Leibler divergence, for predictions that are logarithms of probabilities.
    /// {@snippet : klDivLoss().reduction("sum").apply(tensor(0.5, 0.5).log(), tensor(1.0, 0.0))    // ==> 0.6931  float32 [] }
    public static KlDivLoss klDivLoss() { return new KlDivLoss(); }

    // ---- pairs and margins ----

    /// One minus the cosine of the angle between vectors that should be alike.
    /// {@snippet : cosineEmbeddingLoss().apply(tensor(1.0, 0.0), tensor(0.0, 2.0))    // ==> 1.  float32 [] }
    public static CosineEmbeddingLoss cosineEmbeddingLoss() { return new CosineEmbeddingLoss(); }
    /// Distances of pairs that are alike, target 1, and what those of others, target -1, lack of a margin.
    /// {@snippet : hingeEmbeddingLoss().apply(tensor(0.5, 0.25), tensor(1, -1))    // ==> 0.6250  float32 [] }
    public static HingeEmbeddingLoss hingeEmbeddingLoss() { return new HingeEmbeddingLoss(); }
    /// What two scores lack of being in the order that a target of 1 or -1 says.
    /// {@snippet : marginRankingLoss().margin(1).apply(tensor(2.0), tensor(1.5), tensor(1))    // ==> 0.5000  float32 [] }
    public static MarginRankingLoss marginRankingLoss() { return new MarginRankingLoss(); }
    /// What the score of the right class lacks of a margin above the others: a hinge for several classes.
    /// {@snippet : multiMarginLoss().apply(tensor(1.0, 1.5), tensor(1))    // ==> 0.2500  float32 [] }
    public static MultiMarginLoss multiMarginLoss() { return new MultiMarginLoss(); }
    /// How much nearer anchors should be to positive examples than to negative ones.
    /// {@snippet : tripletMarginLoss().apply(tensor(0.0, 0.0), tensor(3.0, 4.0), tensor(6.0, 8.0))    // ==> 0.  float32 [] }
    public static TripletMarginLoss tripletMarginLoss() { return new TripletMarginLoss(); }

    // ---- distributions ----

    /// The negative logarithm of the density of normal distributions, of predicted means and variances, at the targets.
    /// {@snippet : gaussianNllLoss().apply(tensor(1.0), tensor(3.0), tensor(1.0))    // ==> 2.  float32 [] }
    public static GaussianNllLoss gaussianNllLoss() { return new GaussianNllLoss(); }
    /// The negative logarithm of the probability that Poisson distributions of predicted means give to counts.
    /// {@snippet : poissonNllLoss().apply(tensor(0.0), tensor(2.0))    // ==> 1.  float32 [] }
    public static PoissonNllLoss poissonNllLoss() { return new PoissonNllLoss(); }
}
