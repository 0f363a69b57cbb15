package gradshell.experiment;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

import gradshell.data.Dataset;
import gradshell.nn.Layer;
import gradshell.nn.Loss;
import gradshell.optim.Optimizer;
import gradshell.optim.Schedule;
import gradshell.train.Metric;

/// What an experiment file says. Its components are the keys: adding one here is all it takes.
public record ExperimentFile(
        @Key(value = "the name of the experiment and of the folders of its runs", matches = "\\w[\\w.-]*", madeOf = "letters, digits, dots, hyphens and underscores") String name,
        @Key(value = "where all chance comes from", otherwise = "0") long seed,
        @Key("where the examples come from") Sets data,
        @Key("what is held back from training") Optional<Split> split,
        @Key(value = "examples in a step; without it, all of them", least = 1) OptionalInt batch,
        @Key("the layers of the network, one after the other") Bound<Layer> model,
        @Key("what training makes small") Bound<Loss> loss,
        @Key("how the parameters are changed") Bound<Optimizer> optimizer,
        @Key("how the learning rate changes") Optional<Bound<Schedule>> schedule,
        @Key("how gradients are kept small") Optional<Clip> clip,
        @Key(value = "how often the data is gone through", least = 1) int epochs,
        @Key("when to stop before the last epoch") Optional<Stop> stop,
        @Key(value = "what is measured besides the loss", otherwise = "[]") List<Bound<Metric>> metrics) {

    /// Examples to train on, and perhaps others to validate and to test on; alone, those to train on need no key.
    @Alone("train")
    public record Sets(
            @Key("the examples to train on") Bound<Dataset> train,
            @Key("the examples to look at after every epoch") Optional<Bound<Dataset>> validation,
            @Key("the examples for the end") Optional<Bound<Dataset>> test) {}

    /// Parts of the data that are not trained on, as fractions.
    public record Split(
            @Key(value = "the part to validate on", above = 0, below = 1) OptionalDouble validation,
            @Key(value = "the part to test on", above = 0, below = 1) OptionalDouble test) {

        public Split {
            if (validation.isEmpty() && test.isEmpty()) throw new IllegalArgumentException("split needs validation or test");
            if (validation.orElse(0) + test.orElse(0) >= 1) throw new IllegalArgumentException("validation and test leave nothing to train on");
        }
    }

    /// A bound for gradients: for their common norm, or for each value.
    @OneOf({"norm", "value"})
    public record Clip(
            @Key(value = "the largest norm of all gradients together", above = 0) OptionalDouble norm,
            @Key(value = "the largest size of each value", above = 0) OptionalDouble value) {}

    /// Reasons to stop early.
    public record Stop(
            @Key("a loss that is small enough") OptionalDouble loss,
            @Key(value = "epochs without progress to wait", least = 1) OptionalInt patience) {

        public Stop {
            if (loss.isEmpty() && patience.isEmpty()) throw new IllegalArgumentException("stop needs loss or patience");
        }
    }
}
