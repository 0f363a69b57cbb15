package gradshell.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import gradshell.array.DType;
import gradshell.formula.Formula;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoopsTest {
    private static final Formula GELU = Formula.X.mul(Formula.Y).mul(Formula.X.mul(Formula.Y).add(Formula.Z).tanh().add(Formula.ONE));

    private static Program gelu() { return Program.of(GELU, DType.FLOAT32, List.of(DType.FLOAT32, DType.FLOAT32, DType.FLOAT32)); }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void nobodySeesTheLoopChange(Mode mode) {
        Loops loops = new Loops(gelu(), mode);
        Random random = new Random(3);
        int n = 3001;
        float[] a = new float[n], b = {0.75f}, c = new float[n], expected = new float[n];
        for (int i = 0; i < n; i++) {
            a[i] = (float) random.nextGaussian();
            c[i] = (float) random.nextGaussian();
        }
        new Evaluator(gelu()).run(expected, 0, 1, n, a, 0, 1, b, 0, 0, c, 0, 1);
        for (int round = 0; round < (mode == Mode.EVALUATOR ? 3 : 300); round++) {
            float[] out = new float[n];
            loops.at(1, n, 1, 0, 1).run(out, 0, 1, n, a, 0, 1, b, 0, 0, c, 0, 1);
            assertArrayEquals(expected, out);
        }
    }

    @Test
    void compilesWhatHasSeenSomeElements() {
        Loops loops = new Loops(gelu(), Mode.AUTO);
        float[] one = {1}, many = new float[1000];
        Loop cold = loops.at(1, 1, 1, 1, 1);
        cold.run(one, 0, 1, 1, one, 0, 1, one, 0, 1, one, 0, 1);
        assertSame(cold, loops.at(1, 1, 1, 1, 1));
        loops.at(1, 1000, 1, 0, 0).run(many, 0, 1, 1000, many, 0, 1, one, 0, 0, one, 0, 0);
        cold.run(one, 0, 1, 1, one, 0, 1, one, 0, 1, one, 0, 1);
        assertNotSame(cold, loops.at(1, 1, 1, 1, 1));
        assertEquals(null, loops.at(1, 1, 1, 1, 1).tail);
    }

    @Test
    void givesVectorCodeWhenAsked() {
        Loops loops = new Loops(gelu(), Mode.VECTOR);
        float[] values = new float[100];
        loops.at(1, 100, 1, 1, 1).run(values, 0, 1, 100, values, 0, 1, values, 0, 1, values, 0, 1);
        assertInstanceOf(Loop.class, loops.at(1, 100, 1, 1, 1).tail);
        assertEquals(false, Upgrade.canBe(gelu(), Steps.ANY));
        assertEquals(false, Upgrade.canBe(Program.of(Formula.X.add(Formula.Y), DType.INT64, List.of(DType.INT64, DType.INT64)), Steps.neighbours(3)));
        assertEquals(true, Upgrade.canBe(gelu(), Steps.neighbours(7)));
    }
}
