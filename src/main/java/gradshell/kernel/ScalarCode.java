package gradshell.kernel;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import gradshell.array.DType;
import gradshell.formula.Fn;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Writes the bytecode of a loop that computes one element after the other.
///
/// HotSpot turns loops of plain arithmetic into vector instructions by itself.
final class ScalarCode extends LoopCode {
    private static final ClassDesc MATH = Math.class.describeConstable().orElseThrow();
    private static final ClassDesc ARITHMETIC = Arithmetic.class.describeConstable().orElseThrow();
    private static final ClassDesc GAMMAS = Gammas.class.describeConstable().orElseThrow();
    private static final ClassDesc INVERSE_ERROR_FUNCTION = InverseErrorFunction.class.describeConstable().orElseThrow();
    private static final ClassDesc FLOAT = Float.class.describeConstable().orElseThrow();
    private static final ClassDesc DOUBLE = Double.class.describeConstable().orElseThrow();

    private final int[] uses;
    /// The slot of each step's value.
    private final int[] slots;
    /// The step whose value is on the stack and not in its slot, or -1.
    private int onStack = -1;

    private ScalarCode(Program program, Steps steps, CodeBuilder code) {
        super(program, steps, code);
        this.uses = uses();
        this.slots = new int[program.steps().size()];
    }

    static Loop compile(Program program, Steps steps) {
        if (steps.form() != Steps.Form.NEIGHBOURS) return define(program, code -> new ScalarCode(program, steps, code).writeMethod(false), null);
        // HotSpot makes vector instructions only of loops that use the same place of all arrays: they get a method of their own.
        return define(program, code -> {
            ScalarCode loop = new ScalarCode(program, steps, code);
            loop.tryAligned();
            loop.writeMethod(false);
        }, code -> new ScalarCode(program, steps, code).writeMethod(true));
    }

    private void writeMethod(boolean aligned) {
        unpack();
        if (steps.form() == Steps.Form.SINGLE) {
            write(order(true), Index.NONE);
            write(order(false), Index.NONE);
            store(Index.NONE);
            code.return_();
            return;
        }
        Label top = code.newLabel(), end = code.newLabel();
        code.iload(count).ifle(end);
        write(order(true), Index.NONE);
        int slot = code.allocateLocal(TypeKind.INT);
        if (aligned) {
            pushBegin();
            code.istore(slot);
            pushBegin();
            code.iload(count).iadd().istore(count);
        } else code.iconst_0().istore(slot);
        code.labelBinding(top);
        Index index = steps.form() == Steps.Form.NEIGHBOURS ? new Index(slot, aligned) : Index.NONE;
        write(order(false), index);
        store(index);
        if (steps.form() == Steps.Form.ANY) advancePlaces();
        code.iinc(slot, 1).iload(slot).iload(count).if_icmplt(top);
        code.labelBinding(end).return_();
    }

    /// Stores the results, after everything was read: they may take the places of inputs.
    private void store(Index index) {
        for (int r = 0; r < results.size(); r++) {
            pushOutPlace(r, index);
            push(results.get(r));
            code.arrayStore(kind(program.result(r)));
        }
    }

    /// Writes steps in their order. A value that is used only by the next step, as its first argument, stays on the stack.
    private void write(List<Integer> order, Index index) {
        for (int i = 0; i < order.size(); i++) {
            int k = order.get(i);
            Step step = program.steps().get(k);
            write(step, index);
            onStack = -1;
            boolean direct = i + 1 < order.size() && uses[k] == 1 && first(program.steps().get(order.get(i + 1))) == k;
            if (direct) onStack = k;
            else code.storeLocal(local(step.type()), slots[k] = code.allocateLocal(local(step.type())));
        }
    }

    private static int first(Step step) {
        return switch (step) {
            case Step.Load _, Step.Constant _ -> -1;
            case Step.Count(int truth, _) -> truth;
            case Step.Apply(_, _, _, int a, _, _) -> a;
        };
    }

    /// How a value lies in a slot; truths are ints.
    private static TypeKind local(DType type) { return kind(type).asLoadable(); }

    private void push(int k) {
        if (onStack == k) {
            onStack = -1;
            return;
        }
        if (!(program.steps().get(k) instanceof Step.Constant(double value, DType type))) {
            code.loadLocal(local(program.steps().get(k).type()), slots[k]);
            return;
        }
        switch (type) {
            case BOOL, INT32 -> code.loadConstant((int) value);
            case INT64 -> code.loadConstant((long) value);
            case FLOAT32 -> code.loadConstant((float) value);
            case FLOAT64 -> code.loadConstant(value);
        }
    }

    private void write(Step step, Index index) {
        switch (step) {
            case Step.Load(int input, DType from, DType type) -> {
                pushPlace(input, index);
                code.arrayLoad(kind(from));
                if (type == DType.BOOL && from != DType.BOOL) {
                    pushZero(from);
                    compare(Fn.NE, from);
                } else if (local(from) != local(type)) code.conversion(local(from), local(type));
            }
            case Step.Constant _ -> throw new AssertionError("constants are pushed where they are used");
            case Step.Count(int truth, DType type) -> {
                push(truth);
                if (local(type) != TypeKind.INT) code.conversion(TypeKind.INT, local(type));
            }
            case Step.Apply(Fn fn, DType operand, DType type, int a, int b, int c) -> {
                if (fn == Fn.SELECT) select(a, b, c);
                else if (fn == Fn.SHIFT_LEFT || fn == Fn.SHIFT_RIGHT) shift(fn, operand, a, b);
                else if (fn == Fn.BIT_AND || fn == Fn.BIT_OR || fn == Fn.BIT_ADD) {
                    push(a);
                    toBits(operand);
                    push(b);
                    toBits(operand);
                    bitwise(fn, operand);
                    fromBits(operand);
                } else {
                    push(a);
                    if (b >= 0) push(b);
                    if (c >= 0) push(c);
                    if (operand == DType.BOOL) truths(fn);
                    else if (fn.isTruth()) compare(fn, operand);
                    else arithmetic(fn, operand);
                }
            }
        }
    }

    private void select(int truth, int then, int otherwise) {
        Label no = code.newLabel(), end = code.newLabel();
        push(truth);
        code.ifeq(no);
        push(then);
        code.goto_(end).labelBinding(no);
        push(otherwise);
        code.labelBinding(end);
    }

    private void truths(Fn fn) {
        switch (fn) {
            case AND -> code.iand();
            case OR -> code.ior();
            case XOR -> code.ixor();
            case NOT -> code.iconst_1().ixor();
            default -> throw new AssertionError(fn);
        }
    }

    private void pushZero(DType type) {
        switch (local(type)) {
            case LONG -> code.lconst_0();
            case FLOAT -> code.fconst_0();
            case DOUBLE -> code.dconst_0();
            default -> code.iconst_0();
        }
    }

    /// Leaves 1 or 0 for two numbers on the stack. No comparison but NE holds for a NaN.
    private void compare(Fn fn, DType type) {
        Label yes = code.newLabel(), end = code.newLabel();
        boolean less = fn == Fn.LT || fn == Fn.LE;
        switch (type) {
            case FLOAT32 -> code.with(OperatorInstruction.of(less ? Opcode.FCMPG : Opcode.FCMPL));
            case FLOAT64 -> code.with(OperatorInstruction.of(less ? Opcode.DCMPG : Opcode.DCMPL));
            case INT64 -> code.lcmp();
            case BOOL, INT32 -> {}
        }
        boolean whole = local(type) == TypeKind.INT;
        switch (fn) {
            case LT -> code.branch(whole ? Opcode.IF_ICMPLT : Opcode.IFLT, yes);
            case LE -> code.branch(whole ? Opcode.IF_ICMPLE : Opcode.IFLE, yes);
            case GT -> code.branch(whole ? Opcode.IF_ICMPGT : Opcode.IFGT, yes);
            case GE -> code.branch(whole ? Opcode.IF_ICMPGE : Opcode.IFGE, yes);
            case EQ -> code.branch(whole ? Opcode.IF_ICMPEQ : Opcode.IFEQ, yes);
            case NE -> code.branch(whole ? Opcode.IF_ICMPNE : Opcode.IFNE, yes);
            default -> throw new AssertionError(fn);
        }
        code.iconst_0().goto_(end).labelBinding(yes).iconst_1().labelBinding(end);
    }

    private void shift(Fn fn, DType type, int a, int count) {
        push(a);
        toBits(type);
        code.loadConstant((int) ((Step.Constant) program.steps().get(count)).value());
        boolean single = type == DType.FLOAT32, left = fn == Fn.SHIFT_LEFT;
        if (single) code.with(OperatorInstruction.of(left ? Opcode.ISHL : Opcode.ISHR));
        else code.with(OperatorInstruction.of(left ? Opcode.LSHL : Opcode.LSHR));
        fromBits(type);
    }

    private void bitwise(Fn fn, DType type) {
        boolean single = type == DType.FLOAT32;
        switch (fn) {
            case BIT_AND -> { if (single) code.iand(); else code.land(); }
            case BIT_OR -> { if (single) code.ior(); else code.lor(); }
            default -> { if (single) code.iadd(); else code.ladd(); }
        }
    }

    private void toBits(DType type) {
        if (type == DType.FLOAT32) code.invokestatic(FLOAT, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
        else code.invokestatic(DOUBLE, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
    }

    private void fromBits(DType type) {
        if (type == DType.FLOAT32) code.invokestatic(FLOAT, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
        else code.invokestatic(DOUBLE, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
    }

    /// Replaces the arguments on the stack by the function's value.
    private void arithmetic(Fn fn, DType type) {
        String name = fn.name().toLowerCase(Locale.ROOT);
        switch (fn) {
            case ADD -> operator(type, Opcode.IADD, Opcode.LADD, Opcode.FADD, Opcode.DADD);
            case SUB -> operator(type, Opcode.ISUB, Opcode.LSUB, Opcode.FSUB, Opcode.DSUB);
            case MUL -> operator(type, Opcode.IMUL, Opcode.LMUL, Opcode.FMUL, Opcode.DMUL);
            case DIV -> operator(type, Opcode.IDIV, Opcode.LDIV, Opcode.FDIV, Opcode.DDIV);
            case NEG -> operator(type, Opcode.INEG, Opcode.LNEG, Opcode.FNEG, Opcode.DNEG);
            case ABS, MIN, MAX, FMA -> call(MATH, name, type, fn.arity());
            case SIGN -> {
                if (type.isFloating()) call(MATH, "signum", type, 1);
                else call(ARITHMETIC, name, type, 1);
            }
            case REMAINDER -> {
                if (type.isFloating()) call(ARITHMETIC, name, type, 2);
                else call(MATH, "floorMod", type, 2);
            }
            case TRUNC -> call(ARITHMETIC, name, type, 1);
            case SQRT, FLOOR, CEIL -> inDouble(name, type);
            case ROUND -> inDouble("rint", type);
            case POW, FMOD, HYPOT, ATAN2 -> call(ARITHMETIC, name, type, 2);
            case ERFINV -> call(INVERSE_ERROR_FUNCTION, name, type, 1);
            case LGAMMA, DIGAMMA, POLYGAMMA -> call(GAMMAS, name, type, fn.arity());
            case BITWISE_AND -> call(ARITHMETIC, "bitwiseAnd", type, 2);
            case RIGHT_SHIFT -> call(ARITHMETIC, "rightShift", type, 2);
            case FLOOR_DIVIDE -> {
                if (type.isFloating()) call(ARITHMETIC, "floorDivide", type, 2);
                else call(MATH, "floorDiv", type, 2);
            }
            case SIN_FAR -> call(ARITHMETIC, "sinFar", type, 1);
            case COS_FAR -> call(ARITHMETIC, "cosFar", type, 1);
            case TAN_FAR -> call(ARITHMETIC, "tanFar", type, 1);
            case EXP, EXPM1, EXP2, LOG, LOG1P, LOG2, LOG10, SIN, COS, TAN,
                 ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, SIGMOID, LT, LE, GT, GE, EQ, NE, AND, OR, XOR, NOT, SELECT,
                 BIT_AND, BIT_OR, BIT_ADD, SHIFT_LEFT, SHIFT_RIGHT -> throw new AssertionError(fn);
        }
    }

    private void operator(DType type, Opcode ints, Opcode longs, Opcode floats, Opcode doubles) {
        code.with(OperatorInstruction.of(switch (type) {
            case BOOL, INT32 -> ints;
            case INT64 -> longs;
            case FLOAT32 -> floats;
            case FLOAT64 -> doubles;
        }));
    }

    private void call(ClassDesc owner, String name, DType type, int arity) {
        ClassDesc[] parameters = new ClassDesc[arity];
        Arrays.fill(parameters, element(type));
        code.invokestatic(owner, name, MethodTypeDesc.of(element(type), parameters));
    }

    /// A function of a double; a float is widened before and the result rounded.
    private void inDouble(String name, DType type) {
        if (type == DType.FLOAT32) code.f2d();
        call(MATH, name, DType.FLOAT64, 1);
        if (type == DType.FLOAT32) code.d2f();
    }
}
