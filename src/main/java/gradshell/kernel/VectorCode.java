package gradshell.kernel;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import gradshell.array.DType;
import gradshell.formula.Fn;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Locale;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/// Writes the bytecode of a loop that computes a vector of elements at once; truths are masks.
///
/// Only for programs whose numbers are all floats or all doubles, without functions that no vector instruction computes,
/// and for results and inputs that go on by 1 or stay.
final class VectorCode extends LoopCode {
    static final ClassDesc VECTOR = vectorClass("Vector"), MASK = vectorClass("VectorMask"), SPECIES = vectorClass("VectorSpecies");
    static final ClassDesc OPERATORS = vectorClass("VectorOperators"), COMPARISON = vectorClass("VectorOperators$Comparison");
    private static final ClassDesc BINARY = vectorClass("VectorOperators$Binary");

    private final DType type;
    /// The class of the vectors, and of those with the same bits as whole numbers.
    private final ClassDesc vector, whole;
    private final int lanes;
    private final int[] slots;
    private final VectorRounding rounding;

    private VectorCode(Program program, Steps steps, CodeBuilder code, DType type) {
        super(program, steps, code);
        this.type = type;
        boolean single = type == DType.FLOAT32;
        this.vector = vectorClass(single ? "FloatVector" : "DoubleVector");
        this.whole = vectorClass(single ? "IntVector" : "LongVector");
        this.lanes = single ? FloatVector.SPECIES_PREFERRED.length() : DoubleVector.SPECIES_PREFERRED.length();
        this.slots = new int[program.steps().size()];
        this.rounding = new VectorRounding(code, type, lanes);
    }

    static ClassDesc vectorClass(String name) { return ClassDesc.of("jdk.incubator.vector." + name); }

    /// @param scalar computes the elements that do not fill a vector
    static Loop compile(Program program, Steps steps, Loop scalar) {
        DType type = numbers(program);
        return define(program, code -> new VectorCode(program, steps, code, type).writeMethod(), null, scalar);
    }

    private void writeMethod() {
        unpack();
        List<Step> all = program.steps();
        for (int k = 0; k < all.size(); k++) {
            if (!(all.get(k) instanceof Step.Constant(double value, DType _))) continue;
            pushBroadcast(value);
            code.astore(slots[k] = code.allocateLocal(TypeKind.REFERENCE));
        }
        write(order(true), Index.NONE);
        int index = code.allocateLocal(TypeKind.INT), limit = code.allocateLocal(TypeKind.INT);
        Label top = code.newLabel(), end = code.newLabel();
        code.iload(count).loadConstant(lanes).isub().istore(limit).iconst_0().istore(index);
        code.labelBinding(top).iload(index).iload(limit).if_icmpgt(end);
        Index at = new Index(index, false);
        write(order(false), at);
        for (int r = 0; r < results.size(); r++) {
            code.aload(slots[results.get(r)]);
            pushOutPlace(r, at);
            if (program.result(r) == DType.BOOL) code.invokevirtual(MASK, "intoArray", MethodTypeDesc.of(CD_void, CD_boolean.arrayType(), CD_int));
            else code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array(type), CD_int));
        }
        code.iinc(index, lanes).goto_(top).labelBinding(end);
        runTail(index);
        code.return_();
    }

    private void write(List<Integer> order, Index index) {
        for (int k : order) {
            write(program.steps().get(k), index);
            code.astore(slots[k] = code.allocateLocal(TypeKind.REFERENCE));
        }
    }

    private void pushSpecies() { code.getstatic(vector, "SPECIES_PREFERRED", SPECIES); }

    private void pushBroadcast(double value) {
        pushSpecies();
        if (type == DType.FLOAT32) code.loadConstant((float) value);
        else code.loadConstant(value);
        broadcast();
    }

    private void broadcast() { code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element(type))); }

    private void write(Step step, Index index) {
        switch (step) {
            case Step.Load(int input, DType from, DType _) -> {
                pushSpecies();
                pushPlace(input, index);
                boolean same = steps.stays(input);
                if (same) code.arrayLoad(kind(from));
                if (from == DType.BOOL) {
                    if (same) code.invokeinterface(SPECIES, "maskAll", MethodTypeDesc.of(MASK, CD_boolean));
                    else code.invokestatic(MASK, "fromArray", MethodTypeDesc.of(MASK, SPECIES, CD_boolean.arrayType(), CD_int));
                } else if (same) broadcast();
                else code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, array(type), CD_int));
            }
            case Step.Constant _ -> throw new AssertionError("constants stand before the loop");
            case Step.Count(int truth, DType _) -> {
                pushBroadcast(0);
                pushBroadcast(1);
                code.aload(slots[truth]);
                blend();
            }
            case Step.Apply(Fn fn, DType operand, DType _, int a, int b, int c) -> {
                if (operand == DType.BOOL) truths(fn, a, b);
                else if (fn.isTruth()) {
                    code.aload(slots[a]).getstatic(OPERATORS, fn.name(), COMPARISON).aload(slots[b]);
                    code.invokevirtual(vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
                } else arithmetic(fn, a, b, c);
            }
        }
    }

    private void blend() { code.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK)); }

    private void truths(Fn fn, int a, int b) {
        code.aload(slots[a]);
        String name = fn.name().toLowerCase(Locale.ROOT);
        if (fn == Fn.NOT) code.invokevirtual(MASK, name, MethodTypeDesc.of(MASK));
        else code.aload(slots[b]).invokevirtual(MASK, name, MethodTypeDesc.of(MASK, MASK));
    }

    private void arithmetic(Fn fn, int a, int b, int c) {
        String name = fn.name().toLowerCase(Locale.ROOT);
        switch (fn) {
            case ADD, SUB, MUL, DIV, MIN, MAX -> code.aload(slots[a]).aload(slots[b]).invokevirtual(vector, name, MethodTypeDesc.of(vector, VECTOR));
            case NEG, ABS, SQRT -> code.aload(slots[a]).invokevirtual(vector, name, MethodTypeDesc.of(vector));
            case FMA -> code.aload(slots[a]).aload(slots[b]).aload(slots[c]).invokevirtual(vector, name, MethodTypeDesc.of(vector, VECTOR, VECTOR));
            case SELECT -> {
                code.aload(slots[c]).aload(slots[b]).aload(slots[a]);
                blend();
            }
            case SIGN, FLOOR, CEIL, ROUND, TRUNC, SIN_FAR, COS_FAR, TAN_FAR -> rounding.write(fn, slots[a]);
            case BIT_AND, BIT_OR, BIT_ADD -> {
                pushBits(a);
                pushBits(b);
                code.invokevirtual(whole, name.substring("bit_".length()), MethodTypeDesc.of(whole, VECTOR));
                fromBits();
            }
            case SHIFT_LEFT, SHIFT_RIGHT -> {
                pushBits(a);
                code.getstatic(OPERATORS, fn == Fn.SHIFT_LEFT ? "LSHL" : "ASHR", BINARY);
                int places = (int) ((Step.Constant) program.steps().get(b)).value();
                if (type == DType.FLOAT32) code.loadConstant(places).invokevirtual(whole, "lanewise", MethodTypeDesc.of(whole, BINARY, CD_int));
                else code.loadConstant((long) places).invokevirtual(whole, "lanewise", MethodTypeDesc.of(whole, BINARY, CD_long));
                fromBits();
            }
            case REMAINDER, FMOD, FLOOR_DIVIDE, POW, HYPOT, ATAN2, ERFINV, LGAMMA, DIGAMMA, POLYGAMMA, BITWISE_AND, RIGHT_SHIFT, EXP, EXPM1, EXP2, LOG, LOG1P, LOG2, LOG10, SIN, COS, TAN,
                 ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, SIGMOID, LT, LE, GT, GE, EQ, NE, AND, OR, XOR, NOT ->
                    throw new AssertionError(fn);
        }
    }

    private void pushBits(int k) {
        code.aload(slots[k]).invokevirtual(vector, type == DType.FLOAT32 ? "reinterpretAsInts" : "reinterpretAsLongs", MethodTypeDesc.of(whole));
    }

    private void fromBits() {
        code.invokevirtual(whole, type == DType.FLOAT32 ? "reinterpretAsFloats" : "reinterpretAsDoubles", MethodTypeDesc.of(vector));
    }
}
