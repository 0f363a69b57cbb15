package gradshell.plot;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;

/// Pictures as files. No screen is needed.
final class Paper {
    static {
        // A picture must not wait for, nor open, a display.
        if (System.getProperty("java.awt.headless") == null) System.setProperty("java.awt.headless", "true");
    }

    private Paper() {}

    static Path save(Picture picture, Path path) {
        String name = path.getFileName() == null ? "" : path.getFileName().toString().toLowerCase(Locale.ROOT);
        byte[] bytes;
        if (name.endsWith(".png")) bytes = png(picture);
        else if (name.endsWith(".svg")) bytes = svg(picture).getBytes(StandardCharsets.UTF_8);
        else throw new IllegalArgumentException("save: " + path + " is no kind of picture that is known; use a name that ends in .png or .svg");
        try {
            if (path.toAbsolutePath().getParent() != null) Files.createDirectories(path.toAbsolutePath().getParent());
            Files.write(path, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("save: cannot write " + path + ": " + e.getMessage(), e);
        }
        return path;
    }

    static byte[] png(Picture picture) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image(picture, picture.width()), "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("png: " + e.getMessage(), e);
        }
    }

    /// The picture as an image so many pixels wide.
    static BufferedImage image(Picture picture, int width) {
        double scale = (double) width / picture.width();
        BufferedImage image = new BufferedImage(width, Math.max(1, (int) Math.round(scale * picture.height())), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.scale(scale, scale);
        onWhite(picture, graphics);
        graphics.dispose();
        return image;
    }

    static String svg(Picture picture) {
        try (StringWriter text = new StringWriter()) {
            var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().getDOMImplementation().createDocument("http://www.w3.org/2000/svg", "svg", null);
            SVGGraphics2D graphics = new SVGGraphics2D(document);
            graphics.setSVGCanvasSize(new Dimension(picture.width(), picture.height()));
            onWhite(picture, graphics);
            graphics.stream(text, true);
            return text.toString();
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException("svg: " + e.getMessage(), e);
        }
    }

    private static void onWhite(Picture picture, Graphics2D graphics) {
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, picture.width(), picture.height());
        picture.paint(graphics, picture.width(), picture.height());
    }
}
