package gradshell.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import gradshell.array.Rng;
import gradshell.experiment.Bound.Group;
import gradshell.experiment.ExperimentFile.Drawing;
import gradshell.experiment.ExperimentFile.Search;
import gradshell.experiment.ExperimentFile.Seeds;
import gradshell.experiment.Node.MapNode;
import gradshell.experiment.Node.ScalarNode;

/// Experiments that differ in a few values: all combinations of some lists, or points drawn from lists and ranges.
///
/// What is drawn comes from the file's seed alone, axis after axis for each point, so that the same file has the same points. All points have the
/// file's seed unless `search: {seeds: own}` gives each one of its own, the next number that the seed draws.
///
/// @param points in their order
record Sweep(List<Axis> axes, Search search, List<Point> points) {
    private static final int MOST = 10_000;

    /// One experiment of a sweep.
    ///
    /// @param values what stands at each axis, as text
    record Point(int number, List<String> values, Experiment experiment) {
        /// What its folder is called.
        String name() {
            return "%03d".formatted(number);
        }
    }

    /// The sweep of an experiment; nothing where there is none. Every point is bound: what is wrong in one is told where the sweep has it.
    static Optional<Sweep> of(Experiment base, Path file, List<String> overrides) {
        var configured = base.configuration().value();
        if (configured.sweep().isEmpty()) {
            if (configured.search().isEmpty()) return Optional.empty();
            var place = ((Group<ExperimentFile>) base.configuration().plan()).parts().get("search").node().place();
            throw new ExperimentException(List.of(new Problem(place, "search is there, and there is no sweep to search", "write sweep: {optimizer.sgd.lr: {log: [1e-4, 1]}}")));
        }
        var problems = new Problems();
        var search = configured.search().orElse(new Search(java.util.OptionalInt.empty(), Drawing.RANDOM, Optional.empty(), Seeds.SAME, Optional.empty()));
        var axes = Axis.of(configured.sweep().get(), problems);
        problems.check();
        var drawn = search.points().isPresent() ? drawn(axes, search, configured.seed()) : combinations(axes, problems);
        problems.check();
        var seeds = new Rng(configured.seed());
        var points = new ArrayList<Point>();
        for (var values : drawn) {
            long own = seeds.bits64() >>> 33;
            var seed = search.seeds() == Seeds.OWN ? Optional.of(own) : Optional.<Long>empty();
            problems.attempt(() -> new Experiment(Configuration.read(file, overrides, ExperimentFile.class, base.words(), (root, wrong) -> changed(root, axes, values, seed, wrong), (_, _) -> {}), base.words()))
                    .ifPresent(experiment -> points.add(new Point(points.size() + 1, values.stream().map(Explain::text).toList(), experiment)));
        }
        problems.check();
        return Optional.of(new Sweep(axes, search, points));
    }

    private static Node changed(Node root, List<Axis> axes, List<Node> values, Optional<Long> seed, Problems problems) {
        var place = root.place();
        if (root instanceof MapNode map) root = new MapNode(place, map.entries().stream().filter(e -> !e.key().text().equals("sweep") && !e.key().text().equals("search")).toList(), map.positional());
        var overrides = new Overrides(List.of(), place.source().folder(), problems);
        if (seed.isPresent()) root = overrides.put(root, List.of(new ScalarNode(place, "seed", true)), new ScalarNode(place, seed.get().toString(), false));
        for (int i = 0; i < axes.size(); i++) root = overrides.put(root, axes.get(i).path(), values.get(i));
        return root;
    }

    // ---- the points ----

    /// Every value with every other, the last axis changing fastest.
    private static List<List<Node>> combinations(List<Axis> axes, Problems problems) {
        List<List<Node>> points = List.of(List.of());
        for (var axis : axes) {
            if (axis.range().isPresent()) {
                problems.add(axis.node().place(), "a range does not say how many values to try", "write search: {points: 20}, or a list of values");
                return List.of();
            }
            if ((long) points.size() * axis.values().size() > MOST) {
                problems.add(axis.node().place(), "the sweep has more than " + MOST + " points with this", "draw some of them: write search: {points: 100}");
                return List.of();
            }
            points = points.stream().flatMap(point -> axis.values().stream().map(value -> with(point, value))).toList();
        }
        return points;
    }

    private static List<Node> with(List<Node> point, Node value) {
        var longer = new ArrayList<>(point);
        longer.add(value);
        return longer;
    }

    private static List<List<Node>> drawn(List<Axis> axes, Search search, long seed) {
        int count = search.points().getAsInt();
        var chance = new Rng(seed);
        var strata = new ArrayList<int[]>();
        for (int a = 0; a < axes.size(); a++) strata.add(search.drawing() == Drawing.LATIN_HYPERCUBE ? shuffled(count, chance) : null);
        var points = new ArrayList<List<Node>>();
        for (int i = 0; i < count; i++) {
            var point = new ArrayList<Node>();
            for (int a = 0; a < axes.size(); a++) {
                double share = (chance.bits64() >>> 11) * 0x1p-53;
                point.add(axes.get(a).at(strata.get(a) == null ? share : (strata.get(a)[i] + share) / count));
            }
            points.add(point);
        }
        return points;
    }

    /// The numbers below `count` in an order of chance (Fisher and Yates).
    private static int[] shuffled(int count, Rng chance) {
        var numbers = new int[count];
        for (int i = 0; i < count; i++) numbers[i] = i;
        for (int i = count - 1; i > 0; i--) {
            int other = (int) ((chance.bits64() >>> 11) * 0x1p-53 * (i + 1)), held = numbers[i];
            numbers[i] = numbers[other];
            numbers[other] = held;
        }
        return numbers;
    }
}
