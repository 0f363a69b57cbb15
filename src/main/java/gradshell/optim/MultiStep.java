package gradshell.optim;

import java.util.List;

/// Multiplied by `factor` at each of the milestones (PyTorch's MultiStepLR).
public record MultiStep(List<Integer> milestones, double factor) implements Schedule {
    public MultiStep {
        milestones = List.copyOf(milestones);
        for (int i = 0; i < milestones.size(); i++)
            if (milestones.get(i) < 0 || i > 0 && milestones.get(i) < milestones.get(i - 1)) throw new IllegalArgumentException("multiStep: the milestones " + milestones + " do not rise from 0; put them in order");
        Check.atLeast("multiStep", "factor", factor, 0);
    }

    @Override
    public double rate(double initial, int time) { return initial * Math.pow(factor, milestones.stream().filter(m -> m <= time).count()); }
}
