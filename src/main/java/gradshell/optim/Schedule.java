package gradshell.optim;

/// How the learning rate changes from epoch to epoch.
@FunctionalInterface
public interface Schedule {
    /// The learning rate of an epoch.
    ///
    /// @param initial the rate that the optimiser was made with
    /// @param epoch   counted from 0
    double rate(double initial, int epoch);
}
