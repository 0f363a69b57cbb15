package gradshell.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradshell.array.DType;
import gradshell.kernel.Fused;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The slope of every function against central differences in double.
class SlopeTest {
    private static final double[] PLACES = {0.3, 0.7, 1.6, 2.2, 0.45};

    @ParameterizedTest
    @EnumSource(Fn.class)
    void agreesWithDifferences(Fn fn) {
        // Moves of bits only serve to build functions; truths have no slope.
        if (fn.isTruth() || fn.name().startsWith("BIT") || fn.name().startsWith("SHIFT") || fn.name().endsWith("FAR")) return;
        List<Formula> inputs = List.of(Formula.X, Formula.Y, Formula.Z);
        Formula formula = new Formula.Call(fn, inputs.subList(0, fn.arity()));
        if (fn == Fn.SELECT) formula = Formula.X.gt(Formula.ONE).select(Formula.Y.mul(Formula.Y), Formula.Z.exp());
        for (double x : PLACES) for (double y : PLACES) for (double z : PLACES) {
            if (x == y) continue;
            double[] at = {x, y, z};
            for (int i = 0; i < fn.arity(); i++) {
                double h = 1e-6, slope = value(formula.slope(i).substitute(formula, Formula.X, Formula.Y, Formula.Z), at);
                double[] right = at.clone(), left = at.clone();
                right[i] += h;
                left[i] -= h;
                // A place outside the domain has no slope.
                if (Double.isNaN(value(formula, at))) continue;
                double difference = (value(formula, right) - value(formula, left)) / (2 * h);
                assertEquals(difference, slope, 1e-7 * (1 + Math.abs(slope)), fn + " by " + i + " at " + Arrays.toString(at));
            }
        }
    }

    private static double value(Formula formula, double... at) {
        double[] out = new double[1];
        Fused.of(formula, DType.FLOAT64, DType.FLOAT64, DType.FLOAT64, DType.FLOAT64)
                .run(out, 0, 1, 1, new double[] {at[0]}, 0, 1, new double[] {at[1]}, 0, 1, new double[] {at[2]}, 0, 1);
        return out[0];
    }
}
