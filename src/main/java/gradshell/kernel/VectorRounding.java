package gradshell.kernel;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import gradshell.array.DType;
import gradshell.formula.Elementary;
import gradshell.formula.Fn;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;

/// Writes the bytecode of what the Vector API has no operators for: rounding, signs, angles far out. Same bits as `Arithmetic`.
///
/// It stands in the loop itself: a vector that our methods hand to each other lies in an object, unless HotSpot puts the method in the place of the
/// call, which it does until what it compiles has grown to some size.
final class VectorRounding {
    private static final ClassDesc ARITHMETIC = Arithmetic.class.describeConstable().orElseThrow(), FN = Fn.class.describeConstable().orElseThrow();

    private final CodeBuilder code;
    private final boolean single;
    private final int lanes;
    /// The classes of the vectors, of those with the same bits as whole numbers, and of a number in either.
    private final ClassDesc vector, whole, element, bits;
    /// From here on all numbers are whole; added to a smaller one and taken away again it rounds half to even.
    private final ConstantDesc allWhole;

    VectorRounding(CodeBuilder code, DType type, int lanes) {
        this.code = code;
        this.lanes = lanes;
        this.single = type == DType.FLOAT32;
        this.vector = VectorCode.vectorClass(single ? "FloatVector" : "DoubleVector");
        this.whole = VectorCode.vectorClass(single ? "IntVector" : "LongVector");
        this.element = LoopCode.element(type);
        this.bits = single ? CD_int : CD_long;
        this.allWhole = number(single ? 0x1p23 : 0x1p52);
    }

    /// Pushes the result for a vector in a local variable.
    void write(Fn fn, int x) {
        switch (fn) {
            case SIGN -> sign(x);
            case ROUND -> round(x);
            case FLOOR -> floor(x);
            case CEIL -> ceil(x);
            case TRUNC -> {
                abs(x);
                floor(kept());
                signed(kept(), x);
            }
            case SIN_FAR, COS_FAR, TAN_FAR -> far(fn, x);
            default -> throw new AssertionError(fn);
        }
    }

    private void sign(int x) {
        code.aload(x).loadConstant(number(1));
        compare("GT", x, number(0));
        blendNumber();
        code.loadConstant(number(-1));
        compare("LT", x, number(0));
        blendNumber();
    }

    private void round(int x) {
        abs(x);
        int size = kept();
        withNumber(size, "add", allWhole);
        withNumber(kept(), "sub", allWhole);
        signed(kept(), x);
        int near = kept();
        code.aload(x).aload(near);
        compare("LT", size, allWhole);
        blend();
    }

    private void floor(int x) {
        round(x);
        int near = kept();
        code.aload(near);
        withNumber(near, "sub", number(1));
        compare("GT", near, x);
        blend();
    }

    private void ceil(int x) {
        round(x);
        int near = kept();
        withNumber(near, "add", number(1));
        signed(kept(), x);
        int next = kept();
        code.aload(near).aload(next);
        compare("LT", near, x);
        blend();
    }

    /// Where a vector holds a far angle, its numbers are computed one by one.
    private void far(Fn fn, int x) {
        int result = code.allocateLocal(TypeKind.REFERENCE), numbers = code.allocateLocal(TypeKind.REFERENCE);
        ClassDesc array = element.arrayType();
        Label near = code.newLabel();
        code.aload(x).astore(result);
        abs(x);
        compare("GT", kept(), number(single ? (float) Elementary.FAR_SINGLE : Elementary.FAR_DOUBLE));
        code.invokevirtual(VectorCode.MASK, "anyTrue", MethodTypeDesc.of(CD_boolean)).ifeq(near);
        code.loadConstant(lanes).newarray(single ? TypeKind.FLOAT : TypeKind.DOUBLE).astore(numbers);
        code.aload(x).aload(numbers).iconst_0().invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int));
        code.getstatic(FN, fn.name(), FN).aload(numbers).invokestatic(ARITHMETIC, "each", MethodTypeDesc.of(CD_void, FN, array));
        code.getstatic(vector, "SPECIES_PREFERRED", VectorCode.SPECIES).aload(numbers).iconst_0()
                .invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, VectorCode.SPECIES, array, CD_int)).astore(result);
        code.labelBinding(near).aload(result);
    }

    /// Pushes a number without sign with the sign of another.
    private void signed(int size, int x) {
        abs(size);
        asBits();
        code.aload(x);
        asBits();
        if (single) code.loadConstant(Integer.MIN_VALUE);
        else code.loadConstant(Long.MIN_VALUE);
        code.invokevirtual(whole, "and", MethodTypeDesc.of(whole, bits)).invokevirtual(whole, "or", MethodTypeDesc.of(whole, VectorCode.VECTOR));
        code.invokevirtual(whole, single ? "reinterpretAsFloats" : "reinterpretAsDoubles", MethodTypeDesc.of(vector));
    }

    private void asBits() { code.invokevirtual(vector, single ? "reinterpretAsInts" : "reinterpretAsLongs", MethodTypeDesc.of(whole)); }

    private ConstantDesc number(double value) { return single ? (ConstantDesc) (float) value : (ConstantDesc) value; }

    /// Stores what was pushed into a new local variable.
    private int kept() {
        int slot = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(slot);
        return slot;
    }

    private void abs(int x) { code.aload(x).invokevirtual(vector, "abs", MethodTypeDesc.of(vector)); }

    private void withNumber(int x, String name, ConstantDesc number) { code.aload(x).loadConstant(number).invokevirtual(vector, name, MethodTypeDesc.of(vector, element)); }

    private void compare(String comparison, int x, int other) {
        code.aload(x).getstatic(VectorCode.OPERATORS, comparison, VectorCode.COMPARISON).aload(other)
                .invokevirtual(vector, "compare", MethodTypeDesc.of(VectorCode.MASK, VectorCode.COMPARISON, VectorCode.VECTOR));
    }

    private void compare(String comparison, int x, ConstantDesc number) {
        code.aload(x).getstatic(VectorCode.OPERATORS, comparison, VectorCode.COMPARISON).loadConstant(number)
                .invokevirtual(vector, "compare", MethodTypeDesc.of(VectorCode.MASK, VectorCode.COMPARISON, element));
    }

    private void blend() { code.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VectorCode.VECTOR, VectorCode.MASK)); }

    private void blendNumber() { code.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, element, VectorCode.MASK)); }
}
