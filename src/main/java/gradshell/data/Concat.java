package gradshell.data;

import gradshell.array.Rng;
import gradshell.array.ShapeException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Sets one after the other.
record Concat(List<Dataset> sets) implements Dataset {
    Concat {
        long size = sets.stream().mapToLong(Dataset::size).sum();
        if (size > Integer.MAX_VALUE) throw new ShapeException("concat: " + size + " examples together; a set holds up to " + Integer.MAX_VALUE);
    }

    @Override
    public int size() { return sets.stream().mapToInt(Dataset::size).sum(); }

    @Override
    public Example get(int index) {
        int place = Places.check(index, size()), which = which(place);
        return sets.get(which).get(place - start(which));
    }

    /// A batch out of one set is that set's own; from several sets the examples come one by one.
    @Override
    public Batch batch(int[] places, Rng chance) {
        int size = size();
        for (int place : places) Places.check(place, size);
        int[] in = IntStream.of(places).map(this::which).distinct().toArray();
        if (in.length != 1) return each(places, chance);
        int start = start(in[0]);
        return sets.get(in[0]).batch(IntStream.of(places).map(p -> p - start).toArray(), chance);
    }

    private Batch each(int[] places, Rng chance) {
        return Places.stacked(places, i -> {
            int which = which(places[i]);
            Batch single = sets.get(which).batch(new int[] {places[i] - start(which)}, chance);
            return new Example(single.inputs().select(0, 0), single.targets().select(0, 0));
        });
    }

    @Override
    public Dataset learning(int... training) {
        return new Concat(IntStream.range(0, sets.size()).mapToObj(i -> {
            int[] mine = IntStream.of(training).filter(p -> which(p) == i).map(p -> p - start(i)).toArray();
            return sets.get(i).learning(mine);
        }).toList());
    }

    /// Those of the first set, if all have the same.
    @Override
    public List<String> classes() {
        List<String> first = sets.getFirst().classes();
        return sets.stream().allMatch(set -> set.classes().equals(first)) ? first : List.of();
    }

    private int which(int place) {
        int which = 0;
        for (int rest = place; rest >= sets.get(which).size(); which++) rest -= sets.get(which).size();
        return which;
    }

    private int start(int which) { return sets.subList(0, which).stream().mapToInt(Dataset::size).sum(); }

    @Override
    public String toString() { return sets.stream().map(Object::toString).collect(Collectors.joining(" + ")); }
}
