package gradshell.tensor;

import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;
import static gradshell.tensor.Pointwise.pointwise;

import gradshell.formula.Formula;
import gradshell.tensor.Pointwise.Domain;

/// Angles, in radians, and the functions of hyperbolas that resemble them.
public sealed interface Trigonometry permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- trigonometry and its kin ----

    Pointwise SIN = pointwise("sin", X.sin()).floating();
    /// The sine of each element, in radians.
    default Tensor sin() { return self().apply(SIN); }

    Pointwise COS = pointwise("cos", X.cos()).floating();
    /// The cosine of each element, in radians.
    default Tensor cos() { return self().apply(COS); }

    Pointwise TANH = pointwise("tanh", X.tanh()).floating();
    /// The hyperbolic tangent of each element.
    /// {@snippet : tensor(0, 1).tanh()    // ==> [0.0000, 0.7616]  float32 [2] }
    default Tensor tanh() { return self().apply(TANH); }

    Pointwise ERF = pointwise("erf", X.erf()).floating();
    /// The error function of each element.
    default Tensor erf() { return self().apply(ERF); }

    Pointwise TAN = pointwise("tan", X.tan()).floating();
    /// The tangent of each element, in radians.
    default Tensor tan() { return self().apply(TAN); }

    Pointwise ASIN = pointwise("asin", X.asin()).floating().domain(Domain.UNIT);
    /// The angle, from -½π to ½π, whose sine each element is.
    /// {@snippet : tensor(0.0, 1.0).asin()    // ==> [0.0000, 1.5708]  float32 [2] }
    default Tensor asin() { return self().apply(ASIN); }

    Pointwise ACOS = pointwise("acos", X.acos()).floating().domain(Domain.UNIT);
    /// The angle, from 0 to π, whose cosine each element is.
    /// {@snippet : tensor(1.0, -1.0).acos()    // ==> [0.0000, 3.1416]  float32 [2] }
    default Tensor acos() { return self().apply(ACOS); }

    Pointwise ATAN = pointwise("atan", X.atan()).floating();
    /// The angle, from -½π to ½π, whose tangent each element is.
    /// {@snippet : tensor(1.0).atan()    // ==> 0.7854  float32 [] }
    default Tensor atan() { return self().apply(ATAN); }

    Pointwise SINH = pointwise("sinh", X.sinh()).floating();
    /// The hyperbolic sine of each element.
    default Tensor sinh() { return self().apply(SINH); }

    Pointwise COSH = pointwise("cosh", X.cosh()).floating();
    /// The hyperbolic cosine of each element.
    /// {@snippet : tensor(0.0, 1.0).cosh()    // ==> [1.0000, 1.5431]  float32 [2] }
    default Tensor cosh() { return self().apply(COSH); }

    Pointwise ASINH = pointwise("asinh", X.asinh()).floating();
    /// The number whose hyperbolic sine each element is.
    default Tensor asinh() { return self().apply(ASINH); }

    Pointwise ACOSH = pointwise("acosh", X.acosh()).floating().domain(Domain.FROM_ONE);
    /// The number, at least 0, whose hyperbolic cosine each element is.
    default Tensor acosh() { return self().apply(ACOSH); }

    Pointwise ATANH = pointwise("atanh", X.atanh()).floating().domain(Domain.UNIT);
    /// The number whose hyperbolic tangent each element is.
    default Tensor atanh() { return self().apply(ATANH); }

    Pointwise ATAN2 = pointwise("atan2", X.atan2(Y)).floating();
    /// The angle, from -π to π, of the point with these heights and the other's breadths.
    /// {@snippet : tensor(1.0, 1.0).atan2(tensor(1.0, -1.0))    // ==> [0.7854, 2.3562]  float32 [2] }
    default Tensor atan2(Tensor breadth) { return self().apply(ATAN2, breadth); }

    Pointwise DEG2RAD = pointwise("deg2rad", X.mul(Formula.of(Math.PI / 180))).floating();
    /// Angles in degrees as radians.
    /// {@snippet : tensor(180.0, 90.0).deg2rad()    // ==> [3.1416, 1.5708]  float32 [2] }
    default Tensor deg2rad() { return self().apply(DEG2RAD); }

    Pointwise RAD2DEG = pointwise("rad2deg", X.mul(Formula.of(180 / Math.PI))).floating();
    /// Angles in radians as degrees.
    default Tensor rad2deg() { return self().apply(RAD2DEG); }

    /// Takes the sine of each element, in place.
    default Tensor sin_() { return self().apply_(SIN); }
    /// Takes the cosine of each element, in place.
    default Tensor cos_() { return self().apply_(COS); }
    /// Takes the hyperbolic tangent of each element, in place.
    default Tensor tanh_() { return self().apply_(TANH); }
}
