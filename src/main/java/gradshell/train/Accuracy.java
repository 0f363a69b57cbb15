package gradshell.train;

import gradshell.tensor.Tensor;

/// The share of examples whose class is predicted rightly.
///
/// The predicted class is the largest of the scores along the last dimension. A target is a class number, or scores of the same shape as
/// the prediction, whose largest counts. A prediction of one number an example says "yes" above 0.5.
public record Accuracy() implements Metric {
    @Override
    public String name() { return "accuracy"; }

    @Override
    public Tensor gather(Tensor gathered, Tensor prediction, Tensor target) {
        Classes classes = Classes.of(name(), prediction, target);
        return Metric.sum(gathered, classes.guess().eq(classes.right()).sum().item(), classes.guess().numel());
    }

    @Override
    public double figure(Tensor gathered) { return gathered.select(0, 0).item() / gathered.select(0, 1).item(); }
}
