package gradshell.nn;

import gradshell.tensor.Recording;

/// Whether a layer is being trained: a component of layers that then do something else, told by [Layer#train(boolean)].
public final class Training {
    private boolean on = true;

    /// The answer; a compiled step holds only while it is the same, and where only shapes are asked for nobody is trained.
    public boolean on() { return !Recording.isOutlining() && Recording.ask(() -> on); }

    void set(boolean on) { this.on = on; }

    Training copy() {
        Training copy = new Training();
        copy.on = on;
        return copy;
    }

    @Override
    public String toString() { return on ? "training" : "evaluating"; }
}
