package gradshell.data;

import gradshell.array.Array;
import gradshell.array.Shape;
import gradshell.kernel.Copies;
import gradshell.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One tensor in a file of NumPy's npy format: a magic word, a short header in Python's notation, then the numbers.
///
/// Nothing in a file is trusted: the shape that it claims is checked against the bytes that are there before memory is asked for, and
/// nothing is ever unpickled.
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /// The longest header that is read, as in NumPy.
    private static final int LONGEST_HEADER = 10_000;
    private static final int ALIGNED = 64;

    private Npy() {}

    /// Reads a tensor. Narrower numbers come in the nearest type: float16 as float32, int8, uint8, int16 and uint16 as int32, uint32 and uint64 as int64.
    public static Tensor load(Path file) {
        return Disk.read(file, () -> {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                return read(file.toString(), Files.size(file), in);
            }
        });
    }

    /// Writes a tensor, whole or not at all.
    public static void save(Path file, Tensor tensor) { Disk.write(file, out -> write(tensor, out)); }

    /// Writes a tensor as NumPy would: version 1.0, row after row, little-endian.
    static void write(Tensor tensor, OutputStream out) throws IOException {
        String type = switch (tensor.dtype()) {
            case BOOL -> "|b1";
            case INT32 -> "<i4";
            case INT64 -> "<i8";
            case FLOAT32 -> "<f4";
            case FLOAT64 -> "<f8";
        };
        String sizes = IntStream.of(tensor.shape().toArray()).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes + (tensor.dim() == 1 ? "," : "") + "), }";
        int before = MAGIC.length + 4;
        // The numbers start at a multiple of 64, and the header ends with a new line.
        int length = Math.ceilDiv(before + header.length() + 1, ALIGNED) * ALIGNED - before;
        out.write(MAGIC);
        out.write(new byte[] {1, 0, (byte) length, (byte) (length >> 8)});
        out.write((header + " ".repeat(length - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        Encoding.write(tensor, out);
    }

    /// Reads a tensor from a stream of so many bytes.
    ///
    /// @param what what messages begin with: the file, and the place in it
    static Tensor read(String what, long size, InputStream in) throws IOException {
        Head head = head(what, size, in);
        Encoding.elements(what + ": the tensor", head.description.shape());
        return numbers(what, head.description, head.encoding, in);
    }

    /// What stands in front of the numbers.
    ///
    /// @param start how many bytes it takes
    record Head(NpyHeader.Description description, Encoding encoding, long start) {
        ByteOrder order() { return description.type().charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN; }
    }

    /// Reads up to the numbers, and checks that as many bytes follow as they take.
    static Head head(String what, long size, InputStream in) throws IOException {
        byte[] start = exactly(in, MAGIC.length + 2);
        if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) throw new FormatException(what + ": this is no npy file: it does not begin with \\x93NUMPY");
        int version = start[MAGIC.length], wide = version == 1 ? 2 : 4;
        if (version < 1 || version > 3) throw new FormatException(what + ": version " + Byte.toUnsignedInt(start[MAGIC.length]) + " of the npy format is unknown; 1, 2 and 3 can be read");
        ByteBuffer lengths = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).put(exactly(in, wide));
        long length = Integer.toUnsignedLong(lengths.getInt(0)), rest = size - start.length - wide - length;
        if (length > LONGEST_HEADER) throw new FormatException(what + ": the header has " + length + " bytes by its own account; it can have " + LONGEST_HEADER);
        if (rest < 0) throw new FormatException(what + ": the header has " + length + " bytes by its own account, and only " + (rest + length) + " follow");
        String header = new String(exactly(in, (int) length), version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        NpyHeader.Description description = NpyHeader.parse(what, header);
        Encoding encoding = encoding(what, description.type());
        long bytes = Encoding.bytes(what + ": the tensor", description.shape(), encoding);
        if (bytes != rest) Encoding.elements(what + ": the tensor", description.shape());
        if (bytes != rest) throw new FormatException(what + ": shape " + description.shape() + " of " + description.type() + " takes " + bytes + " bytes, and " + rest + " follow the header");
        return new Head(description, encoding, size - rest);
    }

    private static Tensor numbers(String what, NpyHeader.Description description, Encoding encoding, InputStream in) throws IOException {
        ByteOrder order = new Head(description, encoding, 0).order();
        Shape shape = Encoding.shape(description.shape());
        if (!description.fortran() || shape.rank() < 2) return Tensor.of(encoding.read(what + ": the tensor", shape, order, in));
        List<Long> turned = new ArrayList<>(description.shape());
        Collections.reverse(turned);
        Array columns = encoding.read(what + ": the tensor", Encoding.shape(turned), order, in);
        int[] back = IntStream.range(0, shape.rank()).map(i -> shape.rank() - 1 - i).toArray();
        return Tensor.of(Copies.copy(columns.view(columns.layout().permute(back))));
    }

    private static Encoding encoding(String what, String type) {
        if (type.endsWith("O")) throw new FormatException(what + ": it holds Python objects, which would have to be unpickled; save numbers: np.save(file, x.astype('f8'))");
        Encoding known = !type.matches("[<>|].+") ? null : switch (type.substring(1)) {
            case "b1" -> Encoding.BOOL;
            case "i1" -> Encoding.I8;
            case "u1" -> Encoding.U8;
            case "i2" -> Encoding.I16;
            case "u2" -> Encoding.U16;
            case "i4" -> Encoding.I32;
            case "u4" -> Encoding.U32;
            case "i8" -> Encoding.I64;
            case "u8" -> Encoding.U64;
            case "f2" -> Encoding.F16;
            case "f4" -> Encoding.F32;
            case "f8" -> Encoding.F64;
            default -> null;
        };
        if (known == null || type.charAt(0) == '|' && known.bytes() > 1)
            throw new FormatException(what + ": it holds elements of type " + Json.quote(type) + "; truths, whole numbers of 1 to 8 bytes and floating ones of 2 to 8 can be read");
        return known;
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) throw new EOFException("the file ends inside the header");
        return bytes;
    }
}
