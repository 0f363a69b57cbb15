package gradshell.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// A program too long for one method that HotSpot would compile, as several.
///
/// Each part but the last computes a block of one intermediate value, which the parts after it take as a further input.
final class Parts extends GatheringLoop {
    /// How many steps one method holds: about 22 bytes each at most, and HotSpot compiles up to 8000.
    static final int LIMIT = 340;

    private static final int BLOCK = 1024;

    private final List<Loops> parts;
    private final List<Program> programs;

    private Parts(List<Program> programs, Mode mode) {
        this.programs = programs;
        this.parts = programs.stream().map(p -> new Loops(p, mode)).toList();
    }

    static Parts of(Program program, Mode mode) {
        List<Program> parts = new ArrayList<>();
        Program rest = program;
        while (rest.steps().size() > LIMIT) {
            int cut = cut(rest);
            if (cut < 0) break;
            parts.add(rest.upTo(cut));
            rest = rest.without(cut);
        }
        parts.add(rest);
        return new Parts(parts, mode);
    }

    /// The step that needs most others before it, but not more than fit; -1 if every step stands alone.
    private static int cut(Program program) {
        List<Step> steps = program.steps();
        BitSet[] needs = new BitSet[steps.size()];
        int best = -1, most = 0;
        for (int k = 0; k < steps.size() - 1; k++) {
            needs[k] = new BitSet(k + 1);
            needs[k].set(k);
            for (int argument : Program.arguments(steps.get(k))) needs[k].or(needs[argument]);
            int size = needs[k].cardinality();
            if (size > most && size <= LIMIT && !(steps.get(k) instanceof Step.Load) && !(steps.get(k) instanceof Step.Constant)) {
                best = k;
                most = size;
            }
        }
        return best;
    }

    @Override
    void run(Object out, int oo, int os, int n, Object[] in, int[] offsets, int[] steps) {
        int last = parts.size() - 1, size = Math.min(n, BLOCK);
        Object[] values = Arrays.copyOf(in, in.length + last);
        int[] places = Arrays.copyOf(offsets, values.length), strides = Arrays.copyOf(steps, values.length);
        for (int k = 0; k < last; k++) {
            values[in.length + k] = programs.get(k).result().allocate(size);
            strides[in.length + k] = 1;
        }
        for (int i = 0; i < n; i += BLOCK) {
            int length = Math.min(n - i, BLOCK);
            for (int k = 0; k < in.length; k++) places[k] = offsets[k] + i * steps[k];
            for (int k = 0; k <= last; k++) {
                int inputs = in.length + k;
                Object[] given = Arrays.copyOf(values, inputs);
                int[] from = Arrays.copyOf(places, inputs), by = Arrays.copyOf(strides, inputs);
                Loop loop = parts.get(k).at(k < last ? 1 : os, length, by);
                if (k < last) forward(loop, values[in.length + k], 0, 1, length, given, from, by);
                else forward(loop, out, oo + i * os, os, length, given, from, by);
            }
        }
    }
}
