package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/// The page of a run: whole, by itself, and in a browser.
class PageTest {
    private static final String CLASSES = """
            name: heaps
            data: {blobs: {n: 60, noise: 2.5, classes: 4}}
            split: {validation: 0.2, test: 0.2}
            batch: 8
            model: [linear: [2, 16], relu, linear: [16, 4]]
            loss: crossEntropyLoss
            optimizer: {adam: {lr: 0.01}}
            schedule: {cosine: {epochs: 5}}
            epochs: 5
            metrics: [accuracy]
            """;
    private static final Set<String> BROWSERS = Set.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");

    @TempDir
    private Path folder;

    private Path run(String text, String... changes) throws Exception {
        var file = Files.writeString(folder.resolve("a <b> & c.yaml"), text);
        var args = new ArrayList<>(List.of("run", file.toString(), "-q", "--into", folder.resolve("runs").toString()));
        args.addAll(List.of(changes));
        var ran = Ran.of(() -> Main.run(args.toArray(String[]::new)));
        assertEquals(0, ran.code(), ran.err());
        try (var runs = Files.list(folder.resolve("runs"))) {
            return runs.toList().getFirst().resolve("report.html");
        }
    }

    private static Document parsed(String page) throws Exception {
        var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setErrorHandler(null);
        return builder.parse(new InputSource(new StringReader(page.replaceFirst("<!DOCTYPE html>\n", ""))));
    }

    private static List<Element> elements(Document page, String name) {
        var found = page.getElementsByTagName(name);
        return Stream.iterate(0, i -> i < found.getLength(), i -> i + 1).map(i -> (Element) found.item(i)).toList();
    }

    @Test
    void thePageIsWellFormedAndNeedsNothingElse() throws Exception {
        var file = run(CLASSES);
        var text = Files.readString(file);
        var page = parsed(text);
        assertEquals(List.of(), elements(page, "script"));
        assertEquals(List.of(), elements(page, "img"));
        for (var element : elements(page, "*")) {
            for (var name : List.of("src", "href", "style", "data", "action")) {
                var value = element.getAttribute(name);
                assertFalse(value.contains("//") || value.contains("url("), element.getTagName() + " " + name + "=" + value);
            }
        }
        assertFalse(text.replace("http://www.w3.org/1999/xhtml", "").matches("(?s).*(https?:|@import|url\\().*"), text);
        for (var link : elements(page, "a")) assertTrue(Files.exists(file.resolveSibling(link.getAttribute("href"))), link.getAttribute("href"));
        assertEquals(8 - 1, elements(page, "a").size());
    }

    @Test
    void thePageSaysWhatTheRunDid() throws Exception {
        var file = run(CLASSES);
        var page = parsed(Files.readString(file));
        var text = page.getDocumentElement().getTextContent();
        assertTrue(text.contains(Files.readString(file.resolveSibling("digest.txt")).strip()), text);
        assertTrue(text.contains("# " + file.getParent().getParent().getParent() + "/a <b> & c.yaml:5"), text);
        assertTrue(text.contains("linear(2, 16)") && text.contains("[batch, 16]") && text.contains("116"), text);
        assertEquals(List.of("loss over the epochs", "accuracy", "learning rate over the epochs").size(), elements(page, "svg").size());
        var confusion = elements(page, "table").stream().filter(t -> t.getAttribute("class").equals("confusion")).toList().getFirst();
        var cells = confusion.getElementsByTagName("td");
        int sum = 0;
        for (int i = 0; i < cells.getLength(); i++) sum += Integer.parseInt(cells.item(i).getTextContent());
        assertEquals(16, cells.getLength());
        assertEquals(12, sum);    // a fifth of sixty
    }

    /// The names of the classes come from the file, through division, transforms and whatever stands between.
    @Test
    void classesHaveTheirNames() throws Exception {
        Files.writeString(folder.resolve("beasts.csv"), "a,b,kind\n" + "1,2,<ant> & co\n3,5,bee\n2,1,<ant> & co\n4,4,moth\n".repeat(4));
        var page = parsed(Files.readString(run("name: beasts\ndata: {csv: {path: " + folder.resolve("beasts.csv") + ", target: kind}}\nsplit: {validation: 0.25}\nmodel: {linear: [2, 3]}\nloss: crossEntropyLoss\noptimizer: {sgd: {lr: 0.1}}\nepochs: 1\n")));
        var confusion = elements(page, "table").stream().filter(t -> t.getAttribute("class").equals("confusion")).toList().getFirst();
        var heads = confusion.getElementsByTagName("th");
        assertEquals(List.of("", "<ant> & co", "bee", "moth", "recall", "<ant> & co"), Stream.iterate(0, i -> i < 6, i -> i + 1).map(i -> heads.item(i).getTextContent()).toList());
    }

    @Test
    void numbersAreNotClasses() throws Exception {
        var page = Files.readString(run("name: one\ndata: {sine: {n: 9}}\nmodel: {linear: [1, 1]}\nloss: mseLoss\noptimizer: {sgd: {lr: 0.1}}\nepochs: 1\n"));
        assertFalse(page.contains("Confusion"));
        parsed(page);
    }

    /// The loss passes over what has the class -100; there is nothing to count then.
    @Test
    void targetsThatAreNoClasses() throws Exception {
        var page = Files.readString(run("name: gaps\ndata: {dataset: {inputs: [[1.0], [2.0], [3.0]], targets: [0, 1, -100]}}\nmodel: {linear: [1, 2]}\nloss: {crossEntropyLoss: {ignoreIndex: -100}}\noptimizer: {sgd: {lr: 0.1}}\nepochs: 2\n"));
        assertFalse(page.contains("Confusion"));
        parsed(page);
    }

    @Test
    void aRunThatFailsHasAPageToo() throws Exception {
        var file = Files.writeString(folder.resolve("a.yaml"), "name: far\ndata: {sine: {n: 9}}\nmodel: {linear: [1, 1]}\nloss: mseLoss\noptimizer: {sgd: {lr: 1e25}}\nepochs: 9\n");
        assertEquals(1, Ran.of(() -> Main.run("run", file.toString(), "-q", "--into", folder.resolve("runs").toString())).code());
        try (var runs = Files.list(folder.resolve("runs"))) {
            var text = parsed(Files.readString(runs.toList().getFirst().resolve("report.html"))).getDocumentElement().getTextContent();
            assertTrue(text.contains("1 epoch: the loss became Infinity in epoch 2"), text);
            assertTrue(text.contains("did not come to its end"), text);
        }
    }

    @Test
    void aLongTrainingHasAShortPage() throws Exception {
        var file = run("name: long\ndata: {sine: {n: 4}}\nmodel: {linear: [1, 1]}\nloss: mseLoss\noptimizer: {sgd: {lr: 0.1}}\nepochs: 5000\n");
        assertTrue(Files.size(file) < 40_000, Files.size(file) + " bytes");
    }

    /// On paper of a desk and of a phone, light and dark: something is drawn, and nothing is wider than the window.
    @Test
    void aBrowserShowsIt() throws Exception {
        var browser = Stream.of(System.getenv("PATH").split(":")).flatMap(p -> BROWSERS.stream().map(Path.of(p)::resolve)).filter(Files::isExecutable).findFirst();
        assumeTrue(browser.isPresent(), "no Chromium is installed; apt-get install chromium-headless-shell");
        var page = run(CLASSES);
        for (var width : List.of(1100, 390)) {
            for (var dark : List.of(false, true)) {
                var picture = folder.resolve("page-" + width + dark + ".png");
                var told = folder.resolve("told.txt");
                var process = new ProcessBuilder(browser.get().toString(), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr", "--user-data-dir=" + folder.resolve("profile"),
                        "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1), "--window-size=" + width + ",1500", "--screenshot=" + picture, page.toUri().toString())
                        .redirectErrorStream(true).redirectOutput(told.toFile()).start();
                assertTrue(process.waitFor(100, TimeUnit.SECONDS), () -> "the browser does not come to an end");
                assertEquals(0, process.exitValue(), Files.readString(told));
                assertFalse(Files.readString(told).contains("CONSOLE"), Files.readString(told));
                var image = ImageIO.read(picture.toFile());
                assertEquals(width, image.getWidth());
                var colours = new HashSet<Integer>();
                for (int y = 0; y < image.getHeight(); y += 2) for (int x = 0; x < width; x += 2) colours.add(image.getRGB(x, y));
                assertTrue(colours.size() > 50, colours.size() + " colours");
                int paper = image.getRGB(2, 2) & 0xff;
                assertEquals(dark, paper < 128, "the paper is " + Integer.toHexString(image.getRGB(2, 2)));
            }
        }
    }
}
