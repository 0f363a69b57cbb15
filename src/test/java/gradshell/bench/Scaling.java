package gradshell.bench;

import gradshell.Dsl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/// How much faster two threads are than one.
final class Scaling {
    /// How many times as fast two threads should be, on a machine that does nothing else.
    private static final double ASKED = 1.8;

    private Scaling() {}

    static List<Map<String, Object>> measure(Options options) {
        List<Map<String, Object>> figures = new ArrayList<>();
        System.out.printf("%-52s %-28s %-28s %-24s %s%n", "two threads against one", "us on two (least-most)", "us on one", "times as fast", "asked");
        List<Workload> workloads = Workload.all().stream().filter(w -> w.name().equals("mlp") || w.name().equals("product1024")).toList();
        for (Workload workload : workloads) {
            Run run = workload.start().get();
            run.check().get();
            Pairs pairs = Pairs.of(options.pairs(), on(2, run), on(1, run));
            boolean met = pairs.ratios().median() >= ASKED;
            figures.add(Map.of("scaling", workload.name(), "mode", workload.mode().name(), "two", pairs.first().sorted(), "one", pairs.second().sorted(), "ratios", pairs.ratios().sorted(), "asked", ASKED, "met", met));
            System.out.printf("%-52s %-28s %-28s %-24s %s%n", workload.title(), pairs.first(), pairs.second(), pairs.ratios(), ASKED + (met ? "  yes" : "  no"));
        }
        Dsl.threads(options.threads());
        return figures;
    }

    private static IntToDoubleFunction on(int threads, Run run) {
        return steps -> {
            Dsl.threads(threads);
            run.rewind().run();
            return Clock.WALL.time(run.step(), steps);
        };
    }
}
