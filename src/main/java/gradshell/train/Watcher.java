package gradshell.train;

import java.util.function.Consumer;

/// Looks on at a training, and can end it.
public interface Watcher {
    /// Nobody looks on.
    Watcher NOBODY = new Watcher() {};

    /// Asked before each step: whether to make it.
    ///
    /// @param epoch counted from 1
    /// @param step  how many steps of the epoch are made
    /// @param steps how many steps an epoch has
    default boolean goesOn(int epoch, int step, int steps) { return true; }

    /// A step is made.
    ///
    /// @param step     how many steps of the epoch are made, this one included
    /// @param loss     the mean over the examples of the epoch until now
    /// @param examples how many the step saw
    default void stepped(int epoch, int step, int steps, double loss, int examples) {}

    /// An epoch begins, or goes on after a pause.
    default void begins(int epoch) {}

    /// An epoch has ended.
    default void ended(Epoch epoch) {}

    /// The training is over, however it ended.
    default void finish() {}

    /// Is told of the ends of epochs only.
    static Watcher ofEpochs(Consumer<Epoch> listener) {
        return new Watcher() {
            @Override
            public void ended(Epoch epoch) { listener.accept(epoch); }
        };
    }

    /// This one, then another; the training goes on as long as both want it.
    default Watcher and(Watcher other) {
        Watcher first = this;
        if (first == NOBODY) return other;
        return new Watcher() {
            @Override
            public boolean goesOn(int epoch, int step, int steps) { return first.goesOn(epoch, step, steps) & other.goesOn(epoch, step, steps); }
            @Override
            public void stepped(int epoch, int step, int steps, double loss, int examples) {
                first.stepped(epoch, step, steps, loss, examples);
                other.stepped(epoch, step, steps, loss, examples);
            }
            @Override
            public void begins(int epoch) {
                first.begins(epoch);
                other.begins(epoch);
            }
            @Override
            public void ended(Epoch epoch) {
                first.ended(epoch);
                other.ended(epoch);
            }
            @Override
            public void finish() {
                first.finish();
                other.finish();
            }
        };
    }
}
