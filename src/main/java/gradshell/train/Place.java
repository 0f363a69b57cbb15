package gradshell.train;

import gradshell.data.Loader;
import gradshell.data.Pass;
import gradshell.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where a training is in its data.
final class Place implements Part {
    private final Loader loader;
    private final int accumulate;
    /// The epoch that is under way or comes next, counted from 1.
    int epoch = 1;
    /// Steps made since the training began.
    long steps;
    /// The learning rate of the last step.
    double rate;
    /// The walk through the epoch that is under way, or null between two epochs.
    private Pass pass;

    Place(Loader loader, int accumulate) {
        this.loader = loader;
        this.accumulate = accumulate;
    }

    /// How many steps an epoch has.
    int stepsOfEpoch() { return Math.ceilDiv(loader.batches(), accumulate); }

    /// How many steps of the epoch are made.
    int stepInEpoch() { return pass == null ? 0 : Math.ceilDiv(pass.taken(), accumulate); }

    /// The walk through the epoch: the one under way, or a new one.
    Pass pass() {
        if (pass == null) pass = loader.iterator();
        return pass;
    }

    void ended() {
        epoch++;
        pass = null;
    }

    /// A step is made.
    void counted(double learningRate) {
        steps++;
        rate = learningRate;
    }

    /// Goes back to where the walk was before a step that came to nothing.
    void back(Pass before, int taken) {
        long[] state = before.state();
        state[2] = taken;
        pass = loader.resume(state);
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("now", Part.whole(epoch, steps));
        state.put("rate", Part.real(rate));
        state.put("data", Part.whole(loader.dataset().size(), loader.batch(), loader.shuffle() ? 1 : 0, accumulate, loader.dropLast() ? 1 : 0));
        state.put("pass", pass == null ? Part.whole() : Part.whole(pass.state()));
        return state;
    }

    @Override
    public void load(Map<String, Tensor> saved) {
        long[] data = saved.get("data").toLongs();
        same("examples in the set", data[0], loader.dataset().size());
        same("examples in a batch", data[1], loader.batch());
        same("shuffling", data[2], loader.shuffle() ? 1 : 0);
        same("batches gathered for a step", data[3], accumulate);
        same("last batches left out", data[4], loader.dropLast() ? 1 : 0);
        long[] now = saved.get("now").toLongs(), passed = saved.get("pass").toLongs();
        pass = passed.length == 0 ? null : loader.resume(passed);
        epoch = Math.toIntExact(now[0]);
        steps = now[1];
        rate = saved.get("rate").select(0, 0).item();
    }

    private static void same(String what, long then, long now) {
        if (then != now) throw new IllegalArgumentException("resume: the training that was saved had " + then + " " + what + ", this one has " + now + "; it can only go on with the same data and batches");
    }
}
