package gradshell.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.plot.Series.Mark;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {
    private static Series line(double... y) { return new Series("", IntStream.range(0, y.length).asDoubleStream().toArray(), y, Mark.LINE); }

    private static final List<Picture> ALL = List.of(
            Plot.of(line(1, 2, 4, 8), new Series("points", new double[] {0, 1, 2}, new double[] {3, 1, 2}, Mark.POINTS)).title("a title").xLabel("step").yLabel("loss"),
            new Bars("amounts", List.of("a", "b"), new double[] {1, -2}),
            Pixels.heat(new double[][] {{1, 2, 3}, {4, 5, Double.NaN}}).labels(List.of("r", "s"), List.of("x", "y", "z")),
            new Diagram(List.of(new Diagram.Box(List.of("mul", "float32 []"), List.of(1, 2), false), new Diagram.Box(List.of("w"), List.of(), true), new Diagram.Box(List.of("x"), List.of(), true))));

    @Test
    void aLineInCharacters() {
        assertEquals("""
                  │                ⢀⠔⠊
                  │             ⢀⠤⠊⠁
                5 ┤          ⢀⡠⠒⠁
                  │        ⢀⠴⠁
                  │     ⢀⠤⠊⠁
                  │  ⢀⡠⠒⠁
                0 ┤⡠⠔⠁
                  └┬────────┬────────┬
                   0        1        2""", Plot.of(line(0, 4, 8)).draw(23, 10, false).replaceAll("(?m) +$", ""));
    }

    @Test
    void pointsOfSeveralSeriesHaveLetters() {
        String text = Plot.of(new Series("left", new double[] {0, 1}, new double[] {0, 1}, Mark.POINTS), new Series("right", new double[] {0, 1}, new double[] {1, 0}, Mark.POINTS)).draw(30, 8, false);
        String[] lines = text.split("\n");
        assertTrue(lines[0].contains("┤x") && lines[0].endsWith("o"), text);
        assertTrue(lines[4].contains("┤o") && lines[4].endsWith("x"), text);
        assertTrue(lines[7].endsWith("o left   x right"), text);
    }

    @Test
    void coloursOnlyWhereTheyAreWanted() {
        for (Picture picture : ALL) {
            assertTrue(picture.draw(60, 15, true).contains("\033["), picture.toString());
            assertTrue(!picture.draw(60, 15, false).contains("\033") && !picture.toString().contains("\033"), picture.toString());
        }
    }

    @Test
    void nothingIsWiderThanItMayBe() {
        for (Picture picture : ALL) for (int columns : new int[] {40, 72, 120}) picture.draw(columns, 15, false).lines().forEach(l -> assertTrue(l.length() <= columns, l));
    }

    @Test
    void ticksAreRound() {
        assertEquals("[-1, -0.5, 0, 0.5, 1]", new Axis(-1, 1, false).ticks(5).stream().map(Axis.Tick::label).toList().toString());
        assertEquals("[0.01, 0.1, 1, 10]", new Axis(0.005, 20, true).ticks(8).stream().map(Axis.Tick::label).toList().toString());
        assertEquals("[1e9, 2e9, 3e9]", new Axis(0.9e9, 3.2e9, false).ticks(3).stream().map(Axis.Tick::label).toList().toString());
        for (double[] range : new double[][] {{0, 1e-300}, {-1e308, 1e308}, {1, Math.nextUp(1.0)}, {1e15, 1e15 + 1}}) assertTrue(new Axis(range[0], range[1], false).ticks(5).size() <= 21);
    }

    @Test
    void numbersThatCannotBeShownAreLeftOut() {
        double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, 1, -1, 0, Double.NEGATIVE_INFINITY, 1e308, -1e308};
        for (Mark mark : Mark.values()) {
            for (double[] y : new double[][] {odd, {}, {Double.NaN}, {3, 3, 3}, {0}}) {
                Plot plot = Plot.of(new Series("", IntStream.range(0, y.length).asDoubleStream().toArray(), y, mark));
                for (Plot each : List.of(plot, plot.logY(), plot.logX(), plot.logX().logY())) {
                    assertTrue(each.draw(60, 12, false).contains("└"));
                    assertTrue(each.png().length > 1000);
                }
            }
        }
        assertTrue(new Bars("", List.of("a", "b"), new double[] {Double.NaN, Double.POSITIVE_INFINITY}).toString().contains("NaN"));
    }

    @Test
    void histogramsCountEveryNumberOnce() {
        Bars bars = Bars.histogram(new double[] {0, 0.1, 0.9, 1, 2, 2, 2, Double.NaN}, 4);
        assertEquals("[2.0, 1.0, 1.0, 3.0]", java.util.Arrays.toString(bars.values()));
        assertEquals("[0.25, 0.75, 1.25, 1.75]", bars.labels().toString());
        assertEquals("[5.0]", java.util.Arrays.toString(Bars.histogram(new double[] {7, 7, 7, 7, 7}, 1).values()));
    }

    @Test
    void matricesAsTables() {
        assertEquals("    x   y   z\nr   1   2   3\ns   4   5 NaN", Pixels.heat(new double[][] {{1, 2, 3}, {4, 5, Double.NaN}}).labels(List.of("r", "s"), List.of("x", "y", "z")).draw(72, 20, false));
    }

    @Test
    void imagesInHalfBlocks() {
        Pixels image = Pixels.image(new int[][] {{0xFF0000, 0x00FF00}, {0x0000FF, 0xFFFFFF}});
        assertEquals("\033[38;2;255;0;0m\033[48;2;0;0;255m▀\033[38;2;0;255;0m\033[48;2;255;255;255m▀\033[0m", image.draw(80, 24, true));
        Pixels large = Pixels.image(new int[500][700]);
        assertTrue(large.draw(40, 10, true).lines().count() <= 10);
    }

    @Test
    void diagramsAsTreesAndForGraphviz() {
        Diagram shared = new Diagram(List.of(box("add", 1, 2), box("mul", 3), box("exp", 3), box("tanh", 4), new Diagram.Box(List.of("x"), List.of(), true)));
        assertEquals("""
                add
                ├─ mul
                │  └─ tanh  (3)
                │     └─ x
                └─ exp
                   └─ tanh  (3) above""", shared.draw(80, 20, false));
        assertTrue(shared.dot().contains("n3 -> n1") && shared.dot().contains("n4 [label=\"x\", style=filled"), shared.dot());
    }

    private static Diagram.Box box(String name, Integer... sources) { return new Diagram.Box(List.of(name), List.of(sources), false); }

    @Test
    void files(@TempDir Path folder) throws Exception {
        for (Picture picture : ALL) {
            var image = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(picture.save(folder.resolve("new/picture.png")))));
            assertEquals(picture.width(), image.getWidth());
            assertEquals(picture.height(), image.getHeight());
            assertTrue(image.getRGB(0, 0) == -1 && IntStream.range(0, image.getWidth() * image.getHeight()).anyMatch(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) != -1), "a picture on white");
            Path svg = picture.save(folder.resolve("picture.svg").toString());
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            var root = factory.newDocumentBuilder().parse(new ByteArrayInputStream(Files.readString(svg).getBytes(StandardCharsets.UTF_8))).getDocumentElement();
            assertEquals("svg", root.getTagName());
            assertTrue(root.getElementsByTagName("g").getLength() > 1);
        }
        var wrong = assertThrows(IllegalArgumentException.class, () -> ALL.getFirst().save(folder.resolve("picture.gif")));
        assertTrue(wrong.getMessage().endsWith("picture.gif is no kind of picture that is known; use a name that ends in .png or .svg"), wrong.getMessage());
    }
}
