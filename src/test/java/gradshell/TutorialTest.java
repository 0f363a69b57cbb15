package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.shell.Outcome;
import gradshell.shell.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TutorialTest {
    @TempDir
    private Path folder;

    /// One after the other in one session, as somebody would who only presses Enter.
    @Test
    void everySnippetShowsWhatItSays() {
        try (var session = Golden.session()) {
            List<String> written = new ArrayList<>(), shown = new ArrayList<>();
            for (var step : Tutorial.steps()) {
                assertFalse(step.text().isBlank() || step.snippet().isBlank() || step.snippet().contains("\n"), step.toString());
                var outcome = session.eval(step.snippet());
                assertFalse(outcome.failed(), step + "\n" + Report.plain(false).text(outcome));
                String value = outcome instanceof Outcome.Value v ? session.show(v.value()) : "";
                written.add(step.title() + "\n" + step.result());
                shown.add(step.title() + "\n" + value.lines().map(String::stripTrailing).filter(line -> !line.isEmpty()).reduce((a, b) -> a + "\n" + b).orElse(""));
            }
            assertEquals(String.join("\n\n", written), String.join("\n\n", shown));
        }
    }

    @Test
    void itGoesOnAsItIsTold() throws IOException {
        int n = Tutorial.steps().size();
        var shown = Prompt.typed(folder, "%tutorial", "", "1 + 1", "", "", "", "", "%tutorial back", "", "v + 1", "%tutorial 999", "%tutorial " + n, "", "", "%tutorial stop", "", "%tutorial 6", "", "%tutorial stop", "/exit");
        int one = shown.indexOf("1/" + n + "  Arrays of numbers"), two = shown.indexOf("2/" + n + "  Element by element"), three = shown.indexOf("3/" + n + "  Matrices"), again = shown.indexOf("2/" + n + "  Element by element", three);
        assertTrue(0 <= one && one < two && two < three && three < again, shown);
        assertTrue(shown.contains("var v = tensor(1, 2, 3)v = [1, 2, 3]  int64 [3]\ngs> $1 = 2\n"), shown);
        assertTrue(shown.contains("= [2, 3, 4]  int64 [3]\n"), shown);
        assertTrue(shown.contains("%tutorial 999: it has the steps 1 to " + n + ", and knows next, back and stop"), shown);
        assertTrue(shown.contains("that was the last step; %tutorial 1 begins anew"), shown);
        assertTrue(shown.contains("run for you: the snippets of the steps 4 to " + (n - 1)), shown);
        assertTrue(shown.contains("summary(learner, 1000, 3)$"), shown);
        assertTrue(shown.contains("the tutorial is over; %tutorial 1 comes back here\ngs> gs> \n6/" + n), shown);
    }
}
