package gradshell.nn;

import gradshell.tensor.Tensor;
import java.util.function.UnaryOperator;

/// A function without parameters, under the words that make it.
public record Named(String text, UnaryOperator<Tensor> function) implements Layer {
    @Override
    public Tensor apply(Tensor x) { return function.apply(x); }

    /// A function with its numbers: `pad(1, 2)`.
    public static Named of(String word, UnaryOperator<Tensor> function, Object... settings) {
        StringBuilder text = new StringBuilder(word).append('(');
        for (Object setting : settings) {
            if (setting instanceof int[] many) for (int number : many) append(text, number);
            else append(text, setting instanceof String name ? '"' + name + '"' : setting);
        }
        return new Named(text.append(')').toString(), function);
    }

    private static void append(StringBuilder text, Object setting) { text.append(text.charAt(text.length() - 1) == '(' ? "" : ", ").append(setting); }

    @Override
    public String toString() { return text; }
}
