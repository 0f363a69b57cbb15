package gradshell.data;

import gradshell.array.Rng;
import gradshell.tensor.Movements;
import gradshell.tensor.Tensor;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// A set whose inputs go through transforms; those that vary at random are for the examples that are trained on.
///
/// @param training the places of these, or null for all
record Transformed(Dataset whole, List<Transform> transforms, BitSet training) implements Dataset {
    Transformed(Dataset whole, List<Transform> transforms) { this(whole, transforms, null); }

    @Override
    public int size() { return whole.size(); }

    /// An example as it is looked at, without what varies at random.
    @Override
    public Example get(int index) {
        Example plain = whole.get(index);
        return new Example(through(plain.input().unsqueeze(0), false, new Rng(0)).select(0, 0), plain.target());
    }

    @Override
    public Batch batch(int[] places, Rng chance) {
        Batch plain = whole.batch(places, chance);
        int[] varied = IntStream.range(0, places.length).filter(i -> training == null || training.get(places[i])).toArray();
        if (varied.length == places.length || varied.length == 0) return new Batch(through(plain.inputs(), varied.length > 0, chance), plain.targets());
        int[] still = IntStream.range(0, places.length).filter(i -> !training.get(places[i])).toArray();
        Tensor both = Movements.cat(0, through(plain.inputs().indexSelect(0, Places.index(varied)), true, chance), through(plain.inputs().indexSelect(0, Places.index(still)), false, chance));
        int[] back = new int[places.length];
        for (int i = 0; i < varied.length; i++) back[varied[i]] = i;
        for (int i = 0; i < still.length; i++) back[still[i]] = varied.length + i;
        return new Batch(both.indexSelect(0, Places.index(back)), plain.targets());
    }

    private Tensor through(Tensor inputs, boolean vary, Rng chance) {
        Tensor x = inputs;
        for (Transform transform : transforms) if (vary || transform.always()) x = transform.apply(x, chance);
        return x;
    }

    @Override
    public Dataset learning(int... places) {
        BitSet set = new BitSet(size());
        for (int place : places) set.set(place);
        return new Transformed(whole.learning(places), transforms, set);
    }

    /// The other set has transforms of its own, of which those that vary at random are left out.
    @Override
    public Dataset like(Dataset other) { return other instanceof Transformed own ? new Transformed(whole.like(own.whole), own.transforms, new BitSet()) : whole.like(other); }

    @Override
    public List<String> classes() { return whole.classes(); }

    @Override
    public int overlap() { return whole.overlap(); }

    @Override
    public String toString() { return whole + ", transformed"; }
}
