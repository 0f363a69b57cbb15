package gradshell.optim;

import gradshell.array.Interruption;
import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.Storage;
import gradshell.formula.Formula;
import gradshell.kernel.Fused;
import gradshell.kernel.Threads;
import gradshell.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// How an optimiser changes a parameter and what it remembers of it: all in one pass.
///
/// The formulas say what becomes of the parameter and of each memory. They read the parameter, its gradient, the memories, and the numbers of the step.
final class Update {
    static final Formula PARAMETER = Formula.X, GRADIENT = Formula.Y;

    private final List<Formula> formulas;
    private final int numbers;
    private final Fused[] loops = new Fused[DType.values().length];
    /// So many elements are worth a thread, and so many are computed between two looks at the thread's interruption.
    private static final int GRAIN = 1 << 14, POLL = 1 << 18;
    private final Array[] outs, in;
    private final Threads.Part part = this::part;
    /// The loop that is run.
    private Fused loop;
    private final Object[] outValues, inValues;
    private final int[] outOffsets, outSteps, offsets, steps;
    /// For each type the numbers of the step, one array for all, and each of them as an array of its own.
    private final Object[] values = new Object[loops.length];
    private final Array[][] single = new Array[loops.length][];

    /// @param numbers  how many numbers a step has
    /// @param formulas for the parameter, then for each memory
    Update(int numbers, Formula... formulas) {
        this.numbers = numbers;
        this.formulas = List.of(formulas);
        outs = new Array[formulas.length];
        in = new Array[1 + formulas.length + numbers];
        outValues = new Object[outs.length];
        inValues = new Object[in.length];
        outOffsets = new int[outs.length];
        outSteps = new int[outs.length];
        offsets = new int[in.length];
        steps = new int[in.length];
        Arrays.fill(outSteps, 1);
        // The numbers of the step are the same for all elements.
        Arrays.fill(steps, 0, 1 + outs.length, 1);
    }

    /// What is remembered, as an input of the formulas.
    static Formula memory(int number) { return new Formula.Input(2 + number); }

    /// A number of the step, as an input of the formulas of an optimiser with so many memories.
    static Formula number(int memories, int number) { return new Formula.Input(2 + memories + number); }

    /// Changes a parameter and its memories in place.
    void run(Tensor parameter, Tensor gradient, Tensor[] memories, double... step) {
        DType dtype = parameter.dtype();
        int type = dtype.ordinal();
        if (loops[type] == null) prepare(dtype);
        for (int i = 0; i < numbers; i++) {
            if (values[type] instanceof float[] floats) floats[i] = (float) step[i];
            else ((double[]) values[type])[i] = step[i];
        }
        outs[0] = in[0] = parameter.array();
        in[1] = gradient.array();
        for (int i = 1; i < outs.length; i++) outs[i] = in[1 + i] = memories[i - 1].array();
        System.arraycopy(single[type], 0, in, 1 + outs.length, numbers);
        if (!dense(loops[type], parameter.numel())) loops[type].apply(outs, in);
        for (Array out : outs) out.storage().touch();
        // What belongs to others is not kept.
        Arrays.fill(outs, null);
        Arrays.fill(in, null);
        Arrays.fill(outValues, null);
        Arrays.fill(inValues, null);
    }

    /// Computes everything where it lies without gaps, as it mostly does, with arguments that are kept.
    private boolean dense(Fused loop, int elements) {
        for (int k = 0; k <= outs.length; k++) if (!in[k].layout().isContiguous()) return false;
        for (int r = 0; r < outs.length; r++) {
            outValues[r] = outs[r].storage().values();
            outOffsets[r] = outs[r].layout().offset();
        }
        for (int k = 0; k < in.length; k++) {
            inValues[k] = in[k].storage().values();
            offsets[k] = in[k].layout().offset();
        }
        this.loop = loop;
        Threads.split(elements, GRAIN, part);
        return true;
    }

    private void part(int from, int to) {
        for (int i = from; i < to; i += POLL) {
            if (i > from) Interruption.check();
            loop.run(i, Math.min(to, i + POLL), outValues, outOffsets, outSteps, inValues, offsets, steps);
        }
    }

    private void prepare(DType dtype) {
        int type = dtype.ordinal();
        DType[] types = new DType[1 + formulas.size() + numbers];
        Arrays.fill(types, dtype);
        loops[type] = Fused.of(formulas, dtype, types);
        values[type] = dtype.allocate(numbers);
        Storage storage = new Storage(values[type]);
        single[type] = new Array[numbers];
        for (int i = 0; i < numbers; i++) single[type][i] = new Array(dtype, Shape.of(numbers).contiguous().select(0, i), storage);
    }
}
