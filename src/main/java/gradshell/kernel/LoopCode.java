package gradshell.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import gradshell.array.DType;
import gradshell.formula.Fn;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What scalar and vector loops share: the generated class, where arguments lie, and which steps stand before the loop.
abstract class LoopCode {
    private static final ClassDesc LOOP = Loop.class.describeConstable().orElseThrow();
    private static final String NAME = "GeneratedLoop";
    private static final ClassDesc OBJECTS = CD_Object.arrayType(), INTS = CD_int.arrayType();

    final Program program;
    final Steps steps;
    final CodeBuilder code;
    final int arity;
    /// Slots of the inputs' arrays, of the places to read from, and of the steps between them.
    private final int[] arrays, places, strides;
    private final boolean[] used;
    final int out = 1, outPlace = 2, outStep = 3, count = 4;

    LoopCode(Program program, Steps steps, CodeBuilder code) {
        this.program = program;
        this.steps = steps;
        this.code = code;
        this.arity = program.inputs().size();
        this.arrays = new int[arity];
        this.places = new int[arity];
        this.strides = new int[arity];
        this.used = new boolean[arity];
        for (Step step : program.steps()) if (step instanceof Step.Load(int input, _, _)) used[input] = true;
        if (spread(arity)) {
            for (int i = 0; i < arity; i++) {
                arrays[i] = 5 + 3 * i;
                places[i] = 6 + 3 * i;
                strides[i] = 7 + 3 * i;
            }
        }
    }

    /// Makes a loop of a class whose method `run` is written by `run` and, unless null, whose method `aligned` by `aligned`.
    static Loop define(Program program, Consumer<CodeBuilder> run, Consumer<CodeBuilder> aligned) { return define(program, run, aligned, null); }

    static Loop define(Program program, Consumer<CodeBuilder> run, Consumer<CodeBuilder> aligned, Loop tail) {
        ClassDesc self = ClassDesc.of(Loop.class.getPackageName(), NAME);
        byte[] bytes = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG).build(self, type -> {
            type.withSuperclass(LOOP).withFlags(Modifier.FINAL);
            MethodTypeDesc make = MethodTypeDesc.of(CD_void, LOOP);
            type.withMethodBody(ConstantDescs.INIT_NAME, make, 0, code -> code
                    .aload(0).aload(1).invokespecial(LOOP, ConstantDescs.INIT_NAME, make).return_());
            type.withMethodBody("run", signature(program.inputs().size()), 0, run);
            if (aligned != null) type.withMethodBody("aligned", signature(program.inputs().size()), 0, aligned);
        });
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return (Loop) lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class, Loop.class)).invoke(tail);
        } catch (Throwable impossible) {
            throw new IllegalStateException("fused: the class generated for " + program + " cannot be used", impossible);
        }
    }

    /// Whether the loop of so many inputs has a parameter for each.
    private static boolean spread(int arity) { return arity >= 1 && arity <= 3; }

    private static MethodTypeDesc signature(int arity) {
        List<ClassDesc> parameters = new ArrayList<>(List.of(CD_Object, CD_int, CD_int, CD_int));
        if (spread(arity)) for (int i = 0; i < arity; i++) parameters.addAll(List.of(CD_Object, CD_int, CD_int));
        else parameters.addAll(List.of(OBJECTS, INTS, INTS));
        return MethodTypeDesc.of(CD_void, parameters);
    }

    /// Leaves to `aligned` if the result and all inputs that go on begin at the same place.
    final void tryAligned() {
        Label no = code.newLabel();
        for (int i = 0; i < arity; i++) {
            if (!used[i] || steps.stays(i)) continue;
            code.iload(outPlace);
            if (spread(arity)) code.iload(places[i]);
            else code.aload(6).loadConstant(i).iaload();
            code.if_icmpne(no);
        }
        code.aload(0).aload(out).iload(outPlace).iload(outStep).iload(count);
        if (spread(arity)) for (int i = 0; i < arity; i++) code.aload(arrays[i]).iload(places[i]).iload(strides[i]);
        else code.aload(5).aload(6).aload(7);
        code.invokevirtual(ClassDesc.of(Loop.class.getPackageName(), NAME), "aligned", signature(arity));
        code.return_().labelBinding(no);
    }

    /// Puts every array, place and step that is needed into a slot of its own, arrays with their types.
    final void unpack() {
        code.aload(out).checkcast(array(program.result())).astore(out);
        for (int i = 0; i < arity; i++) {
            if (!used[i]) continue;
            if (spread(arity)) code.aload(arrays[i]);
            else {
                arrays[i] = code.allocateLocal(TypeKind.REFERENCE);
                places[i] = code.allocateLocal(TypeKind.INT);
                code.aload(6).loadConstant(i).iaload().istore(places[i]);
                if (steps.form() == Steps.Form.ANY) {
                    strides[i] = code.allocateLocal(TypeKind.INT);
                    code.aload(7).loadConstant(i).iaload().istore(strides[i]);
                }
                code.aload(5).loadConstant(i).aaload();
            }
            code.checkcast(array(program.inputs().get(i))).astore(arrays[i]);
        }
    }

    /// Pushes an input's array and the place of its element.
    final void pushPlace(int input, Index index) {
        code.aload(arrays[input]);
        if (steps.stays(input) || index.slot < 0) code.iload(places[input]);
        else if (index.aligned) code.iload(index.slot);
        else code.iload(places[input]).iload(index.slot).iadd();
    }

    /// Pushes the result's array and the place of its element.
    final void pushOutPlace(Index index) {
        code.aload(out);
        if (index.slot < 0) code.iload(outPlace);
        else if (index.aligned) code.iload(index.slot);
        else code.iload(outPlace).iload(index.slot).iadd();
    }

    /// What counts the elements.
    ///
    /// @param slot where the number lies, or -1 where places themselves move
    /// @param aligned whether it is the place in all arrays, rather than added to the place where each begins
    record Index(int slot, boolean aligned) {
        static final Index NONE = new Index(-1, false);
    }

    /// Moves all places on by their steps.
    final void advancePlaces() {
        code.iload(outPlace).iload(outStep).iadd().istore(outPlace);
        for (int i = 0; i < arity; i++) if (used[i]) code.iload(places[i]).iload(strides[i]).iadd().istore(places[i]);
    }

    /// Leaves the elements from `index` on to the loop for the rest; arrays of many inputs are changed and changed back.
    final void runTail(int index) {
        Label none = code.newLabel();
        code.iload(index).iload(count).if_icmpge(none);
        if (!spread(arity)) movePlaces(index, Opcode.IADD);
        code.aload(0).getfield(LOOP, "tail", LOOP);
        code.aload(out).iload(outPlace).iload(index).iadd().iload(outStep).iload(count).iload(index).isub();
        if (spread(arity)) for (int i = 0; i < arity; i++) {
            code.aload(arrays[i]).iload(places[i]);
            if (!steps.stays(i)) code.iload(index).iadd();
            code.iload(strides[i]);
        }
        else code.aload(5).aload(6).aload(7);
        code.invokevirtual(LOOP, "run", signature(arity));
        if (!spread(arity)) movePlaces(index, Opcode.ISUB);
        code.labelBinding(none);
    }

    private void movePlaces(int index, Opcode change) {
        for (int i = 0; i < arity; i++) {
            if (used[i] && !steps.stays(i))
                code.aload(6).loadConstant(i).dup2().iaload().iload(index).with(OperatorInstruction.of(change)).iastore();
        }
    }

    /// The numbers of the steps that are the same for all elements, or of the others; constants are in neither.
    final List<Integer> order(boolean same) {
        List<Integer> order = new ArrayList<>();
        boolean[] stays = new boolean[program.steps().size()];
        for (int k = 0; k < stays.length; k++) {
            Step step = program.steps().get(k);
            stays[k] = switch (step) {
                case Step.Constant _ -> true;
                case Step.Load(int input, _, _) -> steps.stays(input);
                case Step.Count _, Step.Apply _ -> {
                    boolean all = true;
                    for (int argument : Program.arguments(step)) all &= stays[argument];
                    yield all;
                }
            };
            if (stays[k] == same && !(step instanceof Step.Constant)) order.add(k);
        }
        return order;
    }

    /// How often each step's value is used.
    final int[] uses() {
        int[] uses = new int[program.steps().size()];
        for (Step step : program.steps()) for (int argument : Program.arguments(step)) uses[argument]++;
        uses[uses.length - 1]++;
        return uses;
    }

    /// The floating type of all numbers of a program that can have vector code, or null.
    static DType numbers(Program program) {
        DType type = null;
        for (Step step : program.steps()) {
            boolean possible = switch (step) {
                case Step.Load(_, DType from, DType to) -> from == to;
                case Step.Constant _, Step.Count _ -> true;
                case Step.Apply(Fn fn, _, _, _, _, _) -> switch (fn) {
                    case REMAINDER, FMOD, FLOOR_DIVIDE, POW, HYPOT, ATAN2, ERFINV, LGAMMA, DIGAMMA, POLYGAMMA, BITWISE_AND, RIGHT_SHIFT -> false;
                    default -> true;
                };
            };
            if (!possible) return null;
            if (step.type() == DType.BOOL) continue;
            if (!step.type().isFloating() || type != null && type != step.type()) return null;
            type = step.type();
        }
        return type;
    }

    /// The type of a Java array of elements.
    static ClassDesc array(DType type) { return element(type).arrayType(); }

    static ClassDesc element(DType type) {
        return switch (type) {
            case BOOL -> ConstantDescs.CD_boolean;
            case INT32 -> CD_int;
            case INT64 -> ConstantDescs.CD_long;
            case FLOAT32 -> ConstantDescs.CD_float;
            case FLOAT64 -> ConstantDescs.CD_double;
        };
    }

    /// How an element lies in an array.
    static TypeKind kind(DType type) { return TypeKind.from(element(type)); }
}
