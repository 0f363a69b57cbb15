package gradshell;

import gradshell.array.OutOfMemory;
import gradshell.shell.Command;
import gradshell.shell.Outcome;
import gradshell.shell.Repl;
import gradshell.tensor.Footprint;
import gradshell.tensor.Profile;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// What the prompt tells of tensors.
final class TensorCommands {
    /// The commands of a prompt.
    static List<Command> all() { return Stream.concat(Stream.of(Tutorial.command()), MEASURES.stream()).toList(); }

    private static final List<Command> MEASURES = List.of(
            new Command("%prof", """
                    %prof SNIPPET tells which operations a snippet spends its time on
                    For each operation: forward, backward, in place, replayed by a compiled step or in an optimiser's update; how often; how long without the
                    operations that it consists of; its share; and what it allocated. What is left is Java's.""", TensorCommands::profile),
            new Command("%who", "the tensors: type, shape, size in memory, gradient, and the graph that is kept for a backward", Command.Takes.NOTHING, TensorCommands::who));

    private TensorCommands() {}

    // ---- %who ----

    private static void who(Repl repl, String argument) {
        var tensors = repl.session().variables().stream().filter(v -> v.value() instanceof Tensor).toList();
        if (tensors.isEmpty()) repl.say("there are no tensors");
        int names = tensors.stream().mapToInt(v -> v.name().length()).max().orElse(0);
        for (var variable : tensors) repl.say(line(variable.name(), names, (Tensor) variable.value()));
    }

    /// `w  float32 [2, 3]  24 bytes  requiresGrad, has a gradient`.
    static String line(String name, int width, Tensor tensor) {
        var past = !tensor.requiresGrad() ? "" : tensor.isLeaf() ? "  requiresGrad" : "  computed" + graph(tensor);
        var gradient = tensor.grad() == null ? "" : ", has a gradient";
        return name + " ".repeat(width - name.length()) + "  " + tensor.dtype() + " " + tensor.shape() + "  " + OutOfMemory.size((long) tensor.numel() * tensor.dtype().bytes()) + past + gradient;
    }

    private static String graph(Tensor tensor) {
        var footprint = Footprint.of(List.of(tensor));
        return footprint.operations() == 0 ? "" : ", a graph of " + footprint.operations() + (footprint.operations() == 1 ? " operation keeps " : " operations keeps ") + OutOfMemory.size(footprint.graphBytes());
    }

    // ---- %prof ----

    private static void profile(Repl repl, String text) {
        if (text.isEmpty()) {
            repl.complain("%prof needs a snippet, as in %prof net.apply(x).sum().backward()");
            return;
        }
        Outcome outcome;
        List<Profile.Row> rows;
        long time = 0;
        begin(repl);
        try {
            outcome = repl.session().eval(text);
            time = repl.session().ran();
        } finally {
            rows = Profile.end();
        }
        repl.tell(outcome);
        if (!(outcome instanceof Outcome.Rejected)) repl.say(Profile.table(rows, time));
    }

    /// On the thread that will be watched.
    private static void begin(Repl repl) {
        try {
            repl.session().call(Executors.callable(Profile::begin));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
