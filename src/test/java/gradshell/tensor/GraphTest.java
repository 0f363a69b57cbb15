package gradshell.tensor;

import static gradshell.Dsl.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GraphTest {
    @Test
    void valuesAndGradients() {
        Tensor w = var(2), b = var(1), y = w.mul(tensor(3.0)).add(b).square();
        y.retainGraph().backward();
        assertEquals("""
                square  float32 []  49.
                └─ add  float32 []
                   ├─ mul  float32 []
                   │  ├─ leaf  float32 []  2.  grad 42.
                   │  └─ constant  float32 []  3.
                   └─ leaf  float32 []  1.  grad 14.""", graph(y).toString());
    }

    @Test
    void parametersHaveTheirNames() {
        var net = linear(2, 1).then(sigmoid());
        net.parameters();
        String text = graph(net.apply(ones(3, 2)).sum()).toString();
        assertTrue(text.contains("0.weight  float32 [1, 2]") && text.contains("0.bias  float32 [1]"), text);
    }

    @Test
    void whatIsUsedTwiceStandsOnce() {
        Tensor x = var(2), e = x.exp(), y = e.mul(e);
        assertEquals(3, graph(y).boxes().size());
        assertTrue(graph(y).dot().contains("n1 -> n0\n    n1 -> n0"), graph(y).dot());
    }

    @Test
    void afterABackwardThatFreedIt() {
        Tensor y = var(2).exp();
        y.backward();
        assertEquals("exp  float32 []  7.3891  freed by backward", graph(y).toString());
    }

    @Test
    void deepGraphsAreRefusedRatherThanDrawn() {
        Tensor y = var(1);
        for (int i = 0; i < 100_000; i++) y = y.neg();
        Tensor deep = y;
        assertThrows(IllegalArgumentException.class, () -> graph(deep));
    }
}
