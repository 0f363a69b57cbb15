package gradshell.optim;

/// From a part of the initial rate in a line to another, and there it stays (PyTorch's LinearLR).
///
/// @param from   the factor at the beginning
/// @param to     the factor at the end
/// @param epochs how long that takes
public record LinearSchedule(double from, double to, int epochs) implements Schedule {
    public LinearSchedule {
        Check.atLeast("linearSchedule", "from", from, 0);
        Check.atLeast("linearSchedule", "to", to, 0);
        Check.atLeast("linearSchedule", "epochs", epochs, 1);
    }

    @Override
    public double rate(double initial, int time) { return initial * (from + (to - from) * Math.min(time, epochs) / epochs); }

    @Override
    public int length() { return epochs; }
}
