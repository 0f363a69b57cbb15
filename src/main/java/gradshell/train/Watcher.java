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

    /// An epoch has ended.
    default void ended(Epoch epoch) {}

    /// Is told of the ends of epochs only.
    static Watcher ofEpochs(Consumer<Epoch> listener) {
        return new Watcher() {
            @Override
            public void ended(Epoch epoch) { listener.accept(epoch); }
        };
    }
}
