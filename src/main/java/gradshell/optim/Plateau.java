package gradshell.optim;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.Storage;
import gradshell.tensor.Tensor;
import java.util.Map;

/// Multiplied by `factor` when a figure has not become better for more than `patience` epochs (PyTorch's ReduceLROnPlateau).
///
/// {@snippet : plateau(0.5, 10).figure("validation.loss").min(1e-5)    // ==> plateau(0.5, 10) }
public final class Plateau implements Schedule {
    private record Settings(double factor, int patience, String figure, boolean rising, double threshold, boolean absolute, int cooldown, double min, double eps) {}

    private final Settings settings;
    /// The best figure; how many epochs were no better; how many of the cooldown are left; how often the rate was reduced.
    private double best;
    private int bad, cooling, reductions;

    private Plateau(Settings settings) {
        this.settings = settings;
        best = settings.rising ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    /// With PyTorch's threshold of 1e-4 of the best.
    public Plateau(double factor, int patience) {
        this(new Settings(factor, Check.atLeast("plateau", "patience", patience, 0), "loss", false, 1e-4, false, 0, 0, 1e-8));
        if (!(factor > 0 && factor < 1)) throw new IllegalArgumentException("plateau: factor is " + factor + "; it must be more than 0 and less than 1");
    }

    /// The figure to look at: `loss`, or one of the metrics; `validation.loss` is that of the validation.
    public Plateau figure(String name) { return new Plateau(new Settings(settings.factor, settings.patience, name, settings.rising, settings.threshold, settings.absolute, settings.cooldown, settings.min, settings.eps)); }
    /// More is better, as with an accuracy.
    public Plateau rising() { return new Plateau(new Settings(settings.factor, settings.patience, settings.figure, true, settings.threshold, settings.absolute, settings.cooldown, settings.min, settings.eps)); }
    /// By what part of the best a figure must be better.
    public Plateau threshold(double threshold) { return new Plateau(new Settings(settings.factor, settings.patience, settings.figure, settings.rising, Check.atLeast("plateau", "threshold", threshold, 0), settings.absolute, settings.cooldown, settings.min, settings.eps)); }
    /// The threshold is a difference, not a part.
    public Plateau absolute() { return new Plateau(new Settings(settings.factor, settings.patience, settings.figure, settings.rising, settings.threshold, true, settings.cooldown, settings.min, settings.eps)); }
    /// How many epochs it waits after a reduction before it counts again.
    public Plateau cooldown(int epochs) { return new Plateau(new Settings(settings.factor, settings.patience, settings.figure, settings.rising, settings.threshold, settings.absolute, Check.atLeast("plateau", "cooldown", epochs, 0), settings.min, settings.eps)); }
    /// The smallest rate.
    public Plateau min(double min) { return new Plateau(new Settings(settings.factor, settings.patience, settings.figure, settings.rising, settings.threshold, settings.absolute, settings.cooldown, Check.atLeast("plateau", "min", min, 0), settings.eps)); }
    /// A smaller reduction than this is not made.
    public Plateau eps(double eps) { return new Plateau(new Settings(settings.factor, settings.patience, settings.figure, settings.rising, settings.threshold, settings.absolute, settings.cooldown, settings.min, Check.atLeast("plateau", "eps", eps, 0))); }

    @Override
    public double rate(double initial, int time) {
        double rate = initial;
        for (int i = 0; i < reductions; i++) {
            double next = Math.max(rate * settings.factor, settings.min);
            if (rate - next > settings.eps) rate = next;
        }
        return rate;
    }

    @Override
    public Schedule begin() { return new Plateau(settings); }

    @Override
    public void observe(Map<String, Double> figures) {
        Double figure = figures.get(settings.figure);
        if (figure == null) throw new IllegalArgumentException("plateau: there is no figure " + settings.figure + "; there are " + String.join(", ", figures.keySet()));
        double margin = settings.absolute ? settings.threshold : Double.isInfinite(best) ? 0 : settings.threshold * best;
        if (settings.rising ? figure > best + margin : figure < best - margin) {
            best = figure;
            bad = 0;
        } else bad++;
        if (cooling > 0) {
            cooling--;
            bad = 0;
        }
        if (bad <= settings.patience) return;
        reductions++;
        cooling = settings.cooldown;
        bad = 0;
    }

    @Override
    public Map<String, Tensor> state() { return Map.of("plateau", Tensor.of(new Array(DType.FLOAT64, Shape.of(4).contiguous(), new Storage(new double[] {best, bad, cooling, reductions})))); }

    @Override
    public void load(Map<String, Tensor> saved) {
        Tensor numbers = saved.get("plateau");
        if (saved.size() != 1 || numbers == null || numbers.dtype() != DType.FLOAT64 || !numbers.shape().equals(Shape.of(4))) throw new IllegalArgumentException("plateau: this is no state of it: " + saved.keySet());
        double[] values = numbers.toDoubles();
        best = values[0];
        bad = (int) values[1];
        cooling = (int) values[2];
        reductions = (int) values[3];
    }

    @Override
    public String toString() { return "plateau(" + settings.factor + ", " + settings.patience + ")"; }
}
