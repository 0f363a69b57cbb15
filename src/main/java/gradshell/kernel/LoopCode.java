package gradshell.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import gradshell.array.DType;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What scalar and vector loops share: the generated class, where arguments lie, and which steps stand before the loop.
abstract class LoopCode {
    private static final ClassDesc LOOP = Loop.class.describeConstable().orElseThrow();
    private static final ClassDesc OBJECTS = CD_Object.arrayType(), INTS = CD_int.arrayType();

    final Program program;
    final Steps steps;
    final CodeBuilder code;
    final int arity;
    /// Slots of the inputs' arrays, of the places to read from, and of the steps between them.
    private final int[] arrays, places, strides;
    final int out = 1, outPlace = 2, outStep = 3, count = 4;

    LoopCode(Program program, Steps steps, CodeBuilder code) {
        this.program = program;
        this.steps = steps;
        this.code = code;
        this.arity = program.inputs().size();
        this.arrays = new int[arity];
        this.places = new int[arity];
        this.strides = new int[arity];
    }

    /// Makes a loop of a class whose method is written by `body`.
    static Loop define(Program program, String name, Consumer<CodeBuilder> body) {
        ClassDesc self = ClassDesc.of(Loop.class.getPackageName(), name);
        byte[] bytes = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG).build(self, type -> type
                .withSuperclass(LOOP)
                .withFlags(Modifier.FINAL)
                .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, code -> code
                        .aload(0).invokespecial(LOOP, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_())
                .withMethodBody("run", signature(program.inputs().size()), 0, body));
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return (Loop) lookup.findConstructor(lookup.lookupClass(), java.lang.invoke.MethodType.methodType(void.class)).invoke();
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

    /// Puts every array, place and step that is needed into a slot of its own, arrays with their types.
    final void unpack() {
        code.aload(out).checkcast(array(program.result())).astore(out);
        boolean[] used = new boolean[arity];
        for (Step step : program.steps()) if (step instanceof Step.Load(int input, _, _)) used[input] = true;
        for (int i = 0; i < arity; i++) {
            if (!used[i]) continue;
            if (spread(arity)) {
                arrays[i] = 5 + 3 * i;
                places[i] = 6 + 3 * i;
                strides[i] = 7 + 3 * i;
                code.aload(arrays[i]);
            } else {
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

    /// Pushes an input's array and the place of its element; `index` is the slot that counts the elements, or -1 where none is added.
    final void pushPlace(int input, int index) {
        code.aload(arrays[input]).iload(places[input]);
        if (index >= 0 && !steps.stays(input)) code.iload(index).iadd();
    }

    /// Moves all places on by their steps.
    final void advancePlaces() {
        code.iload(outPlace).iload(outStep).iadd().istore(outPlace);
        for (int i = 0; i < arity; i++) if (places[i] != 0) code.iload(places[i]).iload(strides[i]).iadd().istore(places[i]);
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
