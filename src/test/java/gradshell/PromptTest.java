package gradshell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the prompt knows of tensors.
@Timeout(120)
class PromptTest {
    @TempDir
    private Path folder;

    private static void says(String shown, String text) { assertTrue(shown.contains(text), text + "\nin\n" + shown); }

    @Test
    void profilesAndTellsWhoIsThere() throws IOException {
        var shown = Prompt.typed(folder, "var x = var(ones(100, 10))", "%prof var y = (x * 2).sum(); y.backward()", "y", "%who", "%prof nope()", "%prof", "%prof x.matmul(x)", "var z = x.exp().exp()", "%who");
        says(shown, "\noperation  part         calls        time   share   allocated\n");
        assertTrue(shown.matches("(?s).*\nmul        forward          1 .*") && shown.matches("(?s).*\nsum        backward         1 .*"), shown);
        says(shown, "gs> 2000.  float32 [], sum\n");
        says(shown, "x  float32 [100, 10]  4.0 kB  requiresGrad, has a gradient\n");
        says(shown, "z  float32 [100, 10]  4.0 kB  computed, a graph of 2 operations keeps ");
        says(shown, "cannot find symbol: method nope()");
        says(shown, "%prof needs a snippet");
        says(shown, "matmul: [100, 10] x [100, 10]: inner sizes 10 and 100 differ; transpose the second: a.matmul(b.t())\n    x.matmul(x)\n");
    }

    @Test
    void loopsAreNamedByWhatTheyDo() throws IOException {
        var shown = Prompt.typed(folder, "var f = compile((x, y) -> ((x * y + 1).tanh() - y).exp().sum())", "var a = randn(1000); var b = randn(1000); for (int i = 0; i < 4; i++) f.apply(a, b)", "%prof f.apply(a, b)");
        says(shown, "loop of 5: mul, add, tanh, sub, …  replayed ");
    }

    @Test
    void confusionAsAHeatMap() throws IOException {
        var shown = Prompt.typed(folder, "var c = confusion(tensor(1, 0, 1).oneHot(2).to(float32), tensor(1, 1, 1), \"cat\", \"dog\")", "heatmap(c)", "plot(c)");
        says(shown, "$1 =\nright \\ predicted\n    cat dog\ncat   0   0\ndog   1   2\n");
        says(shown, "$2 =\nright \\ predicted\n    cat dog\n");
    }

    @Test
    void helpFitsTheTerminal() throws IOException {
        var shown = Prompt.typed(folder, "?softmax", "help(\"layerNorm\")", "/help");
        for (var line : shown.replace("gs> ", "").lines().toList()) assertTrue(line.length() <= 80 || line.contains("(") && !line.startsWith("    "), line);
        says(shown, "\n           typed\n");
    }

    @Test
    void habitsOfOtherPrompts() throws IOException {
        var shown = Prompt.typed(folder, "softmax?", "Tensor.exp??", "%whos", "%reset", "%cd /tmp", "boolean b = true; int n = b ?\n1 : 2");
        says(shown, "gs> softmax(int dim) -> Layer\n");
        says(shown, "gs> exp() -> Tensor");
        says(shown, "unknown command %whos; did you mean %who?");
        says(shown, "unknown command %reset; did you mean /reset?");
        says(shown, "unknown command %cd; /help lists them");
        says(shown, "n = 1\n");
    }
}
