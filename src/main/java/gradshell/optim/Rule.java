package gradshell.optim;

import gradshell.tensor.Tensor;
import java.util.List;

/// How the parameters of a group are changed, and what is remembered of each.
record Rule(List<Slot> slots, Change change) {
    /// Something remembered of a parameter from step to step.
    ///
    /// @param initial its value before the first step
    /// @param single  one float64 number for the whole parameter; otherwise one of its type for each element
    record Slot(String kind, double initial, boolean single) {
        static Slot of(String kind) { return new Slot(kind, 0, false); }
    }

    /// Changes a parameter and its memories in place.
    interface Change {
        void make(Moment at, Tensor[] memories);
    }

    /// One parameter at one step.
    static final class Moment {
        Tensor parameter;
        Tensor gradient;
        /// How often this parameter was changed, this time included.
        long step;
        /// The learning rate of its group.
        double lr;
        /// The momentum that a schedule gives; NaN where none does.
        double momentum;
        /// A number that the change computes for its formulas.
        double extra, more;

        /// The momentum now, by a schedule or else as it was written.
        double momentum(double written) { return Double.isNaN(momentum) ? written : momentum; }
    }
}
