package gradshell.train;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.tensor.Movements;
import gradshell.tensor.Tensor;
import java.util.function.BinaryOperator;

/// A figure that says how good the predictions for a whole set are.
///
/// The set comes in batches: what a metric has to know of those that are gone, it gathers in one tensor, so that a training that is
/// interrupted in the middle of an epoch can go on. Two lambdas spare that: [#mean] and [#whole].
public interface Metric {
    /// What it is called in tables and files.
    String name();

    /// What is gathered after one more batch.
    ///
    /// @param gathered what was gathered before it, null at the beginning
    Tensor gather(Tensor gathered, Tensor prediction, Tensor target);

    /// The figure of all that was gathered.
    double figure(Tensor gathered);

    /// Whether more is better.
    default boolean rises() { return true; }

    /// The figure of one batch.
    /// {@snippet : accuracy().of(tensor("[[0.1, 0.9], [0.8, 0.2]]"), tensor(1, 1))    // ==> 0.5 }
    default double of(Tensor prediction, Tensor target) { return figure(gather(null, prediction.detach(), target.detach())); }

    /// The same metric under another name.
    default Metric named(String name) { return new Gathered.Named(this, name, rises()); }

    /// The same metric, of which less is better.
    default Metric falling() { return new Gathered.Named(this, name(), false); }

    /// The mean over all examples of what a function gives as the mean of a batch.
    static Metric mean(String name, BinaryOperator<Tensor> ofBatch) { return new Gathered.Mean(name, ofBatch); }

    /// What a function gives for the predictions and targets of the whole set at once, which are kept until then: float64, `[n]`, or `[n, numbers of an example]`.
    static Metric whole(String name, BinaryOperator<Tensor> ofAll) { return new Gathered.Whole(name, ofAll); }

    /// Numbers as a tensor to gather in.
    static Tensor numbers(double... numbers) { return Tensor.of(Array.of(DType.FLOAT64, Shape.of(numbers.length), numbers)); }

    /// The sum of what was gathered before, if anything, and what a batch adds.
    static Tensor sum(Tensor gathered, double... more) {
        double[] sum = more.clone();
        if (gathered != null) {
            double[] before = gathered.toDoubles();
            for (int i = 0; i < sum.length; i++) sum[i] += before[i];
        }
        return numbers(sum);
    }

    /// One behind the other.
    static Tensor join(Tensor gathered, Tensor more) { return gathered == null ? more : Movements.cat(0, gathered, more); }
}
