package gradshell.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// A program too long for one method that HotSpot would compile, as several.
///
/// Each part but the last computes a block of one intermediate value, which the parts after it take as a further input.
final class Parts extends GatheringLoop {
    /// How many steps one method holds: about 22 bytes each at most, and HotSpot compiles up to 8000.
    static final int LIMIT = 340;

    private static final int BLOCK = 1024;

    private final List<Loops> parts;
    private final List<Program> programs;
    /// Kept from run to run; a second thread makes its own.
    private final AtomicReference<Scratch> free = new AtomicReference<>();

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
            parts.add(rest.upTo(List.of(cut)));
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

    /// The intermediate values of a block, and the arguments of each part.
    private final class Scratch {
        private final Object[][] arrays = new Object[parts.size()][];
        private final int[][] offsets = new int[parts.size()][], steps = new int[parts.size()][];
        private final Object[][] outs = new Object[parts.size()][1];
        private final int[] zero = {0}, one = {1}, places = new int[programs.getLast().results().size()];
        private final int arity = programs.getFirst().inputs().size();

        Scratch() {
            for (int k = 0; k < parts.size(); k++) {
                arrays[k] = new Object[arity + k];
                offsets[k] = new int[arity + k];
                steps[k] = new int[arity + k];
                for (int j = 0; j < k; j++) {
                    arrays[k][arity + j] = outs[j][0];
                    steps[k][arity + j] = 1;
                }
                if (k < parts.size() - 1) outs[k][0] = programs.get(k).result(0).allocate(BLOCK);
            }
        }

        void take(Object[] in, int[] by) {
            for (int k = 0; k < parts.size(); k++) {
                System.arraycopy(in, 0, arrays[k], 0, arity);
                System.arraycopy(by, 0, steps[k], 0, arity);
            }
        }

        void forget() { for (Object[] given : arrays) Arrays.fill(given, 0, arity, null); }

        /// Computes the intermediate values of a block that begins at element `from`.
        void block(int from, int length, int[] first) {
            for (int k = 0; k < parts.size(); k++) {
                for (int i = 0; i < arity; i++) offsets[k][i] = first[i] + from * steps[k][i];
                if (k < parts.size() - 1) parts.get(k).at(one, length, steps[k]).run(0, length, outs[k], zero, one, arrays[k], offsets[k], steps[k]);
            }
        }
    }

    @Override
    void run(int from, int to, Object[] outs, int[] outOffsets, int[] outSteps, Object[] in, int[] offsets, int[] steps) {
        int last = parts.size() - 1;
        Scratch scratch = free.getAndSet(null);
        if (scratch == null) scratch = new Scratch();
        scratch.take(in, steps);
        for (int i = from; i < to; i += BLOCK) {
            int length = Math.min(to - i, BLOCK);
            scratch.block(i, length, offsets);
            for (int r = 0; r < outs.length; r++) scratch.places[r] = outOffsets[r] + i * outSteps[r];
            parts.get(last).at(outSteps, length, scratch.steps[last]).run(0, length, outs, scratch.places, outSteps, scratch.arrays[last], scratch.offsets[last], scratch.steps[last]);
        }
        scratch.forget();
        free.set(scratch);
    }
}
