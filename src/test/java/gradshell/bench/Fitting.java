package gradshell.bench;

import static gradshell.Dsl.compile;
import static gradshell.Dsl.fit;

import gradshell.array.Rng;
import gradshell.data.Batch;
import gradshell.data.Loader;
import gradshell.data.TensorDataset;
import gradshell.tensor.Tensor;
import gradshell.train.Epoch;
import gradshell.train.Fit;
import gradshell.train.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/// What an epoch of `fit` costs, against the same epoch written out as a loop over the batches and a compiled step.
final class Fitting {
    /// How much more an epoch of `fit` may cost.
    private static final double ASKED = 1.03;
    /// So many epochs of both must leave the same parameters.
    private static final int COMPARED = 3;
    /// How long one timing takes, and how long both are warmed, in nanoseconds.
    private static final long LENGTH = 500_000_000, WARM = 6_000_000_000L;

    private Fitting() {}

    private record Subject(String title, Supplier<Net> net, int batch) {}

    private static final List<Subject> SUBJECTS = List.of(
            new Subject("1000x3 -> 2, sigmoid, SGD, all in one batch", () -> Net.notebook(1000), 0),
            new Subject("1000x3 -> 2, sigmoid, SGD, batch 64", () -> Net.notebook(1000), 64),
            new Subject("784-512-256-10, 10,000 examples, Adam, batch 128", () -> Net.mlp(10_000, 784, 512, 256), 128),
            new Subject("LeNet, 2,000 images, SGD with momentum, batch 64", () -> Net.lenet(2000), 64));

    static List<Map<String, Object>> measure(Options options) {
        List<Map<String, Object>> figures = new ArrayList<>();
        System.out.printf("%-52s %-28s %-28s %-24s %s%n", "an epoch of fit against a loop", "us by fit (least-most)", "us by the loop", "times as long", "asked");
        for (Subject subject : SUBJECTS) {
            compare(subject);
            Duel duel = new Duel(subject, options);
            try {
                fit(subject, duel.trained).epochs(Integer.MAX_VALUE).watcher(duel).quiet().run();
            } catch (CancellationException _) {
                // It never ends by itself.
            }
            Figures mine = Figures.of(duel.mine), loop = Figures.of(duel.loop), ratios = Figures.of(duel.ratios);
            boolean met = ratios.median() <= ASKED;
            figures.add(Map.of("fit", subject.title, "microseconds", mine.sorted(), "loop", loop.sorted(), "ratios", ratios.sorted(), "asked", ASKED, "met", met));
            System.out.printf("%-52s %-28s %-28s %-24s %s%n", subject.title, mine, loop, ratios, ASKED + (met ? "  yes" : "  no"));
        }
        return figures;
    }

    private static Fit fit(Subject subject, Net net) { return gradshell.Dsl.fit(net.model()).data(net.x(), net.y()).loss(net.loss()).optimizer(net.optimizer()).batch(subject.batch); }

    /// What a user would write where there is no `fit`.
    private static final class Written {
        final Net net;
        private final BinaryOperator<Tensor> step;
        /// Null where one batch holds the whole set.
        private final Loader batches;
        private double loss;

        Written(Subject subject) {
            net = subject.net.get();
            var compiled = compile(net::step);
            step = compiled::apply;
            batches = subject.batch == 0 ? null : new Loader(new TensorDataset(net.x(), net.y()), subject.batch, true);
        }

        void epoch() {
            if (batches == null) {
                loss = step.apply(net.x(), net.y()).item();
                return;
            }
            double sum = 0;
            for (Batch batch : batches) sum += step.apply(batch.inputs(), batch.targets()).item() * batch.size();
            loss = sum / net.x().size(0);
        }
    }

    /// Both sides begin alike, and must come to the same bits.
    private static void compare(Subject subject) {
        Written written = new Written(subject);
        for (int i = 0; i < COMPARED; i++) written.epoch();
        Net net = subject.net.get();
        double loss = fit(subject, net).epochs(COMPARED).quiet().run().loss();
        if (loss != written.loss) throw new IllegalStateException(subject.title + ": the last loss is " + loss + " by fit and " + written.loss + " by the loop");
        for (int i = 0; i < net.model().parameters().size(); i++)
            if (!net.model().parameters().get(i).detach().equal(written.net.model().parameters().get(i).detach())) throw new IllegalStateException(subject.title + ": fit and the loop leave other parameters");
    }

    /// Looks on while `fit` trains one network, and trains the other by the loop after every so many epochs.
    private static final class Duel implements Watcher {
        final Net trained;
        private final Written written;
        private final int pairs;
        private final Clock clock;
        private final long start = System.nanoTime();
        private Rng.State chance;
        private long begun, rounds = 1, left = 1;
        private int pair = -1;
        final double[] mine, loop, ratios;

        Duel(Subject subject, Options options) {
            written = new Written(subject);
            chance = Rng.shared().state();
            trained = subject.net.get();
            pairs = options.pairs();
            clock = options.clock();
            mine = new double[pairs];
            loop = new double[pairs];
            ratios = new double[pairs];
            begun = clock.nanoseconds();
        }

        @Override
        public void ended(Epoch epoch) {
            if (--left > 0) return;
            double fitted = (clock.nanoseconds() - begun) / 1e3 / rounds;
            Rng.State own = Rng.shared().state();
            Rng.shared().restore(chance);
            begun = clock.nanoseconds();
            for (long i = 0; i < rounds; i++) written.epoch();
            double looped = (clock.nanoseconds() - begun) / 1e3 / rounds;
            chance = Rng.shared().state();
            Rng.shared().restore(own);
            if (pair < 0) {
                if (looped * rounds < LENGTH / 2e3) rounds *= 2;
                else if (System.nanoTime() - start > WARM) pair = 0;
            } else {
                mine[pair] = fitted;
                loop[pair] = looped;
                ratios[pair] = fitted / looped;
                if (++pair == pairs) throw new CancellationException("measured");
            }
            left = rounds;
            begun = clock.nanoseconds();
        }
    }
}
