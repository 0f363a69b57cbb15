package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.data.CsvDataset;
import gradshell.data.Loader;
import gradshell.nn.CrossEntropyLoss;
import gradshell.nn.Layer;
import gradshell.optim.Sgd;
import gradshell.plot.Plot;
import gradshell.shell.Outcome;
import gradshell.shell.Report;
import gradshell.shell.Session;
import gradshell.tensor.Conv;
import gradshell.tensor.Tensor;
import gradshell.train.Fit;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README claims: its code runs, its output is real, its files and words exist.
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final String CLAIM = "// ==>";

    /// A fenced block: the line it begins on, what stands behind the fence, its text.
    private record Block(int line, String info, String text) {
        String place() { return README + ":" + line; }
    }

    private static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        StringBuilder text = null;
        int number = 0, begun = 0;
        String info = "";
        for (String line : Files.readAllLines(README)) {
            number++;
            if (!line.startsWith("```")) {
                if (text != null) text.append(line).append('\n');
            } else if (text == null) {
                text = new StringBuilder();
                info = line.substring(3).strip();
                begun = number;
            } else {
                blocks.add(new Block(begun, info, text.toString()));
                text = null;
            }
        }
        return blocks;
    }

    private static List<Block> blocks(String info) throws IOException {
        List<Block> found = blocks().stream().filter(b -> b.info().equals(info)).toList();
        assertFalse(found.isEmpty(), "no block of " + info);
        return found;
    }

    // ---- code ----

    /// Blocks of Java in one session, one after the other; a block of text holds what the block before it prints.
    @Test
    void codeRunsAndOutputIsReal() throws IOException {
        try (Session session = Golden.session()) {
            String printed = "";
            int claims = 0;
            for (Block block : blocks()) {
                if (block.info().equals("text")) assertEquals(block.text(), printed, block.place());
                if (!block.info().equals("java")) continue;
                int[] found = {0};
                printed = Ran.of(() -> found[0] = run(session, block)).out();
                claims += found[0];
            }
            assertTrue(claims >= 6, claims + " claims");
        }
    }

    /// Evaluates a block; a claim is about the value of the code before it, or about its error. Answers how many there are.
    private static int run(Session session, Block block) {
        StringBuilder code = new StringBuilder();
        int claims = 0;
        for (String line : block.text().lines().toList()) {
            int at = line.indexOf(CLAIM);
            code.append(at < 0 ? line : line.substring(0, at)).append('\n');
            if (at < 0) continue;
            Outcome outcome = session.eval(code.toString());
            assertEquals(plain(line.substring(at + CLAIM.length())), plain(shown(outcome)), block.place() + ": " + code);
            code.setLength(0);
            claims++;
        }
        Outcome rest = session.eval(code.toString());
        assertFalse(rest.failed(), () -> block.place() + ": " + Report.plain(false).text(rest));
        return claims;
    }

    private static String shown(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Value value -> String.valueOf(value.value());
            case Outcome.Thrown thrown -> Report.plain(false).message(thrown.exception());
            default -> outcome + " " + Report.plain(false).text(outcome);
        };
    }

    private static String plain(String text) { return text.strip().replaceAll("\\s+", " ").replace("[ ", "["); }

    /// A block of Java that names a file is a part of it.
    @Test
    void excerptsAreInTheirFiles() throws IOException {
        List<Block> excerpts = blocks().stream().filter(b -> b.info().startsWith("java ")).toList();
        assertFalse(excerpts.isEmpty());
        for (Block block : excerpts) {
            Path file = Path.of(block.info().substring("java ".length()));
            assertTrue(Files.readString(file).contains(block.text()), block.place() + " is not in " + file);
        }
    }

    // ---- commands and files ----

    @Test
    void filesInCommandsExist() throws IOException {
        for (Block block : blocks("console")) {
            for (String line : block.text().lines().toList()) {
                assertTrue(line.startsWith("$ "), block.place() + ": " + line);
                for (String word : line.substring(2).split(" ")) if (word.contains("/")) assertTrue(Files.exists(Path.of(word)), block.place() + ": there is no " + word);
            }
        }
    }

    @Test
    void everyScriptIsMentioned() throws IOException {
        String text = Files.readString(README);
        for (Path script : ScriptsTest.all()) assertTrue(text.contains("| `scripts/" + script.getFileName() + "` |"), script + " is not in the table of scripts");
    }

    // ---- tables ----

    /// The rows of the table below a heading.
    private static List<String> rows(String heading) throws IOException {
        return Files.readAllLines(README).stream().dropWhile(l -> !l.equals("## " + heading)).skip(1).takeWhile(l -> !l.startsWith("## "))
                .filter(l -> l.startsWith("| ")).toList();
    }

    private static Set<String> words(String markdown) {
        return Pattern.compile("`([^`]+)`").matcher(markdown).results().map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theFloorsAreThoseOfTheTest() throws IOException {
        List<String> rows = rows("How it is built").stream().filter(row -> row.matches("\\| \\d .*")).toList().reversed();
        assertEquals(FloorsTest.FLOORS.size(), rows.size());
        Path top = Path.of("src", "main", "java", "gradshell");
        for (int floor = 0; floor < rows.size(); floor++) {
            Set<String> packages = FloorsTest.FLOORS.get(floor).stream().filter(p -> Files.isDirectory(top.resolve(p)))
                    .map(p -> p.isEmpty() ? "gradshell" : p).collect(Collectors.toCollection(TreeSet::new));
            assertTrue(rows.get(floor).startsWith("| " + floor + " |"), rows.get(floor));
            assertEquals(packages, words(rows.get(floor)));
        }
    }

    /// Every method and constant in the table of the language is one of the classes that the table is about.
    @Test
    void theWordsExist() throws IOException {
        Set<String> known = new TreeSet<>(Set.of("x", "y", "w", "a", "b", "f", "g", "v", "forward", "mask", "history", "net", "state", "set", "images", "labels", "new", "double", "true"));    // variables and Java's own
        for (Class<?> type : List.of(Dsl.class, Tensor.class, Layer.class, Sgd.class, Fit.class, Conv.class, Plot.class, CrossEntropyLoss.class, CsvDataset.class, Loader.class)) {
            for (Method method : type.getMethods()) known.add(method.getName());
            for (Field field : type.getFields()) known.add(field.getName());
        }
        Set<String> unknown = new TreeSet<>();
        for (String row : rows("The language")) {
            for (String code : words(row)) {
                Pattern.compile("[A-Za-z_]\\w*").matcher(code.replaceAll("\"[^\"]*\"", "")).results().map(m -> m.group()).filter(name -> !known.contains(name)).forEach(unknown::add);
            }
        }
        assertEquals(Set.of(), unknown);
    }

    // ---- experiments ----

    /// Checked as `gradshell check` does it.
    @Test
    void experimentsAreValid(@TempDir Path folder) throws IOException {
        for (Block block : blocks("yaml")) {
            Path file = Files.writeString(folder.resolve("experiment.yaml"), block.text());
            Ran ran = Ran.of(() -> Main.run("check", file.toString()));
            assertEquals(0, ran.code(), block.place() + ": " + ran.err());
            Files.writeString(folder.resolve("base.yaml"), block.text());    // what the next one includes
        }
    }
}
