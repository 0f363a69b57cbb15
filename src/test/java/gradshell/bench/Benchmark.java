package gradshell.bench;

import gradshell.Dsl;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Times workloads against PyTorch, after a look at their results: the two sides in turn, and the ratio of each pair. `scripts/bench` runs it.
public final class Benchmark {
    private static final String LINE = "%-52s %-28s %-15s %7s  %-28s %-24s %s%n";

    private final Options options;
    private final List<Map<String, Object>> written = new ArrayList<>();

    private Benchmark(Options options) { this.options = options; }

    /// @param args the path of `peer.py`, then what was typed after `scripts/bench`
    public static void main(String[] args) throws IOException {
        try {
            new Benchmark(Options.parse(List.of(args))).run();
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
        }
    }

    private void run() throws IOException {
        List<Workload> chosen = new ArrayList<>();
        List<Side> others = new ArrayList<>();
        List<Workload> all = Workload.all();
        for (String name : options.names()) {
            List<Workload> found = all.stream().filter(w -> w.name().equals(name)).toList();
            chosen.addAll(found);
            if (found.isEmpty()) others.add(Side.of(name, all));
        }
        Dsl.threads(options.threads());
        if (options.names().isEmpty()) chosen = all;
        if (!chosen.isEmpty()) table(chosen);
        for (Side side : others) written.addAll(side.measure(options));
        if (options.json() != null) Files.writeString(Path.of(options.json()), JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build().writeValueAsString(written) + "\n");
    }

    private void table(List<Workload> workloads) throws IOException {
        try (Peer peer = Peer.start(options.peer(), options.threads(), options.clock())) {
            Machine machine = Machine.measured(options.threads());
            System.out.println("Java " + Runtime.version() + (peer == null ? "" : ", " + peer.version) + ", " + threads(options.threads()) + " each, by the " + (options.clock() == Clock.CPU ? "processor's" : "wall's") + " clock");
            System.out.println("the machine: " + machine);
            if (peer != null && peer.reference) System.out.println("PyTorch has the reference BLAS here, with which products are many times slower than they need be: nothing that has products is judged (Debian: libopenblas0-pthread)");
            System.out.printf(LINE, "workload", "us a step (least-most)", "rate", "of peak", "PyTorch us", "times as fast", "asked");
            for (Workload workload : workloads) row(workload, machine, peer);
        }
    }

    static String threads(int count) { return count == 1 ? "one thread" : count + " threads"; }

    private void row(Workload workload, Machine machine, Peer peer) {
        Run run = workload.start().get();
        Tensor result = run.check().get().detach();
        Map<String, Object> record = new LinkedHashMap<>(Map.of("workload", workload.name(), "mode", workload.mode().name(), "threads", options.threads(), "clock", options.clock().name()));
        if (peer != null) record.put("difference", compare(workload, run, result, peer));
        IntToDoubleFunction ours = steps -> {
            run.rewind().run();
            return options.clock().time(run.step(), steps);
        };
        Pairs pairs = peer == null ? null : Pairs.of(options.pairs(), ours, peer::time);
        Figures mine = peer == null ? Pairs.alone(options.pairs(), ours) : pairs.first();
        double share = machine.share(workload.work(), mine.median());
        record.put("microseconds", mine.sorted());
        if (!Double.isNaN(share)) record.put("share", share);
        String verdict = workload.askedShare() == 0 ? "" : verdict(String.format("%.0f %% of peak", 100 * workload.askedShare()), share >= workload.askedShare());
        if (peer != null) {
            record.put("peer", pairs.second().sorted());
            record.put("ratios", pairs.ratios().sorted());
            if (workload.asked() > 0 && peer.reference && workload.work().operations() > 0) verdict = Figures.number(workload.asked()) + " reference BLAS  " + verdict;
            else if (workload.asked() > 0) {
                boolean met = pairs.ratios().median() >= workload.asked();
                record.put("asked", workload.asked());
                record.put("met", met);
                verdict = verdict(Figures.number(workload.asked()), met) + verdict;
            }
        }
        written.add(record);
        System.out.printf(LINE, workload.title(), mine, machine.rate(workload.work(), mine.median()), Double.isNaN(share) ? "-" : String.format("%.0f %%", 100 * share),
                peer == null ? "-" : pairs.second(), peer == null ? "-" : pairs.ratios(), verdict);
    }

    private static String verdict(String asked, boolean met) { return asked + (met ? " yes  " : " no  "); }

    /// Compares the results of both sides, from the same start.
    private static double compare(Workload workload, Run run, Tensor result, Peer peer) {
        double[] answer = peer.load(workload, run.given(), result);
        double[] theirs = Arrays.copyOfRange(answer, 1, answer.length), ours = Arrays.copyOf(result.contiguous().flatten().toDoubles(), theirs.length);
        if (!(answer[0] <= workload.tolerance()))
            throw new IllegalStateException(workload.title() + ": the results differ by " + answer[0] + " of their size, where " + workload.tolerance() + " is allowed: GradShell computes "
                    + Arrays.toString(ours) + " …, PyTorch " + Arrays.toString(theirs) + " …");
        return answer[0];
    }
}
