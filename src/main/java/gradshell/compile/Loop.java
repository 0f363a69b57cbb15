package gradshell.compile;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Interruption;
import gradshell.array.Layout;
import gradshell.array.Shape;
import gradshell.kernel.Fused;
import gradshell.kernel.Threads;
import java.util.Arrays;

/// A group of elementwise steps, ready to run over the memory of a plan without making anything new.
///
/// Where all results lie without gaps, runs go over several rows at once: a short row that is repeated for all, as a bias is, is
/// written out as often. Other layouts are left to the loop's own walk.
final class Loop {
    /// Runs shorter than this are made longer.
    private static final int LONG = 512;
    /// From so many elements on the work is divided among threads, in parts of this size.
    private static final int PART = 1 << 15;
    /// How many elements are computed between two looks at the thread's interruption.
    private static final int POLL = 1 << 18;

    private Loop() {}

    static Runnable of(Group group, Memory memory) {
        Array[] outs = group.values().stream().map(value -> memory.at(value.out())).toArray(Array[]::new), in = group.inputs().stream().map(memory::at).toArray(Array[]::new);
        DType[] types = Arrays.stream(in).map(Array::dtype).toArray(DType[]::new);
        Fused fused = Fused.of(group.values().stream().map(Group.Value::formula).toList(), group.compute(), types);
        Runnable rows = Rows.of(fused, outs, in);
        return rows != null ? rows : fused.over(outs, in);
    }

    /// A loop over results without gaps.
    static final class Rows implements Runnable {
        private final Fused fused;
        private final int elements, run;
        private final Object[] outs, in;
        private final int[] outStarts, outSteps, starts, steps;
        /// Whether an input is a row that is repeated, which lies written out in `in`; where it really is.
        private final Array[] repeated;
        /// Whether an input has one element for each run.
        private final boolean[] column;
        private final int[] outOffsets, offsets;
        /// The same for each of several threads.
        private final ThreadLocal<int[][]> places;
        private final Threads.Part someElements = this::someElements, someRuns = this::someRuns;

        private Rows(Fused fused, Array[] outs, Array[] in, int elements, int run, boolean[] column, Array[] repeated) {
            this.fused = fused;
            this.elements = elements;
            this.run = run;
            this.column = column;
            this.repeated = repeated;
            this.outs = Arrays.stream(outs).map(a -> a.storage().values()).toArray();
            this.in = Arrays.stream(in).map(a -> a.storage().values()).toArray();
            outStarts = Arrays.stream(outs).mapToInt(a -> a.layout().offset()).toArray();
            outSteps = new int[outs.length];
            Arrays.fill(outSteps, 1);
            starts = Arrays.stream(in).mapToInt(a -> a.layout().offset()).toArray();
            steps = new int[in.length];
            for (int k = 0; k < in.length; k++) {
                steps[k] = column[k] || isSingle(in[k].layout()) ? 0 : 1;
                if (repeated[k] == null) continue;
                this.in[k] = in[k].dtype().allocate(run);
                starts[k] = 0;
            }
            outOffsets = outStarts.clone();
            offsets = starts.clone();
            places = ThreadLocal.withInitial(() -> new int[][] {new int[outs.length], new int[in.length]});
        }

        /// The loop, or null if some layout does not fit.
        static Rows of(Fused fused, Array[] outs, Array[] in) {
            int n = outs[0].elements(), row = 0;
            for (Array out : outs) if (!out.layout().isContiguous()) return null;
            boolean[] column = new boolean[in.length];
            boolean columns = false;
            for (int k = 0; k < in.length; k++) {
                Layout layout = in[k].layout();
                if (layout.isContiguous() || isSingle(layout)) continue;
                int length = repeatedRow(layout);
                if (length == 0) {
                    length = columnRun(layout);
                    column[k] = columns = length > 0;
                }
                if (length == 0 || row != 0 && row != length) return null;
                row = length;
            }
            Array[] repeated = new Array[in.length];
            int run = row == 0 ? n : row;
            if (row != 0 && !columns && row < LONG) run = Math.min(n, Math.ceilDiv(LONG, row) * row);
            for (int k = 0; k < in.length; k++) if (!in[k].layout().isContiguous() && !isSingle(in[k].layout()) && !column[k]) repeated[k] = in[k];
            return new Rows(fused, outs, in, n, run, column, repeated);
        }

        private static boolean isSingle(Layout layout) {
            for (int i = 0; i < layout.shape().rank(); i++) if (layout.stride(i) != 0 && layout.shape().size(i) != 1) return false;
            return true;
        }

        /// The length of the row that the layout repeats, or 0 if it is none.
        private static int repeatedRow(Layout layout) {
            Shape shape = layout.shape();
            int length = 1, i = shape.rank() - 1;
            for (; i >= 0 && (shape.size(i) == 1 || layout.stride(i) == length); i--) length *= shape.size(i);
            for (; i >= 0; i--) if (shape.size(i) != 1 && layout.stride(i) != 0) return 0;
            return length == 1 ? 0 : length;
        }

        /// How often the layout repeats each element of a column without gaps, or 0 if it is none.
        private static int columnRun(Layout layout) {
            Shape shape = layout.shape();
            int run = 1, i = shape.rank() - 1;
            for (; i >= 0 && (shape.size(i) == 1 || layout.stride(i) == 0); i--) run *= shape.size(i);
            int step = 1;
            for (; i >= 0; i--) {
                if (shape.size(i) != 1 && layout.stride(i) != step) return 0;
                step *= shape.size(i);
            }
            return run;
        }

        /// Has a result written elsewhere from now on: to an array of as many elements.
        void replace(int result, Object values) {
            outs[result] = values;
            outStarts[result] = 0;
        }

        @Override
        public void run() {
            for (int k = 0; k < in.length; k++) if (repeated[k] != null) writeOut(repeated[k], in[k], run);
            if (elements >= 2 * PART && Threads.count() > 1) divided();
            else part(0, elements, outOffsets, offsets);
        }

        /// In parts that begin where a run does.
        private void divided() {
            int runs = (elements + run - 1) / run;
            if (runs == 1) Threads.split(elements, PART, someElements);
            else Threads.split(runs, Math.max(1, PART / run), someRuns);
        }

        private void someElements(int from, int to) {
            int[][] at = places.get();
            part(from, to, at[0], at[1]);
        }

        private void someRuns(int from, int to) { someElements(from * run, Math.min(elements, to * run)); }

        private void part(int from, int to, int[] outAt, int[] at) {
            // A run is computed as a whole, unless it is so long that nobody could interrupt it.
            int stretch = run == elements ? Math.min(run, POLL) : run;
            for (int begin = from; begin < to; begin += stretch) {
                int n = Math.min(stretch, to - begin);
                if (begin > from) Interruption.check();
                for (int r = 0; r < outAt.length; r++) outAt[r] = outStarts[r] + begin;
                for (int k = 0; k < at.length; k++) at[k] = starts[k] + (repeated[k] != null ? 0 : column[k] ? begin / run : steps[k] * begin);
                fused.run(n, outs, outAt, outSteps, in, at, steps);
            }
        }

        private static void writeOut(Array row, Object values, int run) {
            int length = 1;
            Layout layout = row.layout();
            for (int i = layout.shape().rank() - 1; i >= 0 && (layout.shape().size(i) == 1 || layout.stride(i) == length); i--) length *= layout.shape().size(i);
            System.arraycopy(row.storage().values(), layout.offset(), values, 0, Math.min(length, run));
            for (int filled = length; filled < run; filled *= 2) System.arraycopy(values, 0, values, filled, Math.min(filled, run - filled));
        }
    }
}
