package gradshell.experiment;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;

/// A file of events, as TensorBoard reads it, that grows with a training.
///
/// It is a row of records: the length in 8 bytes, a checksum of those, the bytes, a checksum of them, all little-endian. Each record holds
/// one `Event` in the wire format of Protocol Buffers: field 1 the time in seconds, 2 the step, 3 the version of the file, 5 a `Summary`,
/// which repeats field 1, a `Value`: 1 its tag, 2 its number.
final class EventFile implements Closeable {
    private static final String VERSION = "brain.Event:2";
    private static final int LENGTH = Long.BYTES + Integer.BYTES;
    /// The wire types of a number in as few bytes as it takes, of 8 bytes, of bytes with their count in front, and of 4 bytes.
    private static final int VARINT = 0, EIGHT = 1, COUNTED = 2, FOUR = 5;

    private final FileChannel file;

    private EventFile(FileChannel file) {
        this.file = file;
    }

    /// Opens a file to go on after a step, and makes it if there is none. What stands in it of later steps, or was not written to its end, is cut off.
    ///
    /// @param time in seconds since 1970, of the beginning
    static EventFile open(Path path, long step, double time) throws IOException {
        var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        var events = new EventFile(file);
        try {
            file.truncate(end(file, step));
            file.position(file.size());
            if (file.size() == 0) events.write(event(time, 0, bytes(3, VERSION.getBytes(StandardCharsets.UTF_8))));
            return events;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /// Adds the figures of a step, by their tags.
    void add(double time, long step, Map<String, Double> figures) throws IOException {
        var summary = new ByteArrayOutputStream();
        figures.forEach((tag, figure) -> {
            var value = new ByteArrayOutputStream();
            value.writeBytes(bytes(1, tag.getBytes(StandardCharsets.UTF_8)));
            value.write(2 << 3 | FOUR);
            value.writeBytes(little(Float.BYTES).putFloat(figure.floatValue()).array());
            summary.writeBytes(bytes(1, value.toByteArray()));
        });
        write(event(time, step, bytes(5, summary.toByteArray())));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    // ---- events ----

    private static byte[] event(double time, long step, byte[] content) {
        var event = new ByteArrayOutputStream();
        event.write(1 << 3 | EIGHT);
        event.writeBytes(little(Double.BYTES).putDouble(time).array());
        if (step != 0) {
            event.write(2 << 3 | VARINT);
            varint(event, step);
        }
        event.writeBytes(content);
        return event.toByteArray();
    }

    private static byte[] bytes(int field, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(field << 3 | COUNTED);
        varint(out, content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    private static void varint(ByteArrayOutputStream out, long value) {
        for (; value >>> 7 != 0; value >>>= 7) out.write((int) (value & 0x7f | 0x80));
        out.write((int) value);
    }

    /// The step of an event that this class has written.
    private static long step(ByteBuffer event) {
        event.position(1 + Double.BYTES);
        if (!event.hasRemaining() || event.get() != (2 << 3 | VARINT)) return 0;
        long step = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = event.get();
            step |= (next & 0x7fL) << shift;
            if (next >= 0) break;
        }
        return step;
    }

    // ---- records ----

    private void write(byte[] event) throws IOException {
        var record = little(LENGTH + event.length + Integer.BYTES).putLong(event.length);
        record.putInt(sum(record.array(), 0, Long.BYTES)).put(event).putInt(sum(event, 0, event.length)).flip();
        while (record.hasRemaining()) file.write(record);
    }

    /// Where the first record begins that is damaged or belongs to a later step.
    private static long end(FileChannel file, long last) throws IOException {
        long at = 0;
        while (true) {
            var head = little(LENGTH);
            if (file.read(head, at) < LENGTH) return at;
            long length = head.getLong(0);
            boolean whole = head.getInt(Long.BYTES) == sum(head.array(), 0, Long.BYTES) && length > Double.BYTES && length <= file.size() - at - LENGTH - Integer.BYTES;
            if (!whole) return at;
            var event = little((int) length + Integer.BYTES);
            if (file.read(event, at + LENGTH) < event.capacity() || event.getInt((int) length) != sum(event.array(), 0, (int) length)) return at;
            if (step(event.limit((int) length)) > last) return at;
            at += LENGTH + event.capacity();
        }
    }

    /// CRC-32C, turned and moved on so that the sum of bytes which hold sums is a good one too.
    private static int sum(byte[] bytes, int from, int count) {
        var crc = new CRC32C();
        crc.update(bytes, from, count);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
