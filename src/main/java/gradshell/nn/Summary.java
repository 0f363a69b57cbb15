package gradshell.nn;

import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.Type;
import gradshell.tensor.Outline;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What comes out of each layer of a network, what it can learn and what it costs, found without computing.
///
/// @param input what goes in
/// @param rows  the layers in the order in which they are used
public record Summary(Type input, List<Row> rows) {
    /// One layer.
    ///
    /// @param name       its path in the network, empty for the network itself
    /// @param parameters how many numbers it can learn itself; those of a layer that is used twice count the first time
    /// @param frozen     how many numbers it keeps beside them, frozen or counted
    /// @param flops      operations on numbers: a product and a sum are two, a function of an element is one
    /// @param bytes      the memory of what comes out
    public record Row(String name, String layer, Type output, long parameters, long frozen, long flops, long bytes) {}

    public Summary { rows = List.copyOf(rows); }

    /// The summary for an input of a type and a shape; the batch is its first dimension.
    public static Summary of(Layer net, DType dtype, int... sizes) {
        Type input = new Type(dtype, Shape.of(sizes));
        Walk walk = new Walk();
        walk.outline.run(() -> walk.through("", net, walk.outline.tensor(input)));
        return new Summary(input, walk.rows);
    }

    /// The same for an input of the type of the parameters.
    public static Summary of(Layer net, int... sizes) {
        return of(net, net.state().values().stream().map(Tensor::dtype).filter(DType::isFloating).findFirst().orElse(DType.FLOAT32), sizes);
    }

    public Shape output() { return rows.getLast().output().shape(); }

    public long parameters() { return rows.stream().mapToLong(Row::parameters).sum(); }

    public long frozen() { return rows.stream().mapToLong(Row::frozen).sum(); }

    public long flops() { return rows.stream().mapToLong(Row::flops).sum(); }

    /// The memory of all that comes out of layers.
    public long bytes() { return rows.stream().mapToLong(Row::bytes).sum(); }

    /// The way of tensors without numbers through the layers.
    private static final class Walk {
        final Outline outline = new Outline();
        final List<Row> rows = new ArrayList<>();
        private final Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());

        Tensor through(String name, Layer layer, Tensor x) {
            return switch (layer) {
                case Chain chain -> chain(name, chain, x);
                case Residual residual -> {
                    Tensor y = through(child(name, "body"), residual.body(), x);
                    yield row(name, residual, Layers.title(residual), () -> residual.joined(x, y));
                }
                case Parallel parallel -> {
                    Tensor[] results = new Tensor[parallel.layers().size()];
                    for (int i = 0; i < results.length; i++) results[i] = through(child(name, "layers." + i), parallel.layers().get(i), x);
                    yield row(name, parallel, Layers.title(parallel), () -> parallel.joined(results));
                }
                default -> row(name, layer, Layers.brief(layer), () -> layer.apply(x));
            };
        }

        private Tensor chain(String name, Chain chain, Tensor x) {
            int at = 0;
            try {
                for (; at < chain.layers().size(); at++) x = through(child(name, String.valueOf(at)), chain.layers().get(at), x);
                return x;
            } catch (RuntimeException e) {
                throw InLayer.noted(e, chain, at, x);
            }
        }

        private static String child(String name, String part) { return name.isEmpty() ? part : name + "." + part; }

        private Tensor row(String name, Layer layer, String word, java.util.function.Supplier<Tensor> run) {
            long before = outline.flops(), parameters = 0, frozen = 0;
            Tensor y = run.get();
            for (Tensor tensor : (layer instanceof Residual || layer instanceof Parallel ? Parts.own(layer) : layer.state()).values()) {
                if (!seen.add(tensor)) continue;
                if (tensor.requiresGrad()) parameters += tensor.numel();
                else frozen += tensor.numel();
            }
            rows.add(new Row(name, word, new Type(y.dtype(), y.shape()), parameters, frozen, outline.flops() - before, (long) y.numel() * size(y.dtype())));
            return y;
        }
    }

    private static int size(DType dtype) {
        return switch (dtype) {
            case BOOL -> 1;
            case INT32, FLOAT32 -> 4;
            case INT64, FLOAT64 -> 8;
        };
    }

    /// A number with a unit: `1.2 M`.
    private static String brief(long number) {
        if (number < 10_000) return String.valueOf(number);
        String[] units = {"k", "M", "G", "T", "P"};
        double value = number;
        int unit = -1;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }

    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("", "layer", "output", "parameters", "FLOPs", "bytes"));
        table.add(List.of("", "input", input.toString(), "", "", ""));
        for (Row row : rows) table.add(List.of(row.name, row.layer, row.output.dtype() == input.dtype() ? row.output.shape().toString() : row.output.toString(), String.valueOf(row.parameters), brief(row.flops), brief(row.bytes)));
        table.add(List.of("", "total", "", String.valueOf(parameters()), brief(flops()), brief(bytes())));
        int[] width = new int[6];
        for (List<String> line : table) for (int i = 0; i < 6; i++) width[i] = Math.max(width[i], line.get(i).length());
        String lines = table.stream().map(line -> {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 6; i++) {
                String gap = " ".repeat(width[i] - line.get(i).length());
                // Words to the left, numbers to the right.
                text.append(i == 0 || width[0] == 0 && i == 1 ? "" : "  ").append(i < 3 ? line.get(i) + gap : gap + line.get(i));
            }
            return text.toString().stripTrailing();
        }).collect(Collectors.joining("\n"));
        return lines + (frozen() == 0 ? "" : "\n" + frozen() + " further numbers are not learnt");
    }
}
