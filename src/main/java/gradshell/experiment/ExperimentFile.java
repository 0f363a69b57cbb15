package gradshell.experiment;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

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
        @Key(value = "where the examples come from", example = "{csv: {path: homes.csv, target: price}}") Sets data,
        @Key("what is held back from training") Optional<Split> split,
        @Key(value = "examples in a step; without it, all of them", least = 1) OptionalInt batch,
        @Key(value = "the layers of the network, one after the other", example = "[linear: [3, 2]]") Bound<Layer> model,
        @Key(value = "what training makes small", example = "mseLoss") Bound<Loss> loss,
        @Key(value = "how the parameters are changed", example = "{sgd: 0.1}") Bound<Optimizer> optimizer,
        @Key("how the learning rate changes") Optional<Bound<Schedule>> schedule,
        @Key("how gradients are kept small") Optional<Clip> clip,
        @Key(value = "how often the data is gone through", least = 1) int epochs,
        @Key("when to stop before the last epoch") Optional<Stop> stop,
        @Key(value = "what is measured besides the loss", otherwise = "[]") List<Bound<Metric>> metrics,
        @Key("whether every epoch has an order of its own; without it, where there are batches") Optional<Boolean> shuffle,
        @Key("whether a last batch that is smaller than the others is left out") Optional<Boolean> dropLast,
        @Key(value = "how many batches another thread makes ahead", least = 0) OptionalInt prefetch,
        @Key(value = "how many batches are gathered for one step", least = 1) OptionalInt accumulate,
        @Key(value = "after how many steps to end, even within an epoch", least = 1) OptionalLong steps,
        @Key("whether the network of the best epoch is kept, or by which figure") Optional<String> keepBest,
        @Key(value = "how much of a moving average of the parameters stays at each step; it is what is measured and left", above = 0, below = 1) OptionalDouble ema,
        @Key("when all is written down that the run needs to go on; without it, as often as costs little") Optional<Saving> checkpoint,
        @Key("paths of other keys, each with the values to try or the range to draw from: every point is a run") Optional<Node> sweep,
        @Key("how the points of a sweep are chosen, run and ranked") Optional<Search> search) {

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
            @Key(value = "epochs without progress to wait", least = 1) OptionalInt patience,
            @Key("the figure that patience looks at") Optional<String> figure) {

        public Stop {
            if (loss.isEmpty() && patience.isEmpty()) throw new IllegalArgumentException("stop needs loss or patience");
            if (figure.isPresent() && patience.isEmpty()) throw new IllegalArgumentException("figure is for patience, which is not there");
        }
    }

    /// How often a run writes down all that it needs to go on.
    public record Saving(
            @Key(value = "after so many epochs", least = 1) OptionalInt epochs,
            @Key(value = "after so many steps", least = 1) OptionalInt steps,
            @Key(value = "after so many seconds, at the next step", above = 0) OptionalDouble seconds) {

        public Saving {
            if (epochs.isEmpty() && steps.isEmpty() && seconds.isEmpty()) throw new IllegalArgumentException("checkpoint needs epochs, steps or seconds");
        }
    }

    /// How a sweep goes about it.
    public record Search(
            @Key(value = "how many points to draw; without it, all combinations", least = 1, most = 10_000) OptionalInt points,
            @Key(value = "how they are drawn", otherwise = "random") Drawing drawing,
            @Key("the figure that ranks them; without it, the loss, that of the validation set if there is one") Optional<String> by,
            @Key(value = "whether the points have the seed of the file or one of their own", otherwise = "same") Seeds seeds,
            @Key("gives up on most points early") Optional<Halving> halving) {}

    /// Ways to draw points: each for itself, or so that every axis is covered evenly.
    public enum Drawing { RANDOM, LATIN_HYPERCUBE }

    /// Where the chance of a point comes from: the file's seed for all, so that they differ by their settings alone, or one drawn from it for each.
    public enum Seeds { SAME, OWN }

    /// Successive halving: all points begin, and again and again only the best go on.
    public record Halving(
            @Key(value = "how many epochs all points get", least = 1) int epochs,
            @Key(value = "one point of so many goes on, to so many times the epochs", otherwise = "2", least = 2) int factor) {}
}
