package gradshell.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final Plot LINE = Plot.of(new Series("", new double[] {0, 1, 2}, new double[] {3, 1, 2}, Series.Mark.LINE));
    private static final Pixels IMAGE = Pixels.image(new int[][] {{0xFF0000, 0x00FF00}, {0x0000FF, 0xFFFFFF}});
    private static final Diagram GRAPH = new Diagram(List.of(new Diagram.Box(List.of("w"), List.of(), true)));

    private static Screen screen(int columns, int colors, boolean unicode, Protocol protocol) { return new Screen(columns, 24, colors, unicode, Optional.ofNullable(protocol)); }

    /// The pixels that a text of sixels paints.
    private static int[][] painted(String text) {
        var all = Pattern.compile("(?s)\033P0;1;0q\"1;1;(\\d+);(\\d+)(.*)\033\\\\").matcher(text);
        assertTrue(all.matches());
        int width = Integer.parseInt(all.group(1)), height = Integer.parseInt(all.group(2)), x = 0, top = 0, color = 0;
        int[] registers = new int[256];
        int[][] pixels = new int[height][width];
        var signs = Pattern.compile("#(\\d+)(?:;2;(\\d+);(\\d+);(\\d+))?|(?:!(\\d+))?([?-~])|([$-])").matcher(all.group(3));
        int end = 0;
        for (; signs.find(); end = signs.end()) {
            assertEquals(end, signs.start());
            if (signs.group(2) != null) registers[Integer.parseInt(signs.group(1))] = level(signs.group(2)) << 16 | level(signs.group(3)) << 8 | level(signs.group(4));
            else if (signs.group(1) != null) color = registers[Integer.parseInt(signs.group(1))];
            else if (signs.group(6) != null) {
                int bits = signs.group(6).charAt(0) - '?';
                for (int times = signs.group(5) == null ? 1 : Integer.parseInt(signs.group(5)); times > 0; times--, x++) for (int y = 0; y < 6; y++) if ((bits >> y & 1) == 1) pixels[top + y][x] = color;
            } else {
                if (signs.group(7).equals("-")) top += 6;
                x = 0;
            }
        }
        assertEquals(end, all.group(3).length());
        return pixels;
    }

    private static int level(String percent) { return Math.round(Integer.parseInt(percent) * 255 / 100f); }

    private static void assertLooksAlike(BufferedImage wanted, int[][] pixels, int tolerance) {
        assertEquals(wanted.getHeight(), pixels.length);
        assertEquals(wanted.getWidth(), pixels[0].length);
        for (int y = 0; y < pixels.length; y++) for (int x = 0; x < pixels[0].length; x++) for (int shift = 0; shift < 24; shift += 8) assertEquals(wanted.getRGB(x, y) >> shift & 255, pixels[y][x] >> shift & 255, tolerance, x + ", " + y);
    }

    @Test
    void kittyGetsAFileInPieces() throws IOException {
        String text = screen(60, 256, true, Protocol.KITTY).draw(LINE);
        var pieces = Pattern.compile("\033_G([^;]*);([^\033]*)\033\\\\").matcher(text);
        StringBuilder file = new StringBuilder();
        int end = 0;
        String last = "";
        for (; pieces.find(); end = pieces.end()) {
            assertEquals(end, pieces.start());
            if (end == 0) assertEquals("a=T,f=100,q=2,c=60,m=1", pieces.group(1));
            else assertTrue(pieces.group(1).matches("m=[01]") && last.endsWith("m=1"));
            last = pieces.group(1);
            assertTrue(pieces.group(2).length() <= 4096);
            file.append(pieces.group(2));
        }
        assertEquals(text.length(), end);
        assertEquals("m=0", last);
        var image = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(file.toString())));
        assertEquals(800, image.getWidth());
        assertEquals(500, image.getHeight());
    }

    @Test
    void aSmallFileIsOnePiece() {
        String text = screen(60, 256, true, Protocol.KITTY).draw(IMAGE);
        assertTrue(text.startsWith("\033_Ga=T,f=100,q=2,c=" + Math.ceilDiv(IMAGE.width(), 9) + ",m=0;"), text);
    }

    @Test
    void iterm2GetsAFileAndItsSize() throws IOException {
        var told = Pattern.compile("\033\\]1337;File=name=[\\w+/=]+;size=(\\d+);width=(\\d+);preserveAspectRatio=1;inline=1:([\\w+/=]+)\007").matcher(screen(200, 256, true, Protocol.ITERM2).draw(LINE));
        assertTrue(told.matches());
        byte[] file = Base64.getDecoder().decode(told.group(3));
        assertEquals(Integer.parseInt(told.group(1)), file.length);
        assertEquals(89, Integer.parseInt(told.group(2)));
        assertEquals(500, ImageIO.read(new ByteArrayInputStream(file)).getHeight());
    }

    @Test
    void sixelsAreTheImage() {
        assertLooksAlike(Paper.image(LINE, 800), painted(screen(200, 256, true, Protocol.SIXEL).draw(LINE)), 8);
        assertLooksAlike(Paper.image(LINE, 360), painted(screen(40, 256, true, Protocol.SIXEL).draw(LINE)), 8);
    }

    @Test
    void sixelsOfMoreColorsThanRegisters() {
        Random random = new Random(0);
        BufferedImage image = new BufferedImage(50, 31, BufferedImage.TYPE_INT_RGB);
        int[] pixels = new int[50 * 31];
        // all reds and blues, and a little noise
        for (int i = 0; i < pixels.length; i++) image.setRGB(i % 50, i / 50, pixels[i] = i * 255 / pixels.length << 16 | (i % 50) * 5 | random.nextInt(8) << 8);
        assertLooksAlike(image, painted(new Sixel(50, 31, pixels).text()), 40);
    }

    @Test
    void diagramsStayTrees() { assertEquals("w", screen(60, 0, true, Protocol.KITTY).draw(GRAPH)); }

    @Test
    void whatATerminalSaysOfItself() {
        record Case(Protocol protocol, Map<String, String> environment) {}
        for (var each : List.of(new Case(Protocol.KITTY, Map.of("TERM", "xterm-kitty")), new Case(Protocol.KITTY, Map.of("TERM_PROGRAM", "ghostty")), new Case(Protocol.KITTY, Map.of("KITTY_WINDOW_ID", "1", "TERM", "xterm-256color")),
                new Case(Protocol.ITERM2, Map.of("TERM_PROGRAM", "iTerm.app")), new Case(Protocol.ITERM2, Map.of("LC_TERMINAL", "iTerm2")), new Case(Protocol.ITERM2, Map.of("TERM_PROGRAM", "WezTerm")),
                new Case(Protocol.SIXEL, Map.of("TERM", "foot")), new Case(Protocol.SIXEL, Map.of("TERM", "mlterm-256color")),
                new Case(null, Map.of()), new Case(null, Map.of("TERM", "xterm-256color")), new Case(null, Map.of("TERM", "dumb")),
                new Case(null, Map.of("TERM", "tmux-256color", "KITTY_WINDOW_ID", "1")), new Case(null, Map.of("TERM", "xterm-kitty", "TMUX", "/tmp/x"))))
            assertEquals(Optional.ofNullable(each.protocol), Protocol.of(each.environment::get), each.environment.toString());
    }

    @Test
    void charactersFitTheScreen() {
        for (int columns : new int[] {40, 80, 200}) {
            for (Picture picture : List.of(LINE, Pixels.heat(new double[50][300]), Bars.histogram(new double[] {1, 2, 2, 5}, 8))) {
                String text = screen(columns, 0, true, null).draw(picture);
                assertTrue(text.lines().allMatch(line -> line.length() <= columns), columns + "\n" + text);
                assertFalse(text.contains("\033"));
            }
        }
    }

    @Test
    void fewColors() {
        assertEquals("\033[38;2;255;0;0m\033[48;2;0;0;255m▀\033[38;2;0;255;0m\033[48;2;255;255;255m▀\033[0m", screen(60, 1 << 24, true, null).draw(IMAGE));
        assertEquals("\033[38;5;196m\033[48;5;21m▀\033[38;5;46m\033[48;5;231m▀\033[0m", screen(60, 256, true, null).draw(IMAGE));
    }

    @Test
    void fewCharacters() {
        for (Picture picture : List.of(LINE, IMAGE, GRAPH, Bars.histogram(new double[] {1, 2, 2, 5}, 8))) {
            String text = screen(60, 0, false, null).draw(picture);
            assertTrue(text.chars().allMatch(c -> c < 128) && !text.contains("?"), text);
        }
    }
}
