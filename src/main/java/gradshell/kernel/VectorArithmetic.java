package gradshell.kernel;

import gradshell.formula.Elementary;
import gradshell.formula.Fn;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// What the Vector API has no operators for: rounding, signs, angles far out. Same bits as `Arithmetic`.
final class VectorArithmetic {
    /// From here on all numbers are whole; added to a smaller one and taken away again it rounds half to even.
    private static final float WHOLE_FLOATS = 0x1p23f;
    private static final double WHOLE_DOUBLES = 0x1p52;

    private VectorArithmetic() {}

    static FloatVector sign(FloatVector x) {
        return x.blend(1, x.compare(VectorOperators.GT, 0)).blend(-1, x.compare(VectorOperators.LT, 0));
    }

    static FloatVector round(FloatVector x) {
        FloatVector size = x.abs();
        return x.blend(signed(size.add(WHOLE_FLOATS).sub(WHOLE_FLOATS), x), size.compare(VectorOperators.LT, WHOLE_FLOATS));
    }

    static FloatVector floor(FloatVector x) {
        FloatVector near = round(x);
        return near.blend(near.sub(1), near.compare(VectorOperators.GT, x));
    }

    static FloatVector ceil(FloatVector x) {
        FloatVector near = round(x);
        return near.blend(signed(near.add(1), x), near.compare(VectorOperators.LT, x));
    }

    static FloatVector trunc(FloatVector x) { return signed(floor(x.abs()), x); }

    /// A number without sign with the sign of another.
    private static FloatVector signed(FloatVector size, FloatVector x) {
        return size.abs().reinterpretAsInts().or(x.reinterpretAsInts().and(Integer.MIN_VALUE)).reinterpretAsFloats();
    }

    static FloatVector sinFar(FloatVector x) { return far(x) ? each(x, Fn.SIN_FAR) : x; }

    static FloatVector cosFar(FloatVector x) { return far(x) ? each(x, Fn.COS_FAR) : x; }

    static FloatVector tanFar(FloatVector x) { return far(x) ? each(x, Fn.TAN_FAR) : x; }

    private static boolean far(FloatVector x) { return x.abs().compare(VectorOperators.GT, (float) Elementary.FAR_SINGLE).anyTrue(); }

    private static FloatVector each(FloatVector x, Fn fn) {
        // The species is named, not asked of x: HotSpot then keeps vectors in registers.
        float[] values = new float[FloatVector.SPECIES_PREFERRED.length()];
        x.intoArray(values, 0);
        each(values, fn);
        return FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, values, 0);
    }

    private static void each(float[] values, Fn fn) {
        for (int i = 0; i < values.length; i++) values[i] = Arithmetic.apply(fn, values[i], 0, 0);
    }

    static DoubleVector sign(DoubleVector x) {
        return x.blend(1, x.compare(VectorOperators.GT, 0)).blend(-1, x.compare(VectorOperators.LT, 0));
    }

    static DoubleVector round(DoubleVector x) {
        DoubleVector size = x.abs();
        return x.blend(signed(size.add(WHOLE_DOUBLES).sub(WHOLE_DOUBLES), x), size.compare(VectorOperators.LT, WHOLE_DOUBLES));
    }

    static DoubleVector floor(DoubleVector x) {
        DoubleVector near = round(x);
        return near.blend(near.sub(1), near.compare(VectorOperators.GT, x));
    }

    static DoubleVector ceil(DoubleVector x) {
        DoubleVector near = round(x);
        return near.blend(signed(near.add(1), x), near.compare(VectorOperators.LT, x));
    }

    static DoubleVector trunc(DoubleVector x) { return signed(floor(x.abs()), x); }

    private static DoubleVector signed(DoubleVector size, DoubleVector x) {
        return size.abs().reinterpretAsLongs().or(x.reinterpretAsLongs().and(Long.MIN_VALUE)).reinterpretAsDoubles();
    }

    static DoubleVector sinFar(DoubleVector x) { return far(x) ? each(x, Fn.SIN_FAR) : x; }

    static DoubleVector cosFar(DoubleVector x) { return far(x) ? each(x, Fn.COS_FAR) : x; }

    static DoubleVector tanFar(DoubleVector x) { return far(x) ? each(x, Fn.TAN_FAR) : x; }

    private static boolean far(DoubleVector x) { return x.abs().compare(VectorOperators.GT, Elementary.FAR_DOUBLE).anyTrue(); }

    private static DoubleVector each(DoubleVector x, Fn fn) {
        // The species is named, not asked of x: HotSpot then keeps vectors in registers.
        double[] values = new double[DoubleVector.SPECIES_PREFERRED.length()];
        x.intoArray(values, 0);
        each(values, fn);
        return DoubleVector.fromArray(DoubleVector.SPECIES_PREFERRED, values, 0);
    }

    private static void each(double[] values, Fn fn) {
        for (int i = 0; i < values.length; i++) values[i] = Arithmetic.apply(fn, values[i], 0, 0);
    }
}
