package gradshell.data;

import gradshell.array.DType;
import gradshell.array.Rng;
import gradshell.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Images and labels in files of the idx format, in which MNIST and its kin come: two zeros, a type, the number of dimensions, the sizes, then the
/// numbers, all big-endian. Whether a file is gzipped is seen by its content.
///
/// A plain file is mapped, a gzipped one kept in memory as it is, so that 60,000 images of 28 x 28 bytes take 47 MB.
public final class Idx implements Dataset {
    private static final int MOST_DIMENSIONS = 8;

    private final Stored images;
    private final Stored labels;

    /// @param images numbers of at least two dimensions; bytes come as float32 from 0 to 1, and images of three dimensions get one of channels: `[n, 1, height, width]`
    /// @param labels whole numbers of one dimension
    public Idx(Path images, Path labels) {
        this.images = read(images);
        this.labels = read(labels);
        if (this.images.sizes().size() == 1 && this.labels.sizes().size() > 1) throw new FormatException(images + ": it holds labels and " + labels + " images; give the images first");
        if (this.labels.sizes().size() != 1 || this.labels.encoding().dtype().isFloating()) throw new FormatException(labels + ": it holds " + this.labels.encoding() + " of sizes " + this.labels.sizes() + "; labels are whole numbers of one dimension");
        if (this.images.sizes().size() == 1) throw new FormatException(images + ": it holds one number for each example; these are labels and no images");
        if (this.images.count() != this.labels.count()) throw new FormatException(images + ": it holds " + this.images.count() + " images, and " + labels + " holds " + this.labels.count() + " labels; they must be equally many");
    }

    /// A file of any type and shape, in the nearest type of ours.
    public static Tensor load(Path file) {
        Stored stored = read(file);
        return stored.pick(java.util.stream.IntStream.range(0, stored.count()).toArray());
    }

    @Override
    public int size() { return images.count(); }

    @Override
    public Example get(int index) { return batch(new int[] {index}, null).example(0); }

    @Override
    public Batch batch(int[] places, Rng chance) {
        for (int place : places) Places.check(place, size());
        Tensor x = images.pick(places);
        if (images.encoding() == Encoding.U8) x = x.to(DType.FLOAT32).div(255);
        return new Batch(x.dim() == 3 ? x.unsqueeze(1) : x, labels.pick(places).to(DType.INT64));
    }

    @Override
    public String toString() {
        List<Long> inputs = new ArrayList<>(images.sizes());
        if (inputs.size() == 3) inputs.add(1, 1L);
        return size() + " examples: inputs " + inputs + ", targets " + labels.sizes();
    }

    // ---- one file ----

    static Stored read(Path file) {
        return Disk.read(file, () -> {
            try (FileChannel channel = FileChannel.open(file)) {
                if (channel.size() == 0) throw new FormatException(file + ": the file is empty");
                byte[] magic = new byte[2];
                channel.read(ByteBuffer.wrap(magic), 0);
                return isGzip(magic) ? packed(file) : plain(file, channel);
            }
        });
    }

    private static boolean isGzip(byte[] start) { return start[0] == 0x1f && start[1] == (byte) 0x8b; }

    private static Stored plain(Path file, FileChannel channel) throws IOException {
        Head head = head(file, Channels.newInputStream(channel));
        long rest = channel.size() - head.start;
        if (rest != head.bytes) throw new FormatException(file + ": sizes " + head.sizes + " take " + head.bytes + " bytes, and " + rest + " follow the header; the file is " + (rest < head.bytes ? "cut off" : "no idx file, or was added to"));
        return new Stored(file.toString(), Stored.map(channel).asSlice(head.start), head.encoding, ByteOrder.BIG_ENDIAN, head.sizes);
    }

    private static Stored packed(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
            Head head = head(file, in);
            if (head.bytes > Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory())) throw big(file, head);
            byte[] bytes = unpacked(file, in, head);
            if (bytes.length < head.bytes) throw new FormatException(file + ": sizes " + head.sizes + " take " + head.bytes + " bytes, and only " + bytes.length + " were packed; the file is cut off");
            if (in.read() >= 0) throw new FormatException(file + ": more was packed than the " + head.bytes + " bytes that sizes " + head.sizes + " take");
            return new Stored(file.toString(), MemorySegment.ofArray(bytes), head.encoding, ByteOrder.BIG_ENDIAN, head.sizes);
        } catch (EOFException e) {
            throw new FormatException(file + ": what was packed with gzip ends too early; the file is cut off");
        } catch (ZipException e) {
            throw new FormatException(file + ": it was not packed rightly with gzip, or was damaged (" + e.getMessage() + ")");
        }
    }

    /// What is really there, whatever the header claims: the memory grows with it.
    private static byte[] unpacked(Path file, InputStream in, Head head) throws IOException {
        try {
            return in.readNBytes((int) head.bytes);
        } catch (OutOfMemoryError e) {
            throw big(file, head);
        }
    }

    private static FormatException big(Path file, Head head) { return new FormatException(file + ": sizes " + head.sizes + " take " + head.bytes + " bytes, more than there is memory for; unpack it with gunzip, then it is read piece by piece"); }

    private record Head(Encoding encoding, List<Long> sizes, int start, long bytes) {}

    private static Head head(Path file, InputStream in) throws IOException {
        byte[] magic = in.readNBytes(4);
        if (magic.length >= 2 && isGzip(magic)) throw new FormatException(file + ": it was packed with gzip twice; unpack it once with gunzip");
        if (magic.length < 4 || magic[0] != 0 || magic[1] != 0) throw new FormatException(file + ": this is no idx file: it begins with " + java.util.HexFormat.ofDelimiter(" ").formatHex(magic) + " and not with 00 00");
        Encoding encoding = switch (magic[2]) {
            case 0x08 -> Encoding.U8;
            case 0x09 -> Encoding.I8;
            case 0x0b -> Encoding.I16;
            case 0x0c -> Encoding.I32;
            case 0x0d -> Encoding.F32;
            case 0x0e -> Encoding.F64;
            default -> throw new FormatException(file + ": this is no idx file: its type is %02x; 08, 09 and 0b to 0e are known".formatted(magic[2]));
        };
        if (magic[3] < 1 || magic[3] > MOST_DIMENSIONS) throw new FormatException(file + ": it has " + Byte.toUnsignedInt(magic[3]) + " dimensions by its own account; 1 to " + MOST_DIMENSIONS + " can be read");
        byte[] sizes = in.readNBytes(4 * magic[3]);
        if (sizes.length < 4 * magic[3]) throw new FormatException(file + ": the file ends inside the header");
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < magic[3]; i++) shape.add(Integer.toUnsignedLong(ByteBuffer.wrap(sizes).getInt(4 * i)));
        return new Head(encoding, List.copyOf(shape), 4 + sizes.length, Encoding.bytes(file.toString(), shape, encoding));
    }
}
