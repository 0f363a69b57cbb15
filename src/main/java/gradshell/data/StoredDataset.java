package gradshell.data;

import gradshell.array.Rng;
import gradshell.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;

/// Examples in files, from which each batch is read when it is wanted: the set may be larger than memory.
public final class StoredDataset implements Dataset {
    private final Stored inputs;
    private final Stored targets;

    StoredDataset(Stored inputs, Stored targets) {
        if (inputs.count() != targets.count())
            throw new FormatException(inputs.what() + ": it holds " + inputs.count() + " inputs, and " + targets.what() + " holds " + targets.count() + " targets; they must be equally many");
        this.inputs = inputs;
        this.targets = targets;
    }

    /// Two npy files.
    public static Dataset npy(Path inputs, Path targets) { return new StoredDataset(Stored.npy(inputs), Stored.npy(targets)); }

    /// Two tensors of a safetensors file.
    public static Dataset safetensors(Path file, String inputs, String targets) { return new StoredDataset(Stored.safetensors(file, inputs), Stored.safetensors(file, targets)); }

    /// Two tensors of an npz file, which is packed and so read as a whole.
    public static Dataset npz(Path file, String inputs, String targets) {
        Map<String, Tensor> tensors = Npz.load(file);
        for (String name : new String[] {inputs, targets}) if (!tensors.containsKey(name)) throw Stored.missing(file, name, tensors.keySet());
        for (String name : new String[] {inputs, targets}) if (tensors.get(name).dtype().isFloating() && tensors.get(name).isnan().any().item() != 0) throw new FormatException(file + ": " + Json.quote(name) + " holds nan");
        return new TensorDataset(tensors.get(inputs), tensors.get(targets));
    }

    @Override
    public int size() { return inputs.count(); }

    @Override
    public Example get(int index) { return batch(new int[] {index}, null).example(0); }

    @Override
    public Batch batch(int[] places, Rng chance) {
        for (int place : places) Places.check(place, size());
        return new Batch(inputs.pick(places), targets.pick(places));
    }

    @Override
    public String toString() { return size() + " examples: inputs " + inputs.sizes() + ", targets " + targets.sizes(); }
}
