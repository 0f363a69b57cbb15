package gradshell.data;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Interruption;
import gradshell.array.Shape;
import gradshell.kernel.Copies;
import gradshell.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// How a number is stored in a file, and the narrowest type of ours that holds all such numbers. The names are those of the safetensors format.
enum Encoding {
    BOOL(1, DType.BOOL), I8(1, DType.INT32), U8(1, DType.INT32), I16(2, DType.INT32), U16(2, DType.INT32), I32(4, DType.INT32), U32(4, DType.INT64),
    I64(8, DType.INT64), U64(8, DType.INT64), F16(2, DType.FLOAT32), BF16(2, DType.FLOAT32), F32(4, DType.FLOAT32), F64(8, DType.FLOAT64);

    private static final int CHUNK = 1 << 16;

    private final int bytes;
    private final DType dtype;

    Encoding(int bytes, DType dtype) {
        this.bytes = bytes;
        this.dtype = dtype;
    }

    /// How many bytes a number takes.
    int bytes() { return bytes; }

    /// The type of ours into which it is read.
    DType dtype() { return dtype; }

    /// The encoding of a type of ours.
    static Encoding of(DType dtype) {
        return switch (dtype) {
            case BOOL -> BOOL;
            case INT32 -> I32;
            case INT64 -> I64;
            case FLOAT32 -> F32;
            case FLOAT64 -> F64;
        };
    }

    /// How many numbers a shape that a file claims has, or an error before memory is asked for.
    ///
    /// @param what what messages begin with: the file and the place
    static int elements(String what, List<Long> shape) {
        long elements = 1;
        // A size of 0 makes an empty tensor of any other sizes.
        boolean empty = shape.contains(0L);
        for (long size : shape) {
            if (size > Integer.MAX_VALUE || !empty && elements > Integer.MAX_VALUE / size) throw new FormatException(what + " has more elements than a tensor can have, " + Integer.MAX_VALUE);
            elements *= empty ? 0 : size;
        }
        return (int) elements;
    }

    /// How many bytes the numbers of a shape take in a file, however many they are.
    static long bytes(String what, List<Long> shape, Encoding encoding) {
        if (shape.contains(0L)) return 0;
        try {
            long bytes = encoding.bytes;
            for (long size : shape) bytes = Math.multiplyExact(bytes, size);
            return bytes;
        } catch (ArithmeticException e) {
            throw new FormatException(what + " has more elements than a tensor can have, " + Integer.MAX_VALUE);
        }
    }

    static Shape shape(List<Long> sizes) { return Shape.of(sizes.stream().mapToInt(Long::intValue).toArray()); }

    /// Reads the numbers of a shape, row after row.
    Array read(String what, Shape shape, ByteOrder order, InputStream in) throws IOException {
        long needed = (long) shape.elements() * dtype.bytes(), there = Runtime.getRuntime().maxMemory();
        if (needed > there) throw new FormatException(what + " takes " + needed + " bytes, and Java has only " + there + " of memory; start it with more (-Xmx)");
        Array array = Array.zeros(dtype, shape);
        int perChunk = CHUNK / bytes;
        byte[] chunk = new byte[(int) Math.min((long) shape.elements() * bytes, CHUNK)];
        for (int from = 0; from < shape.elements(); from += perChunk) {
            Interruption.check();
            int count = Math.min(perChunk, shape.elements() - from);
            if (in.readNBytes(chunk, 0, count * bytes) < count * bytes) throw new EOFException("the file ends inside the numbers");
            ByteBuffer buffer = ByteBuffer.wrap(chunk).order(order);
            for (int i = from; i < from + count; i++) put(what, array, i, buffer);
        }
        return array;
    }

    /// Reads some numbers into places of an array of [#dtype].
    void read(String what, Array array, int first, int count, ByteBuffer from) {
        for (int i = first; i < first + count; i++) put(what, array, i, from);
    }

    private void put(String what, Array array, int i, ByteBuffer from) {
        switch (this) {
            case BOOL -> array.booleans()[i] = truth(what, from.get());
            case I8 -> array.ints()[i] = from.get();
            case U8 -> array.ints()[i] = Byte.toUnsignedInt(from.get());
            case I16 -> array.ints()[i] = from.getShort();
            case U16 -> array.ints()[i] = Short.toUnsignedInt(from.getShort());
            case I32 -> array.ints()[i] = from.getInt();
            case U32 -> array.longs()[i] = Integer.toUnsignedLong(from.getInt());
            case I64 -> array.longs()[i] = from.getLong();
            case U64 -> array.longs()[i] = signed(what, from.getLong());
            case F16 -> array.floats()[i] = Float.float16ToFloat(from.getShort());
            // The upper half of a float32.
            case BF16 -> array.floats()[i] = Float.intBitsToFloat(from.getShort() << 16);
            case F32 -> array.floats()[i] = from.getFloat();
            case F64 -> array.doubles()[i] = from.getDouble();
        }
    }

    private static boolean truth(String what, byte value) {
        if (value != 0 && value != 1) throw new FormatException(what + " holds the byte " + value + "; a BOOL is 0 or 1");
        return value == 1;
    }

    private static long signed(String what, long value) {
        if (value < 0) throw new FormatException(what + " holds " + Long.toUnsignedString(value) + ", which does not fit in int64");
        return value;
    }

    /// Writes the numbers of a tensor in its own type, row after row, little-endian.
    static void write(Tensor tensor, OutputStream out) throws IOException {
        Array array = Copies.contiguous(tensor.array());
        int width = tensor.dtype().bytes(), first = array.layout().offset();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = first; i < first + tensor.numel(); i++) {
            switch (tensor.dtype()) {
                case BOOL -> buffer.put((byte) (array.booleans()[i] ? 1 : 0));
                case INT32 -> buffer.putInt(array.ints()[i]);
                case INT64 -> buffer.putLong(array.longs()[i]);
                case FLOAT32 -> buffer.putFloat(array.floats()[i]);
                case FLOAT64 -> buffer.putDouble(array.doubles()[i]);
            }
            if (buffer.remaining() < width) flush(buffer, out);
        }
        flush(buffer, out);
    }

    private static void flush(ByteBuffer buffer, OutputStream out) throws IOException {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
