package gradshell.data;

import gradshell.array.Rng;
import gradshell.array.Shape;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// Images in folders, each folder a class: PNG and JPEG files. Inputs are float32 `[n, channels, height, width]` from 0 to 1, targets int64 `[n]`, classes in the order of the
/// alphabet. Each image is read when it is wanted; `cached()` keeps them.
public final class ImageFolder implements Dataset {
    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp");
    /// More pixels than this are not unpacked.
    private static final long MOST_PIXELS = 100_000_000;

    private final Path folder;
    private final List<String> classes;
    private final List<Path> files;
    private final int[] labels;
    private final int height;
    private final int width;
    private final boolean gray;

    private ImageFolder(ImageFolder other, int height, int width, boolean gray) {
        folder = other.folder;
        classes = other.classes;
        files = other.files;
        labels = other.labels;
        this.height = height;
        this.width = width;
        this.gray = gray;
    }

    /// The images of a folder of folders, as they are, in colour.
    public ImageFolder(Path folder) {
        this.folder = folder;
        if (!Files.isDirectory(folder)) throw new FormatException(folder + ": there is no such folder" + Disk.like(folder));
        classes = list(folder).stream().filter(Files::isDirectory).map(f -> f.getFileName().toString()).toList();
        if (classes.isEmpty()) throw new FormatException(folder + ": there are no folders in it; each class has one of its own");
        files = new ArrayList<>();
        List<Integer> of = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            int before = files.size();
            for (Path file : list(folder.resolve(classes.get(i)))) if (ENDINGS.stream().anyMatch(file.toString().toLowerCase(Locale.ROOT)::endsWith)) {
                files.add(file);
                of.add(i);
            }
            if (files.size() == before) throw new FormatException(folder.resolve(classes.get(i)) + ": there is no image in it");
        }
        labels = of.stream().mapToInt(i -> i).toArray();
        height = 0;
        width = 0;
        gray = false;
    }

    /// All images brought to a square of so many pixels.
    public ImageFolder resize(int side) { return resize(side, side); }
    /// All images brought to one size.
    public ImageFolder resize(int height, int width) {
        if (height < 1 || width < 1 || (long) height * width > MOST_PIXELS) throw new IllegalArgumentException("images: a size of " + height + " x " + width + "; each must be at least 1, and " + MOST_PIXELS + " pixels at most");
        return new ImageFolder(this, height, width, gray);
    }
    /// One channel of brightness instead of red, green and blue.
    public ImageFolder grayscale() { return new ImageFolder(this, height, width, true); }

    /// The other folder's images with the class numbers of this one.
    @Override
    public Dataset like(Dataset other) {
        if (!(other instanceof ImageFolder images)) return other;
        for (String name : images.classes) if (!classes.contains(name)) throw new FormatException(images.folder.resolve(name) + ": the class " + Json.quote(name) + " is unknown; known are " + String.join(", ", classes));
        int[] numbers = java.util.stream.IntStream.of(images.labels).map(l -> classes.indexOf(images.classes.get(l))).toArray();
        return new ImageFolder(images, classes, numbers);
    }

    private ImageFolder(ImageFolder other, List<String> classes, int[] labels) {
        folder = other.folder;
        this.classes = classes;
        files = other.files;
        this.labels = labels;
        height = other.height;
        width = other.width;
        gray = other.gray;
    }

    /// The names of the folders, each at its number.
    @Override
    public List<String> classes() { return classes; }

    /// What lies in a folder, in the order of the alphabet; what begins with a point is hidden.
    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> !f.getFileName().toString().startsWith(".")).sorted().toList();
        } catch (IOException e) {
            throw new FormatException(folder + ": this folder may not be read");
        }
    }

    @Override
    public int size() { return files.size(); }

    @Override
    public Example get(int index) {
        Path file = files.get(Places.check(index, size()));
        BufferedImage image = Disk.read(file, () -> read(file));
        if (height > 0 && (image.getHeight() != height || image.getWidth() != width)) image = resized(image);
        int rows = image.getHeight(), columns = image.getWidth(), channels = gray ? 1 : 3;
        float[] values = new float[channels * rows * columns];
        int[] line = new int[columns];
        for (int y = 0; y < rows; y++) {
            image.getRGB(0, y, columns, 1, line, 0, columns);
            for (int x = 0; x < columns; x++) {
                int red = line[x] >> 16 & 255, green = line[x] >> 8 & 255, blue = line[x] & 255, place = y * columns + x;
                if (gray) values[place] = (19595 * red + 38470 * green + 7471 * blue + 0x8000 >> 16) / 255f;
                else {
                    values[place] = red / 255f;
                    values[rows * columns + place] = green / 255f;
                    values[2 * rows * columns + place] = blue / 255f;
                }
            }
        }
        return new Example(Generated.floats(values, channels, rows, columns), gradshell.tensor.Tensor.of(gradshell.array.DType.INT64, labels[index]));
    }

    @Override
    public Batch batch(int[] places, Rng chance) {
        Shape[] first = new Shape[1];
        return Places.stacked(places, i -> {
            Example example = get(places[i]);
            Shape shape = example.input().shape();
            if (i == 0) first[0] = shape;
            if (!shape.equals(first[0])) throw new FormatException(files.get(places[i]) + ": the image has " + pixels(shape) + " pixels, and " + files.get(places[0]) + " has " + pixels(first[0]) + "; resize(…) brings all to one size");
            return example;
        });
    }

    private static String pixels(Shape image) { return image.size(2) + " x " + image.size(1); }

    private static BufferedImage read(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = in == null ? null : ImageIO.getImageReaders(in);
            if (readers == null || !readers.hasNext()) throw new FormatException(file + ": this is no PNG or JPEG image");
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MOST_PIXELS) throw new FormatException(file + ": the image has " + pixels + " pixels; up to " + MOST_PIXELS + " are read");
                return reader.read(0);
            } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException | NullPointerException e) {
                // Readers of broken images throw whatever comes.
                throw e instanceof FormatException told ? told : new FormatException(file + ": the image is broken" + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"));
            } finally {
                reader.dispose();
            }
        }
    }

    /// In steps of at most one half, so that no pixel is left out when an image becomes small.
    private BufferedImage resized(BufferedImage image) {
        BufferedImage now = image;
        do {
            int columns = Math.max(width, Math.ceilDiv(now.getWidth(), 2)), rows = Math.max(height, Math.ceilDiv(now.getHeight(), 2));
            if (now.getWidth() < width) columns = width;
            if (now.getHeight() < height) rows = height;
            BufferedImage next = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = next.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(now, 0, 0, columns, rows, null);
            graphics.dispose();
            now = next;
        } while (now.getWidth() != width || now.getHeight() != height);
        return now;
    }

    @Override
    public String toString() { return size() + " images in " + classes.size() + " classes of " + folder; }
}
