package gradshell.data;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Named tensors in a file of the safetensors format: the length of a header in 8 bytes, the header in JSON, then the numbers, all little-endian.
///
/// Nothing in a file is trusted: every size is checked against the file's before memory is asked for, and the tensors must lie one
/// after the other without gaps and fill the file.
public final class Safetensors {
    /// The longest header that a file may have, by the format.
    static final int LONGEST_HEADER = 100_000_000;
    private static final int CHUNK = 1 << 16;
    private static final Map<DType, String> NAMES = Map.of(DType.BOOL, "BOOL", DType.INT32, "I32", DType.INT64, "I64", DType.FLOAT32, "F32", DType.FLOAT64, "F64");

    private Safetensors() {}

    /// Writes tensors in their order. The same tensors give the same bytes.
    public static void write(Map<String, Tensor> tensors, OutputStream out) throws IOException {
        StringBuilder header = new StringBuilder("{");
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            long end = offset + (long) tensor.numel() * tensor.dtype().bytes();
            header.append(header.length() == 1 ? "" : ",").append(Json.quote(entry.getKey())).append(":{\"dtype\":\"").append(NAMES.get(tensor.dtype())).append("\",\"shape\":")
                    .append(tensor.shape().toString().replace(" ", "")).append(",\"data_offsets\":[").append(offset).append(',').append(end).append("]}");
            offset = end;
        }
        byte[] text = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        int padding = -text.length & 7;    // so that the numbers start at a multiple of 8
        out.write(little(8).putLong(text.length + padding).array());
        out.write(text);
        out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        for (Tensor tensor : tensors.values()) writeNumbers(tensor, out);
    }

    private static void writeNumbers(Tensor tensor, OutputStream out) throws IOException {
        DType dtype = tensor.dtype();
        Object values = switch (dtype) {
            case BOOL -> tensor.toBooleans();
            case INT32, INT64 -> tensor.toLongs();
            case FLOAT32 -> tensor.toFloats();
            case FLOAT64 -> tensor.toDoubles();
        };
        ByteBuffer buffer = little(CHUNK);
        for (int i = 0; i < tensor.numel(); i++) {
            switch (dtype) {
                case BOOL -> buffer.put((byte) (((boolean[]) values)[i] ? 1 : 0));
                case INT32 -> buffer.putInt((int) ((long[]) values)[i]);
                case INT64 -> buffer.putLong(((long[]) values)[i]);
                case FLOAT32 -> buffer.putFloat(((float[]) values)[i]);
                case FLOAT64 -> buffer.putDouble(((double[]) values)[i]);
            }
            if (buffer.remaining() < dtype.bytes()) flush(buffer, out);
        }
        flush(buffer, out);
    }

    private static void flush(ByteBuffer buffer, OutputStream out) throws IOException {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    /// Reads all tensors of a file, in the order of their numbers.
    public static Map<String, Tensor> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size < 8) throw refused(file, "has " + size + " bytes, and the length of the header alone takes 8");
            long length = fill(channel, 8).getLong();
            if (length < 2 || length > LONGEST_HEADER) throw refused(file, "says that its header has " + Long.toUnsignedString(length) + " bytes; it can have 2 to " + LONGEST_HEADER);
            if (length > size - 8) throw refused(file, "says that its header has " + length + " bytes, and only " + (size - 8) + " follow");
            List<SafetensorsHeader.Entry> entries = SafetensorsHeader.parse(file.toString(), fill(channel, (int) length).array());
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            long offset = 0;
            for (SafetensorsHeader.Entry entry : entries) {
                DType dtype = dtype(file, entry);
                int elements = elements(file, entry, dtype);
                long bytes = (long) elements * dtype.bytes();
                if (entry.start() != offset) throw refused(file, quote(entry) + " starts at byte " + entry.start() + " of the numbers, and the tensor before it ends at " + offset + "; there must be neither gap nor overlap");
                if (entry.end() - entry.start() != bytes) throw refused(file, quote(entry) + " has " + (entry.end() - entry.start()) + " bytes, and its type and shape take " + bytes);
                if (entry.end() > size - 8 - length) throw refused(file, quote(entry) + " ends at byte " + entry.end() + " of the numbers, and the file has only " + (size - 8 - length));
                tensors.put(entry.name(), Tensor.of(Array.of(dtype, shape(entry), numbers(file, entry, channel, dtype, elements))));
                offset = entry.end();
            }
            if (offset != size - 8 - length) throw refused(file, "has " + (size - 8 - length - offset) + " bytes after the last tensor");
            return tensors;
        }
    }

    private static DType dtype(Path file, SafetensorsHeader.Entry entry) {
        for (Map.Entry<DType, String> name : NAMES.entrySet()) if (name.getValue().equals(entry.dtype())) return name.getKey();
        throw refused(file, quote(entry) + " is of type " + Json.quote(entry.dtype()) + "; BOOL, I32, I64, F32 and F64 can be read");
    }

    private static int elements(Path file, SafetensorsHeader.Entry entry, DType dtype) {
        long elements = 1;
        for (long size : entry.shape()) {
            if (size > Integer.MAX_VALUE || size != 0 && elements > Integer.MAX_VALUE / size) throw refused(file, quote(entry) + " has more elements than a tensor can have, 2147483647");
            elements *= size;
        }
        return (int) elements;
    }

    private static Shape shape(SafetensorsHeader.Entry entry) {
        int[] sizes = new int[entry.shape().size()];
        for (int i = 0; i < sizes.length; i++) sizes[i] = entry.shape().get(i).intValue();
        return Shape.of(sizes);
    }

    private static Object numbers(Path file, SafetensorsHeader.Entry entry, FileChannel channel, DType dtype, int elements) throws IOException {
        Object values = dtype.allocate(elements);
        int perChunk = CHUNK / dtype.bytes();
        for (int from = 0; from < elements; from += perChunk) {
            int to = (int) Math.min((long) from + perChunk, elements);
            ByteBuffer chunk = fill(channel, (to - from) * dtype.bytes());
            for (int i = from; i < to; i++) {
                switch (dtype) {
                    case BOOL -> ((boolean[]) values)[i] = truth(file, entry, chunk.get());
                    case INT32 -> ((int[]) values)[i] = chunk.getInt();
                    case INT64 -> ((long[]) values)[i] = chunk.getLong();
                    case FLOAT32 -> ((float[]) values)[i] = chunk.getFloat();
                    case FLOAT64 -> ((double[]) values)[i] = chunk.getDouble();
                }
            }
        }
        return values;
    }

    private static boolean truth(Path file, SafetensorsHeader.Entry entry, byte value) {
        if (value != 0 && value != 1) throw refused(file, quote(entry) + " holds the byte " + value + "; a BOOL is 0 or 1");
        return value == 1;
    }

    private static ByteBuffer fill(FileChannel channel, int bytes) throws IOException {
        ByteBuffer buffer = little(bytes);
        while (buffer.hasRemaining()) if (channel.read(buffer) < 0) throw new EOFException("the file became shorter while it was read");
        return buffer.flip();
    }

    private static ByteBuffer little(int bytes) { return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN); }

    private static String quote(SafetensorsHeader.Entry entry) { return Json.quote(entry.name()); }

    private static FormatException refused(Path file, String message) { return new FormatException(file + ": " + message); }
}
