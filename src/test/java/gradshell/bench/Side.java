package gradshell.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A measurement of its own, beside the table of workloads.
enum Side {
    /// One thread against two.
    SCALING(Scaling::measure),
    /// An epoch of `fit` against one written out.
    FIT(Fitting::measure),
    /// A whole experiment as a process, against PyTorch's.
    PROCESS(Whole::measure),
    /// How much memory training needs.
    MEMORY(Memory::measure),
    /// The first call of every operation.
    COLD(Cold::measure);

    /// Prints what it finds, and answers it for the file of figures.
    interface Measurement {
        List<Map<String, Object>> of(Options options) throws IOException;
    }

    private final Measurement measurement;

    Side(Measurement measurement) { this.measurement = measurement; }

    static Side of(String name, List<Workload> workloads) {
        for (Side side : values()) if (side.word().equals(name)) return side;
        throw new IllegalArgumentException("there is no workload \"" + name + "\"; there are " + workloads.stream().map(Workload::name).distinct().collect(Collectors.joining(" "))
                + ", and " + List.of(values()).stream().map(Side::word).collect(Collectors.joining(" ")));
    }

    private String word() { return name().toLowerCase(Locale.ROOT); }

    List<Map<String, Object>> measure(Options options) throws IOException { return measurement.of(options); }
}
