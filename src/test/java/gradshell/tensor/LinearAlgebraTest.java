package gradshell.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What decompositions promise, on matrices of many sizes and kinds, and the gradients of what is built of them.
class LinearAlgebraTest {
    private final Random random = new Random(5);

    private Tensor normal(int... sizes) {
        Shape shape = Shape.of(sizes);
        return Tensor.of(Array.of(DType.FLOAT64, shape, random.doubles(shape.elements()).map(x -> 4 * x - 2).toArray()));
    }

    private static Tensor identity(int n) { return Creation.eye(gradshell.array.DType.FLOAT32, n, n).to(DType.FLOAT64); }

    private static void close(Tensor expected, Tensor actual, double tolerance, String what) {
        assertEquals(expected.shape(), actual.shape(), what);
        assertArrayEquals(expected.toDoubles(), actual.toDoubles(), tolerance * Math.max(1, expected.numel() == 0 ? 0 : expected.abs().amax().item()), what);
    }

    private static void decompositionsOf(Tensor x, String what) {
        int m = x.size(-2), n = x.size(-1), k = Math.min(m, n);
        Svd svd = x.svd();
        close(x, svd.u().mul(svd.s().unsqueeze(-2)).matmul(svd.vh()), 1e-12, what + ": u s vh");
        close(identity(k), svd.u().t().matmul(svd.u()), 1e-12, what + ": u");
        close(identity(k), svd.vh().matmul(svd.vh().t()), 1e-12, what + ": vh");
        double[] s = svd.s().toDoubles();
        for (int i = 0; i < k; i++) assertTrue(s[i] >= 0 && (i == 0 || s[i] <= s[i - 1]), what + ": " + svd.s());
        Qr qr = x.qr();
        close(x, qr.q().matmul(qr.r()), 1e-12, what + ": q r");
        close(identity(k), qr.q().t().matmul(qr.q()), 1e-12, what + ": q");
        close(Triangle.upper(qr.r()), qr.r(), 0, what + ": r");
        Tensor p = x.pinv();
        close(x, x.matmul(p).matmul(x), 1e-10, what + ": x p x");
        close(p, p.matmul(x).matmul(p), 1e-10, what + ": p x p");
        close(x.matmul(p), x.matmul(p).t(), 1e-10, what + ": x p");
        Tensor symmetric = x.matmul(x.t());
        Eigh eigh = symmetric.eigh();
        close(symmetric, eigh.vectors().mul(eigh.values().unsqueeze(-2)).matmul(eigh.vectors().t()), 1e-12, what + ": eigh");
        close(identity(m), eigh.vectors().t().matmul(eigh.vectors()), 1e-12, what + ": vectors");
    }

    @Test
    void decompositionsGiveTheMatrixBack() {
        for (int m : new int[] {0, 1, 2, 3, 15, 16, 17, 60}) for (int n : new int[] {0, 1, 2, 5, 16, 40}) decompositionsOf(normal(m, n), m + " x " + n);
        decompositionsOf(identity(4), "identity");
        decompositionsOf(identity(4).mul(0), "zeros");
        decompositionsOf(Tensor.of(DType.FLOAT64, 1).expand(4, 3), "ones");
        decompositionsOf(normal(6, 2).matmul(normal(2, 5)), "rank 2");
        decompositionsOf(identity(5).flip(0), "reversal");
        decompositionsOf(normal(3, 3).t(), "view");
    }

    @Test
    void farFromOne() {
        for (double scale : new double[] {1e-200, 1e-150, 1e150, 1e200}) {
            Tensor x = normal(4, 3), s = x.svd().s().mul(scale);
            close(s.div(scale), x.mul(scale).svd().s().div(scale), 1e-12, "svd at " + scale);
            Tensor symmetric = x.t().matmul(x);
            close(symmetric.eigh().values(), symmetric.mul(scale).eigh().values().div(scale), 1e-12, "eigh at " + scale);
        }
    }

    @Test
    void solutionsSolve() {
        for (int n : new int[] {0, 1, 2, 15, 16, 17, 60}) {
            Tensor a = normal(n, n).add(identity(n).mul(3)), b = normal(n, 2);
            close(b, a.matmul(a.solve(b)), 1e-10, "solve " + n);
            close(identity(n), a.matmul(a.inv()), 1e-10, "inv " + n);
            Tensor definite = a.matmul(a.t()).add(identity(n)), l = definite.cholesky();
            close(definite, l.matmul(l.t()), 1e-12, "cholesky " + n);
            Slogdet parts = a.slogdet();
            close(a.det(), parts.sign().mul(parts.logabsdet().exp()), 1e-10, "slogdet " + n);
        }
        assertEquals("[0, 3, 3]", normal(0, 3, 3).inv().shape().toString());
        assertEquals("[0, 3]", normal(0, 3, 3).solve(normal(0, 3)).shape().toString());
        assertEquals("[2]", normal(2, 0, 0).slogdet().sign().shape().toString());
        assertEquals("[2, 0]", normal(2, 0, 0).eigh().values().shape().toString());
    }

    /// Signs of permutations of every cycle structure.
    @Test
    void determinantsOfPermutations() {
        Tensor rows = identity(4);
        for (int[] order : new int[][] {{0, 1, 2, 3}, {1, 0, 2, 3}, {1, 2, 0, 3}, {1, 2, 3, 0}, {1, 0, 3, 2}, {3, 2, 1, 0}}) {
            int inversions = 0;
            for (int i = 0; i < 4; i++) for (int j = 0; j < i; j++) if (order[j] > order[i]) inversions++;
            Tensor x = rows.indexSelect(0, Creation.from(order));
            assertEquals(inversions % 2 == 0 ? 1 : -1, x.det().item());
            assertEquals(inversions % 2 == 0 ? 1 : -1, x.slogdet().sign().item());
        }
    }

    private void differentiable(String what, Function<Tensor, Tensor> f, Tensor x) {
        assertTrue(GradCheck.check(in -> f.apply(in[0]), x.detach().requiresGrad(true)), what);
        Tensor weight = normal(x.shape().toArray());
        assertTrue(GradCheck.check(in -> Tensor.grad(f.apply(in[0]).square().sum(), null, List.of(in[0])).getFirst().mul(weight), x.detach().requiresGrad(true)), what + ", twice");
    }

    @Test
    void gradientsOfWhatIsBuiltOfThem() {
        Tensor x = normal(3, 3).add(identity(3).mul(3)), batch = normal(2, 3, 2), singular = Creation.from(DType.FLOAT64, new double[][] {{1, 2, 0.5}, {2, 4, 1}, {0.3, 1, -1}});
        differentiable("det", Tensor::det, x);
        differentiable("det of a singular matrix", Tensor::det, singular);
        differentiable("logdet", a -> a.matmul(a.t()).logdet(), x);
        differentiable("cholesky", a -> a.matmul(a.t()).cholesky(), x);
        differentiable("eigh", a -> a.add(a.t()).eigh().vectors(), x);
        differentiable("eigh of a matrix that is not symmetric", a -> a.eigh().values(), x);
        differentiable("wide qr", a -> a.transpose(-2, -1).qr().r(), batch);
        differentiable("tall qr", a -> a.qr().q(), batch);
        differentiable("pinv", Tensor::pinv, batch);
        differentiable("lstsq", a -> a.lstsq(normalLike(a)).solution(), batch);
        differentiable("nuclear norm", a -> a.matrixNorm("nuc"), batch);
        differentiable("spectral norm", a -> a.matrixNorm(2), batch);
        // Equal eigenvalues have a sum with a gradient, though their vectors have none.
        differentiable("trace", a -> a.add(a.t()).eigh().values().sum(), identity(3));
    }

    private static Tensor normalLike(Tensor a) { return Tensor.of(Array.of(DType.FLOAT64, Shape.of(2, 3, 1), new double[] {1, -2, 3, 0.5, 2, -1})); }

    @Test
    void whatIsNotFinite() {
        Tensor nan = identity(3).mul(Double.NaN);
        assertThrows(ArithmeticException.class, nan::svd);
        assertThrows(ArithmeticException.class, nan::cholesky);
        assertTrue(Double.isNaN(nan.det().item()));
    }
}
