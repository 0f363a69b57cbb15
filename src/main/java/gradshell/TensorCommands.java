package gradshell;

import gradshell.shell.Command;
import gradshell.shell.Repl;
import gradshell.tensor.Tensor;
import java.util.List;

/// What the prompt tells of tensors.
final class TensorCommands {
    static final List<Command> ALL = List.of(new Command("%who", "the tensors: type, shape, size in memory, gradient", TensorCommands::who));

    private TensorCommands() {}

    private static void who(Repl repl, String argument) {
        var tensors = repl.session().variables().stream().filter(v -> v.value() instanceof Tensor).toList();
        if (tensors.isEmpty()) repl.say("there are no tensors");
        int names = tensors.stream().mapToInt(v -> v.name().length()).max().orElse(0);
        for (var variable : tensors) repl.say(line(variable.name(), names, (Tensor) variable.value()));
    }

    /// `w  float32 [2, 3]  24 bytes  requiresGrad, grad [2, 3]`.
    static String line(String name, int width, Tensor tensor) {
        var past = !tensor.requiresGrad() ? "" : tensor.isLeaf() ? "  requiresGrad" : "  computed";
        var gradient = tensor.grad() == null ? "" : ", has a gradient";
        return name + " ".repeat(width - name.length()) + "  " + tensor.dtype() + " " + tensor.shape() + "  " + (long) tensor.numel() * tensor.dtype().bytes() + " bytes" + past + gradient;
    }
}
