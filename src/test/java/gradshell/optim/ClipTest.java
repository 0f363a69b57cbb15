package gradshell.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradshell.Dsl;
import gradshell.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clipped gradients against the values of PyTorch's clip_grad_norm_ in float64, for gradients [3, -4] and [[0.5], [-2]] and a limit of 2.
class ClipTest {
    @ParameterizedTest
    @CsvSource({
        "0.5, 34.26195383286362, 0.1751213563052415, -0.116747570870161",
        "1, 9.5, 0.6315788808864335, -0.4210525872576224",
        "1.5, 6.449255676273286, 0.9303397742059027, -0.6202265161372685",
        "2, 5.408326913195984, 1.109400187322291, -0.7396001248815273",
        "3, 4.628011187371595, 1.2964529385579695, -0.8643019590386464",
        "7, 4.076240453684204, 1.471944208451405, -0.9812961389676033",
        "inf, 4.0, 1.4999996250000938, -0.9999997500000625"
    })
    void normsOfEveryKind(String p, double norm, double first, double last) {
        Tensor a = Dsl.zeros(Dsl.float64, 2).requiresGrad(true), b = Dsl.zeros(Dsl.float64, 2, 1).requiresGrad(true), unused = Dsl.zeros(3).requiresGrad(true);
        a.mul(Dsl.tensor(3.0, -4.0).to(Dsl.float64)).sum().add(b.mul(Dsl.tensor("[[0.5], [-2.]]").to(Dsl.float64)).sum()).backward();
        assertEquals(norm, Dsl.clipGradNorm(List.of(a, unused, b), 2, p.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(p)), 1e-12 * norm);
        assertEquals(first, a.grad().toDoubles()[0], 1e-12);
        assertArrayEquals(new double[] {first / 6, last}, b.grad().toDoubles(), 1e-12);
    }
}
