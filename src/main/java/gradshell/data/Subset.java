package gradshell.data;

import gradshell.array.Rng;

/// Some examples of a set.
record Subset(Dataset whole, int[] places) implements Dataset {
    @Override
    public int size() { return places.length; }

    @Override
    public Example get(int index) { return whole.get(places[index]); }

    @Override
    public Batch batch(int[] indices, Rng chance) {
        int[] inner = new int[indices.length];
        for (int i = 0; i < inner.length; i++) inner[i] = places[indices[i]];
        return whole.batch(inner, chance);
    }

    @Override
    public String toString() { return places.length + " of " + whole; }
}
