package gradshell.data;

import gradshell.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Named tensors in a file of the safetensors format: the length of a header in 8 bytes, the header in JSON, then the numbers, all little-endian.
///
/// Nothing in a file is trusted: every size is checked against the file's before memory is asked for, and the tensors must lie one
/// after the other without gaps and fill the file. Narrower numbers come in the nearest type of ours: float16 and bfloat16 as float32, int8 to
/// uint16 as int32, uint32 and uint64 as int64.
public final class Safetensors {
    /// The longest header that a file may have, by the format.
    static final int LONGEST_HEADER = 100_000_000;

    private Safetensors() {}

    /// Writes tensors in their order. The same tensors give the same bytes.
    public static void write(Map<String, Tensor> tensors, OutputStream out) throws IOException {
        StringBuilder header = new StringBuilder("{");
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            long end = offset + (long) tensor.numel() * tensor.dtype().bytes();
            header.append(header.length() == 1 ? "" : ",").append(Json.quote(entry.getKey())).append(":{\"dtype\":\"").append(Encoding.of(tensor.dtype())).append("\",\"shape\":")
                    .append(tensor.shape().toString().replace(" ", "")).append(",\"data_offsets\":[").append(offset).append(',').append(end).append("]}");
            offset = end;
        }
        byte[] text = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        int padding = -text.length & 7;    // so that the numbers start at a multiple of 8
        out.write(little(8).putLong(text.length + padding).array());
        out.write(text);
        out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        for (Tensor tensor : tensors.values()) Encoding.write(tensor, out);
    }

    /// Writes tensors to a file, whole or not at all.
    public static void save(Path file, Map<String, Tensor> tensors) { Disk.write(file, out -> write(tensors, out)); }

    /// The same as [#read], with a file that cannot be read as a `FormatException` too.
    public static Map<String, Tensor> load(Path file) { return Disk.read(file, () -> read(file)); }

    /// Reads all tensors of a file, in the order of their numbers.
    public static Map<String, Tensor> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            Head head = head(file, channel);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (SafetensorsHeader.Entry entry : head.entries) {
                String what = file + ": " + quote(entry);
                Encoding.elements(what, entry.shape());
                tensors.put(entry.name(), Tensor.of(encoding(file, entry).read(what, Encoding.shape(entry.shape()), ByteOrder.LITTLE_ENDIAN, Channels.newInputStream(channel))));
            }
            return tensors;
        }
    }

    /// What stands in front of the numbers.
    ///
    /// @param start the byte of the file at which they begin
    record Head(List<SafetensorsHeader.Entry> entries, long start) {}

    /// Reads up to the numbers, and checks that the tensors fill the rest of the file.
    static Head head(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < 8) throw refused(file, "has " + size + " bytes, and the length of the header alone takes 8");
        long length = fill(channel, 8).getLong();
        if (length < 2 || length > LONGEST_HEADER) throw refused(file, "says that its header has " + Long.toUnsignedString(length) + " bytes; it can have 2 to " + LONGEST_HEADER);
        if (length > size - 8) throw refused(file, "says that its header has " + length + " bytes, and only " + (size - 8) + " follow");
        List<SafetensorsHeader.Entry> entries = SafetensorsHeader.parse(file.toString(), fill(channel, (int) length).array());
        long offset = 0;
        for (SafetensorsHeader.Entry entry : entries) {
            long bytes = Encoding.bytes(file + ": " + quote(entry), entry.shape(), encoding(file, entry));
            if (entry.end() - entry.start() != bytes) Encoding.elements(file + ": " + quote(entry), entry.shape());
            if (entry.start() != offset) throw refused(file, quote(entry) + " starts at byte " + entry.start() + " of the numbers, and the tensor before it ends at " + offset + "; there must be neither gap nor overlap");
            if (entry.end() - entry.start() != bytes) throw refused(file, quote(entry) + " has " + (entry.end() - entry.start()) + " bytes, and its type and shape take " + bytes);
            if (entry.end() > size - 8 - length) throw refused(file, quote(entry) + " ends at byte " + entry.end() + " of the numbers, and the file has only " + (size - 8 - length));
            offset = entry.end();
        }
        if (offset != size - 8 - length) throw refused(file, "has " + (size - 8 - length - offset) + " bytes after the last tensor");
        return new Head(entries, 8 + length);
    }

    static Encoding encoding(Path file, SafetensorsHeader.Entry entry) {
        for (Encoding encoding : Encoding.values()) if (encoding.name().equals(entry.dtype())) return encoding;
        throw refused(file, quote(entry) + " is of type " + Json.quote(entry.dtype()) + "; BOOL, I8 to I64, U8 to U64, F16, BF16, F32 and F64 can be read");
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
