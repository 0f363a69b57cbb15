package gradshell.data;

import gradshell.array.Array;
import gradshell.array.Shape;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/// Numbers as a file stores them, of which some rows at a time become tensors. A mapped file takes no memory of Java's, however large it is.
///
/// @param what  what messages begin with: the file and the place in it
/// @param bytes the numbers alone, row after row
/// @param sizes the rows, then what each holds
record Stored(String what, MemorySegment bytes, Encoding encoding, ByteOrder order, List<Long> sizes) {
    Stored {
        if (sizes.isEmpty()) throw new FormatException(what + ": it holds a single number; a set needs a first dimension for its examples");
        if (sizes.getFirst() > Integer.MAX_VALUE) throw new FormatException(what + ": it holds " + sizes.getFirst() + " examples; a set has up to " + Integer.MAX_VALUE);
        if (sizes.getFirst() == 0) throw new FormatException(what + ": the set is empty");
    }

    int count() { return sizes.getFirst().intValue(); }

    /// The shape of one row.
    List<Long> row() { return sizes.subList(1, sizes.size()); }

    /// The rows at some places. Floating numbers must be numbers.
    Tensor pick(int... places) {
        List<Long> shape = new java.util.ArrayList<>(sizes);
        shape.set(0, (long) places.length);
        Encoding.elements(what + ": a batch of " + places.length, shape);
        int each = Encoding.elements(what, row());
        Array array = Array.zeros(encoding.dtype(), Encoding.shape(shape));
        long width = (long) each * encoding.bytes();
        for (int i = 0; i < places.length; i++) {
            encoding.read(what, array, i * each, each, bytes.asSlice(places[i] * width, width).asByteBuffer().order(order));
            if (!encoding.dtype().isFloating()) continue;
            for (int k = 0; k < each; k++) if (Double.isNaN(array.doubleAt(i * each + k))) throw new FormatException(what + ": example " + places[i] + " holds nan" + where(k));
        }
        return Tensor.of(array);
    }

    private String where(int place) {
        if (row().isEmpty()) return "";
        Shape shape = Encoding.shape(row());
        int[] index = new int[shape.rank()];
        for (int d = shape.rank() - 1, rest = place; d >= 0; rest /= shape.size(d), d--) index[d] = rest % shape.size(d);
        return " at " + java.util.Arrays.toString(index);
    }

    /// A whole file, mapped; it is let go when nothing refers to it any more.
    static MemorySegment map(FileChannel channel) throws IOException { return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()); }

    /// The numbers of an npy file, mapped.
    static Stored npy(Path file) {
        return Disk.read(file, () -> {
            try (FileChannel channel = FileChannel.open(file)) {
                Npy.Head head = Npy.head(file.toString(), channel.size(), java.nio.channels.Channels.newInputStream(channel));
                if (head.description().fortran() && head.description().shape().size() > 1)
                    throw new FormatException(file + ": the first dimension runs fastest in it, so its examples do not lie together; save it with np.save(file, np.ascontiguousarray(x))");
                return new Stored(file.toString(), map(channel).asSlice(head.start()), head.encoding(), head.order(), head.description().shape());
            }
        });
    }

    /// A tensor of a safetensors file, mapped.
    static Stored safetensors(Path file, String name) {
        return Disk.read(file, () -> {
            try (FileChannel channel = FileChannel.open(file)) {
                Safetensors.Head head = Safetensors.head(file, channel);
                for (SafetensorsHeader.Entry entry : head.entries()) if (entry.name().equals(name)) {
                    MemorySegment bytes = map(channel).asSlice(head.start() + entry.start(), entry.end() - entry.start());
                    return new Stored(file + ": " + Json.quote(name), bytes, Safetensors.encoding(file, entry), ByteOrder.LITTLE_ENDIAN, entry.shape());
                }
                throw missing(file, name, head.entries().stream().map(SafetensorsHeader.Entry::name).toList());
            }
        });
    }

    static FormatException missing(Path file, String name, java.util.Collection<String> names) {
        return new FormatException(file + ": there is no tensor " + Json.quote(name) + "; " + (names.isEmpty() ? "there is none at all" : "there are " + String.join(", ", names)));
    }
}
