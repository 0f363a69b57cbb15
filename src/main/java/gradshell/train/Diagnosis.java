package gradshell.train;

import gradshell.data.Batch;
import gradshell.data.Dataset;
import gradshell.data.Example;
import gradshell.nn.Layer;
import gradshell.optim.Optimizer;
import gradshell.tensor.Detective;
import gradshell.tensor.Names;
import gradshell.tensor.NonFiniteException;
import gradshell.tensor.Tensor;
import java.util.Map;
import java.util.function.BinaryOperator;

/// Says where a training has left the finite numbers: its step is computed again, watched.
record Diagnosis(Layer net, Dataset data, BinaryOperator<Tensor> loss, Optimizer optimizer) {

    DivergedException diverged(String what, int epoch, Batch part) {
        String begin = "fit: " + what + " in epoch " + epoch, advice = "; a smaller learning rate than " + optimizer.learningRate() + ", or clipping, may help";
        for (Tensor parameter : optimizer.parameters())
            if (Detective.firstNonFinite(parameter) >= 0) return new DivergedException(begin + ": " + name(parameter) + " is not finite since the step before" + advice);
        if (Detective.firstNonFinite(part.inputs()) >= 0) return new DivergedException(begin + ": the inputs are not all finite" + where(true));
        if (Detective.firstNonFinite(part.targets()) >= 0) return new DivergedException(begin + ": the targets are not all finite" + where(false));
        try {
            Detective.watch(() -> {
                loss.apply(part.inputs(), part.targets()).backward();
                return null;
            });
        } catch (NonFiniteException found) {
            DivergedException diverged = new DivergedException(begin + " (" + found.getMessage() + ")" + advice);
            // The place where it happened, in a layer of the user's own perhaps, says more than this one.
            diverged.setStackTrace(found.getStackTrace());
            if (found.getCause() != null) diverged.initCause(found.getCause());
            for (Throwable where : found.getSuppressed()) diverged.addSuppressed(where);
            return diverged;
        }
        return new DivergedException(begin + advice);
    }

    /// The first example of the set that has such a number.
    private String where(boolean inputs) {
        for (int i = 0; i < data.size(); i++) {
            Example example = data.get(i);
            Tensor part = inputs ? example.input() : example.target();
            int place = Detective.firstNonFinite(part);
            if (place >= 0) return ": example " + i + " of the set has " + History.number(part.reshape(part.numel()).select(0, place).item()) + (part.dim() == 0 ? "" : " at place " + place);
        }
        return "";
    }

    String name(Tensor parameter) {
        for (Map.Entry<String, Tensor> entry : net.state().entrySet()) if (entry.getValue() == parameter) return entry.getKey();
        return "a parameter, " + Names.typed(parameter);
    }
}
