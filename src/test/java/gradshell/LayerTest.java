package gradshell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.DType;
import gradshell.nn.Layer;
import gradshell.nn.Linear;
import gradshell.nn.Summary;
import gradshell.shell.Session;
import gradshell.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What every layer can do because of what it is made of, layers that users write among them.
class LayerTest {
    private static Session session;

    @BeforeAll
    static void open() {
        session = Golden.session();
        session.eval("""
                record Block(Linear first, Layer body, Tensor scale, List<Layer> heads, Map<String, Layer> named, Tensor fixed) implements Layer {
                    public Tensor apply(Tensor x) {
                        Tensor y = body.apply(first.apply(x)).mul(scale).add(fixed);
                        for (Layer head : heads) y = head.apply(y);
                        return named.get("last").apply(y);
                    }
                }""");
        session.eval("""
                class Plain implements Layer {
                    Linear inProj = linear(3, 4);
                    Layer drop = dropout(0.5);
                    public Tensor apply(Tensor x) { return drop.apply(inProj.apply(x)); }
                }""");
    }

    @AfterAll
    static void close() { session.close(); }

    private static Layer block() {
        return (Layer) Golden.value(session, "new Block(linear(3, 4), batchNorm1d(4).then(dropout(0.5)), var(2.0), List.of(linear(4, 4), relu()), Map.of(\"last\", linear(4, 2)), tensor(1.0))");
    }

    @Test
    void aRecordHasNamesParametersAndModes() {
        Layer block = block();
        assertEquals(List.of("first.weight", "first.bias", "body.0.weight", "body.0.bias", "body.0.running_mean", "body.0.running_var", "body.0.num_batches_tracked",
                "scale", "heads.0.weight", "heads.0.bias", "named.last.weight", "named.last.bias", "fixed"), List.copyOf(block.state().keySet()));
        assertEquals(9, block.parameters().size());
        assertEquals(16 + 8 + 1 + 20 + 10, block.numel());
        Tensor x = Dsl.randn(5, 3);
        block.eval();
        assertArrayEquals(block.apply(x).toFloats(), block.apply(x).toFloats());
        block.train();
        assertFalse(java.util.Arrays.equals(block.apply(x).toFloats(), block.apply(x).toFloats()));
    }

    @Test
    void copiesAreTheirOwn() {
        Layer block = block(), copy = block.copy();
        Tensor x = Dsl.randn(5, 3);
        assertArrayEquals(block.eval().apply(x).toFloats(), copy.eval().apply(x).toFloats());
        copy.train();
        copy.apply(x);
        Dsl.init(copy, Dsl.constant(1));
        assertEquals(0, block.state().get("body.0.num_batches_tracked").toLong());
        assertEquals(1, copy.state().get("body.0.num_batches_tracked").toLong());
        assertFalse(java.util.Arrays.equals(block.apply(x).toFloats(), copy.eval().apply(x).toFloats()));
        copy.load(block.state());
        assertArrayEquals(block.apply(x).toFloats(), copy.apply(x).toFloats());
        assertEquals(DType.FLOAT64, block.to(DType.FLOAT64).apply(x.to(DType.FLOAT64)).dtype());
        assertEquals(DType.INT64, block.to(DType.FLOAT64).state().get("body.0.num_batches_tracked").dtype());
    }

    @Test
    void aClassIsReadByItsFields() {
        Layer plain = (Layer) Golden.value(session, "new Plain()");
        assertEquals(List.of("in_proj.weight", "in_proj.bias"), List.copyOf(plain.state().keySet()));
        plain.eval();
        assertArrayEquals(plain.apply(Dsl.ones(2, 3)).toFloats(), plain.apply(Dsl.ones(2, 3)).toFloats());
        assertTrue(assertThrows(IllegalArgumentException.class, plain::copy).getMessage().startsWith("copy: Plain is no record"));
    }

    @Test
    void sharedLayersAreOneParameterWithTwoNames() {
        Linear shared = Dsl.linear(3, 3);
        Layer net = Dsl.sequential(shared, Dsl.relu(), shared);
        assertEquals(2, net.parameters().size());
        assertEquals(List.of("0.weight", "0.bias", "2.weight", "2.bias"), List.copyOf(net.state().keySet()));
        Layer copy = net.copy();
        assertSame(copy.state().get("0.weight"), copy.state().get("2.weight"));
        assertNotSame(net.state().get("0.weight"), copy.state().get("0.weight"));
        assertEquals(12, Dsl.summary(net, 5, 3).parameters());
    }

    @Test
    void whatIsFrozenStaysAsItIs() {
        Layer net = Dsl.linear(3, 4).then(Dsl.batchNorm1d(4)).then(Dsl.linear(4, 1));
        net.children().getFirst().freeze();
        assertEquals(4, net.parameters().size());
        assertEquals(9, net.state().size());
        assertEquals(4, net.copy().parameters().size());
        assertEquals(6, net.copy().unfreeze().parameters().size());
        net.unfreeze();
        assertEquals(6, net.parameters().size());
        assertFalse(net.state().get("1.running_mean").requiresGrad());
    }

    @Test
    void aSummaryIsATable() {
        Layer net = Dsl.sequential(Dsl.conv2d(1, 8, 3).padding(1), Dsl.batchNorm2d(8), Dsl.relu(), Dsl.residual(Dsl.conv2d(8, 8, 3).padding(1), Dsl.relu()), Dsl.flatten(), Dsl.linear(8 * 28 * 28, 10));
        Summary summary = Dsl.summary(net, 64, 1, 28, 28);
        assertEquals(List.of("0", "1", "2", "3.body.0", "3.body.1", "3", "4", "5"), summary.rows().stream().map(Summary.Row::name).toList());
        assertEquals(net.numel(), summary.parameters());
        assertEquals(17, summary.frozen());
        // Nine products and sums a pixel and channel, and the bias.
        assertEquals(64L * 28 * 28 * 8 * 19, summary.rows().getFirst().flops());
        assertEquals(64L * 10 * (2 * 6272 + 1), summary.rows().getLast().flops());
    }

    /// A network that would take days and more memory than there is.
    @Test
    void aSummaryComputesNothing() {
        Layer net = Dsl.conv2d(64, 64, 3).padding(1).then(Dsl.tanh()).then(Dsl.maxPool2d(2)).then(x -> x.mul(x.mean()).softmax(1));
        Summary summary = Dsl.summary(net, 2, 64, 3000, 3000);
        assertEquals("[2, 64, 1500, 1500]", summary.output().toString());
    }

    @Test
    void aSummaryTellsWhichLayerDoesNotFit() {
        Layer net = Dsl.sequential(Dsl.linear(3, 4), Dsl.residual(Dsl.linear(4, 5), Dsl.linear(6, 4)));
        RuntimeException misfit = assertThrows(RuntimeException.class, () -> Dsl.summary(net, 2, 3));
        assertTrue(misfit.getMessage().startsWith("linear(6, 4): "), misfit.getMessage());
        assertEquals("in layer 1.body.1, linear(6, 4), which was given float32 [2, 5]", misfit.getSuppressed()[0].getMessage());
    }

    @Test
    void aTreeHasTheNamesOfTheState() {
        assertEquals("""
                sequential
                  0: linear(2, 2)
                  1: residual
                    body: sequential
                      0: tanh()
                      1: linear(2, 2)""", Dsl.linear(2, 2).then(Dsl.residual(Dsl.tanh(), Dsl.linear(2, 2))).tree());
    }

    @Test
    void settingsComeBeforeChance() {
        Dsl.seed(1);
        Layer direct = Dsl.conv2d(4, 4, 3).groups(2).bias(false);
        double after = Dsl.rand().item();
        Dsl.seed(1);
        Tensor weight = direct.parameters().getFirst();
        Layer other = Dsl.conv2d(4, 4, 3).bias(false).groups(2);
        assertArrayEquals(weight.toFloats(), other.parameters().getFirst().toFloats());
        assertEquals(after, Dsl.rand().item());
    }

    @Test
    void anInitializerOutlivesOtherSettingsAndCopies() {
        for (Tensor weight : List.of(Dsl.conv2d(4, 4, 3).weight(Dsl.constant(2)).groups(2).bias(false).weight(), Dsl.repeat(2, Dsl.linear(3, 3).weight(Dsl.constant(2))).parameters().get(2)))
            for (double number : weight.toDoubles()) assertEquals(2, number);
    }
}
