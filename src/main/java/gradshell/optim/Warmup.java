package gradshell.optim;

/// Up in a line from a small part of the initial rate, 1 / `epochs` of it, to the whole: (t + 1) / epochs (Goyal et al., 2017).
public record Warmup(int epochs) implements Schedule {
    public Warmup { Check.atLeast("warmup", "epochs", epochs, 1); }

    @Override
    public double rate(double initial, int time) { return time + 1 >= epochs ? initial : initial * (time + 1) / epochs; }

    @Override
    public int length() { return epochs; }
}
