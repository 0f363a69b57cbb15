package gradshell.kernel;

/// The logarithm of the gamma function and its derivatives, in double, element by element.
///
/// Between 1 and 3 there are polynomials, fitted at Chebyshev nodes, which have the roots as factors; beyond that Stirling's series,
/// which recurrences lead to; left of 0 the reflections. Right of 0 all are within 2 ulp. Left of 0 `lgamma` and `digamma` have
/// a root between each two poles, and near those the error is one of the last place of what cancels there.
final class Gammas {
    /// B₂ₖ of Bernoulli.
    private static final double[] BERNOULLI = {1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510,
        43867.0 / 798, -174611.0 / 330};
    /// log √(2π) in two parts.
    private static final Twofold LOG_ROOT = new Twofold(0.9189385332046728, -3.8782941580672414e-17);
    /// log π in two parts.
    private static final Twofold LOG_PI = new Twofold(1.1447298858494002, 1.0265951162707826e-17);
    /// Where digamma is 0, in two parts.
    private static final double ROOT = 1.4616321449683622, ROOT_LOW = 9.549995429965697e-17;

    /// lgamma(x) / ((x - 1) (x - 2)) around ¾, 1¼ and 1¾, and lgamma(x) / (x - 2) around 2½.
    private static final double[] BELOW_ONE = {
        8.357472708167907e-18, 0.6504990445801452, -0.3523594013320137, 0.294085367224438, -0.28891120177401247, 0.3072613943487688,
        -0.3419789497415718, 0.39194610247170614, -0.4585651366248877, 0.5448302897084075, -0.6551505226436717, 0.795484531809385,
        -0.9737299143333874, 1.199863417883392, -1.4841294977492927, 1.848400569616598, -2.372328801129839, 2.9801762225054422,
        -2.990969226448793, 3.770490515742349, -10.209716332399672, 13.000217620568915};
    private static final double[] ABOVE_ONE = {
        -4.681125369670768e-17, 0.5241164609163369, -0.1845583844368161, 0.0945657380330242, -0.05627340727379602, 0.03615879797095145,
        -0.024308805038607828, 0.01682767965006066, -0.011888238533469755, 0.00852508184596947, -0.00618394166285694,
        0.004528084216726681, -0.003339588574515421, 0.0024553322423744475, -0.0018316556902498015, 0.0016005335672170664,
        -0.0012056384431058421};
    private static final double[] BELOW_TWO = {
        1.9894459702623095e-17, 0.4501393121092563, -0.11948158662524275, 0.044520447198500596, -0.01905395783024267,
        0.008776370427574409, -0.004226194127165506, 0.0020955336575999312, -0.0010605659555210883, 0.0005449071283331388,
        -0.0002831960858836195, 0.00014828020435413725, -7.833427320783044e-05, 4.442400361296282e-05, -2.374623110157061e-05};
    private static final double[] ABOVE_TWO = {
        -4.1877261166143453e-17, 0.5693657409458384, 0.2675817993988097, -0.0448058426973846, 0.0108770015141976, -0.0030951822936174096,
        0.0009610979285520405, -0.00031505925035239633, 0.00010710021010234954, -3.735336940027229e-05, 1.3275711130257407e-05,
        -4.786379987514225e-06, 1.745641275403404e-06, -6.421417451955873e-07, 2.353723932844072e-07, -8.772358424774663e-08,
        3.8720781951940836e-08, -1.4586003484400256e-08};
    /// digamma(x) / (x - ROOT) around 1¼ and 1¾.
    private static final double[] DIGAMMA_LEFT = {
        3.635160452975802e-17, 1.0747589096650145, -0.5791664818235408, 0.4002392309428274, -0.2998194686580679, 0.23226650153097686,
        -0.18277734913096888, 0.1449583675856571, -0.11542832745263165, 0.09210989387228265, -0.07358552434517214, 0.05882382657327887,
        -0.047064102417186136, 0.03764259533684267, -0.029684693428068565, 0.023746051998109956, -0.02288670995038029,
        0.018309014102633362};
    private static final double[] DIGAMMA_RIGHT = {
        -7.080145499702322e-18, 0.8581832171262995, -0.32625462786810605, 0.15712011335204265, -0.08228558635558357, 0.04479965445267514,
        -0.024890048522512667, 0.01398578620324799, -0.007910466228862838, 0.004491812238388615, -0.002556785797730015,
        0.0014574316883487004, -0.0008294317248202582, 0.0004734978561274989, -0.0002927973030925864, 0.0001672503390180045};

    private Gammas() {}


    // ---- the logarithm ----

    static float lgamma(float x) { return (float) lgamma((double) x); }

    /// log |Γ(x)|; infinite at 0 and the negative whole numbers.
    static double lgamma(double x) {
        if (Double.isNaN(x)) return x;
        if (Double.isInfinite(x)) return Double.POSITIVE_INFINITY;
        if (x > 0) return positive(x).value();
        if (x == Math.rint(x)) return Double.POSITIVE_INFINITY;
        if (x > -0x1p-60) return -StrictMath.log(-x);
        // Γ(x) Γ(1 - x) = π / sin πx
        double near = Math.abs(x - Math.rint(x));
        Twofold sine = sine(near), mirrored = positive(Twofold.sum(1, -x));
        return LOG_PI.plus(Twofold.log(sine).negated()).plus(mirrored.negated()).value();
    }

    /// sin πr for 0 < r ≤ ½.
    private static Twofold sine(double r) {
        Twofold angle = new Twofold(Math.PI, 1.2246467991473532e-16).times(r);
        double sine = StrictMath.sin(angle.high());
        return Twofold.sum(sine, angle.low() * StrictMath.cos(angle.high()));
    }

    private static Twofold positive(double x) { return positive(new Twofold(x, 0)); }

    private static Twofold positive(Twofold whole) {
        double x = whole.high();
        if (x >= 12) return stirling(whole);
        if (x < 0x1p-60) return new Twofold(-StrictMath.log(x), 0);
        // Γ(x) = Γ(x + 1) / x
        if (x < 0.5) return middle(Twofold.sum(x, 1)).plus(Twofold.log(whole).negated());
        if (x < 3) return middle(whole);
        Twofold product = new Twofold(1, 0);
        Twofold y = whole;
        // Γ(x) = (x - 1) (x - 2) … Γ(x - n)
        while (y.high() >= 3) {
            y = y.plus(-1);
            Twofold by = product.times(y.high());
            product = by.plus(product.high() * y.low());
        }
        return middle(y).plus(Twofold.log(product));
    }

    /// For ½ ≤ x < 3.
    private static Twofold middle(Twofold whole) {
        double x = whole.high(), rest = whole.low();
        if (x >= 2) return Twofold.polynomial(x - 2.5, ABOVE_TWO).times(x - 2).plus(rest * digamma(x));
        double[] coefficients = x < 1 ? BELOW_ONE : x < 1.5 ? ABOVE_ONE : BELOW_TWO;
        Twofold quotient = Twofold.polynomial(x - (x < 1 ? 0.75 : x < 1.5 ? 1.25 : 1.75), coefficients);
        return quotient.times(x - 1).times(x - 2).plus(rest * digamma(x));
    }

    /// (x - ½) log x - x + log √(2π) + 1 / 12x - …, from 12 on.
    private static Twofold stirling(Twofold whole) {
        double x = whole.high();
        if (x > 1e300) return new Twofold(x * (StrictMath.log(x) - 1), 0);
        double inverse = 1 / x, z = inverse * inverse, series = 0;
        if (x < 1e9) for (int k = 9; k >= 1; k--) series = series * z + BERNOULLI[k - 1] / (2 * k * (2 * k - 1));
        Twofold log = Twofold.log(whole);
        Twofold product = log.plus(-1).times(x).plus(log.times(-0.5)).plus(LOG_ROOT);
        return product.plus(series * inverse).plus(whole.low() * log.high());
    }

    // ---- its derivatives ----

    static float digamma(float x) { return (float) digamma((double) x); }

    /// The slope of `lgamma`; -∞ at 0, ∞ at -0, NaN at the negative whole numbers.
    static double digamma(double x) {
        if (x == 0) return -1 / x;
        if (x < 0) {
            if (x == Math.rint(x)) return Double.NaN;
            return digamma(1 - x) - Math.PI * cotangent(x - Math.rint(x));
        }
        if (x < 1) return nearRoot(Twofold.sum(x, 1)).plus(Twofold.quotient(-1, new Twofold(x, 0))).value();
        if (x < 2) return nearRoot(new Twofold(x, 0)).value();
        if (!(x <= 1e17)) return StrictMath.log(x);
        Twofold steps = new Twofold(0, 0);
        Twofold y = new Twofold(x, 0);
        while (y.high() < 12) {
            steps = steps.plus(Twofold.quotient(-1, y));
            y = y.plus(1);
        }
        double inverse = 1 / y.high(), z = inverse * inverse, series = 0;
        for (int k = 9; k >= 1; k--) series = series * z + BERNOULLI[k - 1] / (2 * k);
        return Twofold.log(y).plus(steps).plus(-0.5 * inverse).plus(-series * z).value();
    }

    /// For 1 ≤ x ≤ 2.
    private static Twofold nearRoot(Twofold x) {
        boolean left = x.high() < 1.5;
        Twofold factor = Twofold.polynomial(x.high() - (left ? 1.25 : 1.75), left ? DIGAMMA_LEFT : DIGAMMA_RIGHT);
        Twofold distance = Twofold.sum(x.high(), -ROOT).plus(x.low() - ROOT_LOW);
        return factor.times(distance.high()).plus(factor.high() * distance.low());
    }

    /// cot πr for |r| ≤ ½.
    private static double cotangent(double r) {
        return Math.abs(r) <= 0.25 ? 1 / StrictMath.tan(Math.PI * r) : StrictMath.tan(Math.PI * (r > 0 ? 0.5 - r : -0.5 - r));
    }

    static float polygamma(float order, float x) { return (float) polygamma((double) order, x); }

    /// The derivative of `digamma` of a whole order from 0 on; NaN for other orders.
    static double polygamma(double order, double x) {
        if (order == 0) return digamma(x);
        if (!(order > 0) || order != Math.rint(order) || order > 170) return Double.NaN;
        int n = (int) order;
        double sign = (n & 1) == 1 ? 1 : -1;
        if (x > 0) return sign * sums(n, x);
        if (Double.isNaN(x)) return x;
        if (x == Math.rint(x)) return sign > 0 || x == 0 && 1 / x > 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        // (-1)ⁿ ψₙ(1 - x) - ψₙ(x) = π dⁿ/dxⁿ cot πx, whose derivatives are polynomials in the cotangent.
        return -sums(n, 1 - x) - turn(n, cotangent(x - Math.rint(x)));
    }

    /// π dⁿ/dxⁿ cot πx where the cotangent is c, by c′ = -π (1 + c²).
    private static double turn(int n, double c) {
        double[] polynomial = {0, 1};
        for (int k = 0; k < n; k++) {
            double[] next = new double[polynomial.length + 1];
            for (int i = 1; i < polynomial.length; i++) {
                next[i - 1] -= i * polynomial[i];
                next[i + 1] -= i * polynomial[i];
            }
            polynomial = next;
        }
        double value = 0;
        for (int i = polynomial.length - 1; i >= 0; i--) value = Math.fma(value, c, polynomial[i]);
        return value * StrictMath.pow(Math.PI, n + 1);
    }

    /// n! times the sum of 1 / (x + k) to the power of n + 1 over all k from 0, for x > 0, with the Euler-Maclaurin formula for its end.
    private static double sums(int n, double x) {
        if (Double.isInfinite(x)) return 0;
        double factorial = 1;
        for (int k = 2; k <= n; k++) factorial *= k;
        Twofold steps = new Twofold(0, 0);
        double y = x;
        for (; y < 12 + n; y++) {
            double power = 1 / power(y, n + 1);
            if (Double.isInfinite(power)) return power;
            steps = steps.plus(n == 1 ? Twofold.quotient(1 / y, new Twofold(y, 0)) : new Twofold(power, 0));
        }
        double inverse = 1 / y, z = inverse * inverse, end = power(inverse, n), series = 0, rising = 1;
        for (int k = 9; k >= 1; k--) {
            // (n + 1) (n + 2) … (n + 2k - 1) / (2k)!, in which the factors up to the next k are taken together.
            series = BERNOULLI[k - 1] * rising(n, k) + series * z;
        }
        return steps.plus(end / n).plus(end * inverse / 2).plus(end * series * z).value() * factorial;
    }

    /// (n + 1) (n + 2) … (n + 2k - 1) / (2k)!
    private static double rising(int n, int k) {
        double rising = 1;
        for (int i = 1; i < 2 * k; i++) rising *= (double) (n + i) / i;
        return rising / (2 * k);
    }

    private static double power(double base, int exponent) {
        double power = 1;
        for (double square = base; exponent != 0; exponent >>= 1, square *= square) if ((exponent & 1) != 0) power *= square;
        return power;
    }
}
