package gradshell.optim;

import java.util.List;

/// The limits of settings, with what is said where they are passed.
final class Check {
    private Check() {}

    /// A learning rate.
    static double rate(String word, double lr) {
        if (!(lr >= 0 && lr < Double.POSITIVE_INFINITY)) throw new IllegalArgumentException(word + ": lr is " + lr + "; it must be at least 0.0" + (lr > 0 ? " and finite" : ""));
        return lr;
    }

    /// A setting that must be a number of at least `bound`.
    static double atLeast(String word, String setting, double value, double bound) {
        if (!(value >= bound && value < Double.POSITIVE_INFINITY)) throw new IllegalArgumentException(word + ": " + setting + " is " + value + "; it must be at least " + bound + (value > bound ? " and finite" : ""));
        return value;
    }

    /// A number of things of at least `bound`.
    static int atLeast(String word, String setting, int value, int bound) {
        if (value < bound) throw new IllegalArgumentException(word + ": " + setting + " is " + value + "; it must be at least " + bound);
        return value;
    }

    static double above(String word, String setting, double value, double bound) {
        if (!(value > bound && value < Double.POSITIVE_INFINITY)) throw new IllegalArgumentException(word + ": " + setting + " is " + value + "; it must be more than " + bound + " and finite");
        return value;
    }

    static double finite(String word, String setting, double value) {
        if (!Double.isFinite(value)) throw new IllegalArgumentException(word + ": " + setting + " is " + value + "; it must be finite");
        return value;
    }

    /// A setting that must lie from 0 up to but without 1.
    static double fraction(String word, String setting, double value) {
        if (!(value >= 0 && value < 1)) throw new IllegalArgumentException(word + ": " + setting + " is " + value + "; it must be at least 0 and less than 1");
        return value;
    }

    /// Two settings from 0 up to but without 1.
    static List<Double> betas(String word, double... betas) {
        if (betas.length != 2) throw new IllegalArgumentException(word + ": betas needs 2 numbers, not " + betas.length + "; for example betas(0.9, 0.999)");
        return List.of(fraction(word, "beta1", betas[0]), fraction(word, "beta2", betas[1]));
    }
}
