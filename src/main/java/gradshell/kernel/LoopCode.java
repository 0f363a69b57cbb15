package gradshell.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import gradshell.array.DType;
import gradshell.formula.Fn;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
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
    final List<Integer> results;
    /// Whether there is a parameter for each result and input.
    private final boolean spread;
    /// Slots of the inputs' arrays, of the places to read from, and of the steps between them.
    private final int[] arrays, places, strides;
    /// The same of the results.
    private final int[] outs, outPlaces, outStrides;
    private final boolean[] used;
    /// The slot of the number of elements, known after `unpack`.
    int count = 4;
    /// Slots of the parameters of a loop that is not spread.
    private static final int FROM = 1, TO = 2, OUTS = 3, OUT_OFFSETS = 4, OUT_STEPS = 5, IN = 6, OFFSETS = 7, STEPS = 8;

    LoopCode(Program program, Steps steps, CodeBuilder code) {
        this.program = program;
        this.steps = steps;
        this.code = code;
        this.arity = program.inputs().size();
        this.results = program.results();
        this.spread = Loop.isSpread(results.size(), arity);
        this.arrays = new int[arity];
        this.places = new int[arity];
        this.strides = new int[arity];
        this.outs = new int[results.size()];
        this.outPlaces = new int[outs.length];
        this.outStrides = new int[outs.length];
        this.used = new boolean[arity];
        for (Step step : program.steps()) if (step instanceof Step.Load(int input, _, _)) used[input] = true;
        if (spread) {
            outs[0] = 1;
            outPlaces[0] = 2;
            outStrides[0] = 3;
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
            type.withMethodBody("run", signature(program), 0, run);
            if (aligned != null) type.withMethodBody("aligned", signature(program), 0, aligned);
        });
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return (Loop) lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class, Loop.class)).invoke(tail);
        } catch (Throwable impossible) {
            throw new IllegalStateException("fused: the class generated for " + program + " cannot be used", impossible);
        }
    }

    private static MethodTypeDesc signature(Program program) {
        int arity = program.inputs().size();
        if (!Loop.isSpread(program.results().size(), arity)) return MethodTypeDesc.of(CD_void, CD_int, CD_int, OBJECTS, INTS, INTS, OBJECTS, INTS, INTS);
        List<ClassDesc> parameters = new ArrayList<>(List.of(CD_Object, CD_int, CD_int, CD_int));
        for (int i = 0; i < arity; i++) parameters.addAll(List.of(CD_Object, CD_int, CD_int));
        return MethodTypeDesc.of(CD_void, parameters);
    }

    /// Pushes the place of a result or an input at element 0.
    private void pushFirst(boolean result, int number) {
        if (spread) code.iload(result ? outPlaces[number] : places[number]);
        else code.aload(result ? OUT_OFFSETS : OFFSETS).loadConstant(number).iaload();
    }

    /// Leaves to `aligned` if all results and all inputs that go on begin at the same place.
    final void tryAligned() {
        Label no = code.newLabel();
        for (int r = 1; r < outs.length; r++) {
            pushFirst(true, 0);
            pushFirst(true, r);
            code.if_icmpne(no);
        }
        for (int i = 0; i < arity; i++) {
            if (!used[i] || steps.stays(i)) continue;
            pushFirst(true, 0);
            pushFirst(false, i);
            code.if_icmpne(no);
        }
        code.aload(0);
        if (spread) {
            code.aload(outs[0]).iload(outPlaces[0]).iload(outStrides[0]).iload(count);
            for (int i = 0; i < arity; i++) code.aload(arrays[i]).iload(places[i]).iload(strides[i]);
        } else code.iload(FROM).iload(TO).aload(OUTS).aload(OUT_OFFSETS).aload(OUT_STEPS).aload(IN).aload(OFFSETS).aload(STEPS);
        code.invokevirtual(ClassDesc.of(Loop.class.getPackageName(), NAME), "aligned", signature(program));
        code.return_().labelBinding(no);
    }

    /// Puts every array, place and step that is needed into a slot of its own, arrays with their types.
    final void unpack() {
        if (!spread) code.iload(TO).iload(FROM).isub().istore(count = code.allocateLocal(TypeKind.INT));
        for (int r = 0; r < outs.length; r++) unpack(outs, outPlaces, outStrides, r, OUTS, program.result(r), false);
        for (int i = 0; i < arity; i++) if (used[i]) unpack(arrays, places, strides, i, IN, program.inputs().get(i), steps.stays(i));
    }

    /// @param given the slot of the arrays; those of offsets and of steps follow
    private void unpack(int[] arrays, int[] places, int[] strides, int i, int given, DType type, boolean stays) {
        if (spread) code.aload(arrays[i]);
        else {
            arrays[i] = code.allocateLocal(TypeKind.REFERENCE);
            places[i] = code.allocateLocal(TypeKind.INT);
            code.aload(given + 1).loadConstant(i).iaload();
            if (steps.form() != Steps.Form.NEIGHBOURS) {
                strides[i] = code.allocateLocal(TypeKind.INT);
                code.aload(given + 2).loadConstant(i).iaload().dup().istore(strides[i]).iload(FROM).imul().iadd();
            } else if (!stays) code.iload(FROM).iadd();
            code.istore(places[i]).aload(given).loadConstant(i).aaload();
        }
        code.checkcast(array(type)).astore(arrays[i]);
    }

    /// Pushes an input's array and the place of its element.
    final void pushPlace(int input, Index index) {
        code.aload(arrays[input]);
        if (steps.stays(input) || index.slot < 0) code.iload(places[input]);
        else if (index.aligned) code.iload(index.slot);
        else code.iload(places[input]).iload(index.slot).iadd();
    }

    /// Pushes a result's array and the place of its element.
    final void pushOutPlace(int result, Index index) {
        code.aload(outs[result]);
        if (index.slot < 0) code.iload(outPlaces[result]);
        else if (index.aligned) code.iload(index.slot);
        else code.iload(outPlaces[result]).iload(index.slot).iadd();
    }

    /// Pushes the place where the first result begins.
    final void pushBegin() { code.iload(outPlaces[0]); }

    /// What counts the elements.
    ///
    /// @param slot where the number lies, or -1 where places themselves move
    /// @param aligned whether it is the place in all arrays, rather than added to the place where each begins
    record Index(int slot, boolean aligned) {
        static final Index NONE = new Index(-1, false);
    }

    /// Moves all places on by their steps.
    final void advancePlaces() {
        for (int r = 0; r < outs.length; r++) code.iload(outPlaces[r]).iload(outStrides[r]).iadd().istore(outPlaces[r]);
        for (int i = 0; i < arity; i++) if (used[i]) code.iload(places[i]).iload(strides[i]).iadd().istore(places[i]);
    }

    /// Leaves the elements from `index` on to the loop for the rest.
    final void runTail(int index) {
        Label none = code.newLabel();
        code.iload(index).iload(count).if_icmpge(none);
        code.aload(0).getfield(LOOP, "tail", LOOP);
        if (spread) {
            code.aload(outs[0]).iload(outPlaces[0]).iload(index).iadd().iload(outStrides[0]).iload(count).iload(index).isub();
            for (int i = 0; i < arity; i++) {
                code.aload(arrays[i]).iload(places[i]);
                if (!steps.stays(i)) code.iload(index).iadd();
                code.iload(strides[i]);
            }
        } else code.iload(FROM).iload(index).iadd().iload(TO).aload(OUTS).aload(OUT_OFFSETS).aload(OUT_STEPS).aload(IN).aload(OFFSETS).aload(STEPS);
        code.invokevirtual(LOOP, "run", signature(program));
        code.labelBinding(none);
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
        for (int result : results) uses[result]++;
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
