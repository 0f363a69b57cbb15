package gradshell;

import gradshell.array.OutOfMemory;
import gradshell.nn.Layer;
import gradshell.shell.Session;
import gradshell.tensor.Footprint;
import gradshell.tensor.Tensor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What the variables of a session hold in memory, and what to do when there is no more of it.
final class Held {
    /// So many variables are named, and so deep it is looked into lists and records.
    private static final int NAMED = 5, DEEP = 4;
    /// A graph of so many steps was most likely never meant to be kept.
    private static final int GROWN = 1000;

    private Held() {}

    /// A variable and what it keeps in memory.
    record Share(Session.Variable variable, Footprint footprint) {
        long bytes() { return footprint.bytes() + footprint.graphBytes(); }
    }

    /// The tensors in a value: itself, or what a list, a map, a network or a record holds.
    static Set<Tensor> tensors(Object value) {
        Set<Tensor> found = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(value, 0, found);
        return found;
    }

    private static void collect(Object value, int depth, Set<Tensor> found) {
        if (depth > DEEP) return;
        switch (value) {
            case null -> {}
            case Tensor tensor -> found.add(tensor);
            case Layer layer -> found.addAll(layer.parameters());
            case Collection<?> all -> all.forEach(one -> collect(one, depth + 1, found));
            case Map<?, ?> map -> map.values().forEach(one -> collect(one, depth + 1, found));
            case Object[] all -> {
                for (Object one : all) collect(one, depth + 1, found);
            }
            case Record r when r.getClass().getName().startsWith("gradshell.") -> {
                for (RecordComponent part : r.getClass().getRecordComponents()) collect(part(r, part), depth + 1, found);
            }
            default -> {}
        }
    }

    private static Object part(Record whole, RecordComponent part) {
        try {
            return part.getAccessor().invoke(whole);
        } catch (ReflectiveOperationException _) {
            return null;    // not for others to see
        }
    }

    /// What each variable keeps, the largest first; arrays of numbers count too.
    static List<Share> shares(List<Session.Variable> variables) {
        List<Share> shares = new ArrayList<>();
        for (Session.Variable variable : variables) {
            Footprint footprint = Footprint.of(tensors(variable.value()));
            footprint = new Footprint(footprint.bytes() + plain(variable.value()), footprint.operations(), footprint.graphBytes());
            if (footprint.bytes() + footprint.graphBytes() > 0) shares.add(new Share(variable, footprint));
        }
        shares.sort(Comparator.comparingLong(Share::bytes).reversed());
        return shares;
    }

    /// The bytes of Java's own arrays of numbers, those in lists and maps too.
    private static long plain(Object value) {
        return switch (value) {
            case byte[] x -> x.length;
            case boolean[] x -> x.length;
            case int[] x -> 4L * x.length;
            case float[] x -> 4L * x.length;
            case long[] x -> 8L * x.length;
            case double[] x -> 8L * x.length;
            case Map<?, ?> map -> map.values().stream().mapToLong(Held::direct).sum();
            case Collection<?> all -> all.stream().mapToLong(Held::direct).sum();
            case Object[] all -> Arrays.stream(all).mapToLong(Held::direct).sum();
            case null, default -> 0;
        };
    }

    private static long direct(Object value) { return value instanceof Collection<?> || value instanceof Map<?, ?> ? 0 : plain(value); }

    // ---- advice ----

    /// What to do when there was no room for something.
    static List<String> advice(List<Session.Variable> variables) {
        List<Share> shares = shares(variables);
        List<String> lines = new ArrayList<>();
        List<Share> largest = shares.stream().limit(NAMED).filter(share -> share.bytes() >= Runtime.getRuntime().maxMemory() / 200).toList();
        if (!largest.isEmpty()) lines.add("most is held by " + largest.stream().map(Held::named).collect(Collectors.joining(", ")));
        shares.stream().filter(share -> share.footprint.operations() >= GROWN).limit(NAMED).forEach(share -> lines.add(grown(share)));
        boolean helps = !largest.isEmpty() && largest.getFirst().bytes() >= Runtime.getRuntime().maxMemory() / 10;
        lines.add((helps ? "free some with /drop " + largest.getFirst().variable.name() + ", " : "") + "take smaller batches or float32, or start with more: JDK_JAVA_OPTIONS=-Xmx" + more() + "g scripts/gradshell");
        return lines;
    }

    private static String named(Share share) {
        Object value = share.variable.value();
        String what = value instanceof Tensor x ? " (" + x.dtype() + " " + x.shape() + ")" : share.variable.type().isEmpty() ? "" : " (" + share.variable.type() + ")";
        return share.variable.name() + what + ": " + OutOfMemory.size(share.bytes());
    }

    /// A sum over steps that was never detached, most often.
    private static String grown(Share share) {
        String name = share.variable.name();
        boolean one = share.variable.value() instanceof Tensor;
        return name + " holds a graph of " + share.footprint.operations() + " operations, " + OutOfMemory.size(share.footprint.graphBytes()) + ", for a backward; " + (one
                ? "if it is a sum over steps, add loss.item() or loss.detach() to it"
                : "if only the numbers are wanted, keep loss.item() or loss.detach()");
    }

    /// Twice as much as now, in gigabytes.
    private static long more() { return Math.max(1, Math.round(2.0 * Runtime.getRuntime().maxMemory() / (1L << 30))); }
}
