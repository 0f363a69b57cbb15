package gradshell.train;

import gradshell.data.FormatException;
import gradshell.data.Safetensors;
import gradshell.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/// The state of a training in one file of the safetensors format, which is written whole or not at all.
///
/// The tensor `checkpoint` holds the version of the layout and a checksum over names, shapes and bytes of the others.
final class Checkpoint {
    private static final String MARK = "checkpoint";
    private static final long VERSION = 1;

    private Checkpoint() {}

    static void write(Path file, Map<String, Tensor> state) {
        Map<String, Tensor> all = new LinkedHashMap<>(state);
        all.put(MARK, Part.whole(VERSION, sum(state)));
        Safetensors.save(file, all);
    }

    static Map<String, Tensor> read(Path file) {
        Map<String, Tensor> all = new LinkedHashMap<>(Safetensors.load(file));
        Tensor mark = all.remove(MARK);
        if (mark == null) throw new FormatException(file + ": this is no checkpoint of a training; weights alone are read by net.load(loadSafetensors(…))");
        long[] says = mark.toLongs();
        if (says[0] != VERSION) throw new FormatException(file + ": this checkpoint is of version " + says[0] + ", and only version " + VERSION + " can be read");
        if (says[1] != sum(all)) throw new FormatException(file + ": this checkpoint was changed after it was written: its checksum is another");
        return all;
    }

    /// Over what is in the file, in an order that does not depend on the file's.
    private static long sum(Map<String, Tensor> state) {
        CRC32C sum = new CRC32C();
        state.keySet().stream().sorted().forEach(name -> {
            Tensor tensor = state.get(name);
            sum.update((name + tensor.dtype() + tensor.shape()).getBytes(StandardCharsets.UTF_8));
            update(sum, tensor);
        });
        return sum.getValue();
    }

    private static void update(CRC32C sum, Tensor tensor) {
        // A float becomes the double of the same value, and a NaN of any bits is a NaN: what counts is the number.
        long[] words = tensor.dtype().isFloating() ? Arrays.stream(tensor.toDoubles()).mapToLong(Double::doubleToLongBits).toArray() : tensor.toLongs();
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(8 * Math.min(words.length, 1 << 13));
        for (int i = 0; i < words.length; i++) {
            bytes.putLong(words[i]);
            if (bytes.hasRemaining() && i + 1 < words.length) continue;
            sum.update(bytes.flip());
            bytes.clear();
        }
    }
}
