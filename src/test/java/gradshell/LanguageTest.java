package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.shell.Report;
import gradshell.shell.Script;
import gradshell.shell.Session;
import gradshell.shell.Source;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a script with a mistake is told in whole: the message, the user's line, and what it needs to be understood.
class LanguageTest {
    private Session session;

    @BeforeEach
    void open() { session = Golden.session(); }

    @AfterEach
    void close() { session.close(); }

    private int run(String text, PrintStream errors) { return new Script(false, Report.plain(false), errors).run(session, Source.script("t.jsh", text)); }

    private String fails(String text) {
        var told = new ByteArrayOutputStream();
        assertEquals(Script.FAILED, run(text, new PrintStream(told, true, StandardCharsets.UTF_8)), text);
        return told.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    private void works(String text) {
        var told = new ByteArrayOutputStream();
        int code = run(text, new PrintStream(told, true, StandardCharsets.UTF_8));
        assertEquals("", told.toString(StandardCharsets.UTF_8));
        assertEquals(Script.DONE, code);
    }

    // ---- one cause ----

    @Test
    void whatOnlyWrapsAnotherIsNotTold() {
        assertEquals("""
            t.jsh:1: NumberFormatException: For input string: "x"
                class Bad { static int v = Integer.parseInt("x"); }
              called at t.jsh:2: Bad.v
            """, fails("class Bad { static int v = Integer.parseInt(\"x\"); }\nBad.v"));
        assertEquals("""
            t.jsh:1: matmul: [2, 3] x [5, 5]: inner sizes 3 and 5 differ
                Tensor deep(Tensor x) { return x.matmul(ones(5, 5)); }
              called at t.jsh:2: java.util.concurrent.CompletableFuture.supplyAsync(() -> deep(ones(2, 3))).get()
            """, fails("Tensor deep(Tensor x) { return x.matmul(ones(5, 5)); }\njava.util.concurrent.CompletableFuture.supplyAsync(() -> deep(ones(2, 3))).get()"));
    }

    @Test
    void errorsOfJava() {
        assertEquals("t.jsh:1: StackOverflowError: calls within calls without end\n    int again(int n) { return again(n + 1) + 1; }\n", fails("int again(int n) { return again(n + 1) + 1; }\nagain(0)"));
        assertEquals("t.jsh:1: AssertionError: no\n    assert 1 > 2 : \"no\";\n", fails("assert 1 > 2 : \"no\";"));
        assertEquals("t.jsh:1: ClassCastException: class String cannot be cast to class Integer\n    Object o = \"a\"; Integer i = (Integer) o;\n", fails("Object o = \"a\"; Integer i = (Integer) o;"));
        assertEquals("t.jsh:1: FileNotFoundException: /none/x (No such file or directory)\n    new java.io.FileReader(\"/none/x\")\n", fails("new java.io.FileReader(\"/none/x\")"));
    }

    // ---- variables ----

    @Test
    void theVariablesOfTheLine() {
        assertEquals("""
            t.jsh:3: matmul: [2, 3] x [5, 3]: inner sizes 3 and 5 differ; transpose the second: a.matmul(b.t())
                w.matmul(x)
              w is float32 [2, 3], x is float32 [5, 3]
            """, fails("var x = ones(5, 3)\nvar w = var(ones(2, 3))\nw.matmul(x)"));
        works("w.matmul(x.t())");
    }

    @Test
    void theVariablesOfTheCaller() {
        assertEquals("""
            t.jsh:3: matmul: [2, 3] x [5, 3]: inner sizes 3 and 5 differ; transpose the second: a.matmul(b.t())
                    return x.matmul(b);
              called at t.jsh:7: f(w, x)
              w is float32 [2, 3], x is float32 [5, 3]
            """, fails("var x = ones(5, 3)\nTensor f(Tensor x, Tensor b) {\n    return x.matmul(b);\n}\nvar w = ones(2, 3)\n\nf(w, x)"));
    }

    @Test
    void theVariablesOfACallerOfALambda() {
        assertEquals("""
            t.jsh:2: matmul: [2, 3] x [2, 3]: inner sizes 3 and 2 differ; transpose the second: a.matmul(b.t())
                UnaryOperator<Tensor> squared = a -> a.matmul(a)
              called at t.jsh:4: squared.apply(w)
              w is float32 [2, 3]
            """, fails("import java.util.function.*;\nUnaryOperator<Tensor> squared = a -> a.matmul(a)\nvar w = ones(2, 3)\nsquared.apply(w)"));
    }

    @Test
    void whatTheSnippetDeclaresHidesTheVariable() {
        var loop = fails("var x = ones(5, 3); int n = 7\nfor (var x : List.of(ones(2))) x.narrow(0, 0, n)");
        assertTrue(loop.endsWith("    for (var x : List.of(ones(2))) x.narrow(0, 0, n)\n  n is 7\n"), loop);
        var lambda = fails("List.of(ones(2)).forEach(x -> x.reshape(n))");
        assertTrue(lambda.endsWith("    List.of(ones(2)).forEach(x -> x.reshape(n))\n  n is 7\n"), lambda);
        var cast = fails("((java.util.function.BinaryOperator<Tensor>) (x, y) -> x.add(y.reshape(n))).apply(ones(2), ones(2))");
        assertTrue(cast.endsWith("\n  n is 7\n"), cast);
    }

    // ---- layers ----

    @Test
    void theLayerOfTheChain() {
        assertEquals("""
            t.jsh:2: linear(3, 2): the last dimension of the input must have size 3, but its shape is [5, 4]; use linear(4, 2)
                net.apply(ones(5, 3))
              in layer 2, linear(3, 2), which was given float32 [5, 4]
              net is linear(3, 4) -> relu() -> linear(3, 2)
            """, fails("var net = linear(3, 4).then(relu()).then(linear(3, 2))\nnet.apply(ones(5, 3))"));
        works("linear(3, 4).then(relu()).then(linear(4, 2)).apply(ones(5, 3))");
    }

    @Test
    void theLayerOfAChainInALayer() {
        var text = fails("""
            record Block(Layer body) implements Layer {
                public Tensor apply(Tensor x) { return body.apply(x).add(x); }
            }
            var net = linear(3, 4).then(new Block(relu().then(linear(3, 4))))
            net.apply(ones(5, 3))
            """);
        assertTrue(text.contains("  in layer 1.body.1, linear(3, 4), which was given float32 [5, 4]\n"), text);
    }

    @Test
    void whereATrainingLeftTheFiniteNumbers() {
        var text = fails("""
            record Root() implements Layer {
                public Tensor apply(Tensor x) {
                    return x.mul(0).sub(1).log();
                }
            }
            var net = linear(2, 1).then(new Root())
            fit(net).data(ones(4, 2), ones(4, 1)).loss(mseLoss()).optimizer(sgd(net.parameters(), 0.1)).run()
            """);
        assertEquals("""
            t.jsh:3: fit: the loss became NaN in epoch 1 (log: the result is NaN at [0, 0], the first number that is not finite; the input there is -1.0); \
            a smaller learning rate than 0.1, or clipping, may help
                        return x.mul(0).sub(1).log();
              called at t.jsh:7: fit(net).data(ones(4, 2), ones(4, 1)).loss(mseLoss()).optimizer(sgd(net.parameters(), 0.1)).run()
              in layer 1, Root[], which was given float32 [4, 1]
              net is linear(2, 1) -> Root[]
            """, text);
    }

    // ---- the tape ----

    @Test
    void aChangeInPlaceByName() {
        assertEquals("""
            t.jsh:4: backward: the result of exp, y, float32 [2], was changed in place by mul_ after it was used: it was at version 0 and is at version 1; \
            change a copy instead (y = y.mul(…) for y.mul_(…), or y.copy() before)
                y.sum().backward()
              y is float32 [2]
            """, fails("var x = var(1, 2)\nvar y = x.exp()\ny.mul_(2)\ny.sum().backward()"));
        works("y = x.exp()\ny = y.mul(2)\ny.sum().backward()");
    }

    @Test
    void whereItWasComputedAndChangedIfSomebodyWatched() {
        assertEquals("""
            t.jsh:5: backward: the result of exp, float32 [2], was changed in place by mul_ after it was used: it was at version 0 and is at version 1; \
            change a copy instead (x = x.mul(…) for x.mul_(…), or x.copy() before)
                    y.sum().backward();
              called at t.jsh:2: detectAnomaly(() -> {
              caused by mul_, which changed it at t.jsh:4: y.mul_(2);
              caused by exp, which was computed at t.jsh:3: var y = x.exp();
            """, fails("var x = var(1, 2)\ndetectAnomaly(() -> {\n    var y = x.exp();\n    y.mul_(2);\n    y.sum().backward();\n})"));
    }

    @Test
    void whereAnInfiniteGradientWasComputed() {
        assertEquals("""
            t.jsh:4: sqrt: the gradient is Infinity at [1], the first number that is not finite; the cotangent and the input there are 1.0 and 0.0
                    y.sum().backward();
              called at t.jsh:2: detectAnomaly(() -> {
              caused by sqrt, which was computed at t.jsh:3: var y = q.sqrt();
            """, fails("var q = var(1, 0)\ndetectAnomaly(() -> {\n    var y = q.sqrt();\n    y.sum().backward();\n})"));
    }

    @Test
    void diagnosisByName() {
        assertEquals("log: the result, b, is NaN at [1], the first number that is not finite; the input there is a = -1.0",
                Golden.value(session, "var x = var(3, 0); var a = x.sub(1); var b = a.log(); diagnose(b.sum())"));
        assertEquals("log: the result is NaN at [1], the first number that is not finite; the input there is -1.0, on the way to c",
                Golden.value(session, "var c = x.sub(1).log().mul(2); diagnose(c.sum())"));
        assertEquals("a tensor that the graph begins with, bad, float32 [1], is Infinity at [0]",
                Golden.value(session, "var bad = var(\"[1]\").div(0).detach().requiresGrad(true); diagnose(bad.mul(2))"));
    }

    // ---- parameters ----

    private String told(String text) {
        var before = System.err;
        var told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            works(text);
        } finally {
            System.setErr(before);
        }
        return told.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    @Test
    void aParameterThatNoGradientReaches() {
        var rest = ": the loss does not depend on it, or it was used under noGrad or detach(); if that is meant, requiresGrad(false) says so\n";
        assertEquals("step: no gradient reaches v, float32 []" + rest,
                told("var u = var(1); var v = var(2)\nvar o = sgd(List.of(u, v), 0.1)\nu.square().backward()\no.step()"));
        assertEquals("", told("v.requiresGrad(false)\nvar p = sgd(List.of(u), 0.1)\nu.square().backward()\np.step()"));
        assertEquals("step: no gradient reaches 2.weight, float32 [2, 4]; 2.bias, float32 [2]" + rest, told("""
            var net = linear(3, 4).then(relu()).then(linear(4, 2))
            var q = sgd(net.parameters(), 0.1)
            net.children().get(0).apply(ones(5, 3)).sum().backward()
            q.step()
            """));
    }

    @Test
    void aTensorWithoutGradientsByName() {
        assertTrue(fails("var w = ones(2)\nsgd(List.of(w), 0.1)").startsWith("t.jsh:2: sgd: w of shape [2] does not require gradients; make it with var(…)\n"));
        assertTrue(fails("var x = var(2)\ngrad(x.mul(2), w)").startsWith("t.jsh:2: grad: w, float32 [2], does not require gradients; make it with var(…) before computing the result from it\n"));
        works("w = var(1, 1)\nsgd(List.of(w), 0.1)\ngrad(w.mul(x).sum(), w)");
    }

    @Test
    void aValueThatCannotBeShownIsLeftOut() {
        assertEquals("""
            t.jsh:5: narrow: 3 of size 2
                ones(2).narrow(0, loop.a(), n)
              n is 3
            """.replaceFirst("narrow: .*", "NARROW"), fails("""
            int n = 3
            record Loop(int a) implements Layer { public Tensor apply(Tensor x) { return x; } public String toString() { return toString(); } }
            var loop = new Loop(0)

            ones(2).narrow(0, loop.a(), n)
            """).replaceFirst("narrow: .*", "NARROW"));
    }

    // ---- what is printed ----

    @Test
    void printsFunctionsByName() {
        assertEquals("function", session.show(Golden.value(session, "function(a -> a.exp(), (g, a) -> g)")));
        assertEquals("product", session.show(Golden.value(session, "function(\"product\", (a, b) -> a.mul(b), (g, a, b) -> List.of(g.mul(b), g.mul(a)))")));
        assertEquals("a Function", session.show(Golden.value(session, "grad(a -> a.sum())")));
    }
}
