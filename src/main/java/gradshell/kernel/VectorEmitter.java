package gradshell.kernel;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import gradshell.array.DType;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.function.Consumer;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/// Writes bytecode over whole vectors of one floating type, held in local variables.
final class VectorEmitter {
    private static final ClassDesc VECTOR = name("Vector"), MASK = name("VectorMask"), SPECIES = name("VectorSpecies");
    private static final ClassDesc HANDLE = ClassDesc.of("java.lang.invoke.VarHandle");

    final CodeBuilder code;
    private final TypeKind kind;
    private final ClassDesc vector, array, element, bits, bitArray;
    private final String whole, broken;

    VectorEmitter(CodeBuilder code, DType dtype) {
        this.code = code;
        kind = LoopCode.kind(dtype);
        array = LoopCode.array(dtype);
        element = LoopCode.element(dtype);
        boolean single = dtype == DType.FLOAT32;
        vector = name(single ? "FloatVector" : "DoubleVector");
        bits = name(single ? "IntVector" : "LongVector");
        bitArray = (single ? CD_int : CD_long).arrayType();
        whole = single ? "Ints" : "Longs";
        broken = single ? "Floats" : "Doubles";
    }

    private static ClassDesc name(String simple) { return ClassDesc.of("jdk.incubator.vector." + simple); }

    /// How many numbers a vector holds.
    static int lanes(DType dtype) { return dtype == DType.FLOAT32 ? FloatVector.SPECIES_PREFERRED.length() : DoubleVector.SPECIES_PREFERRED.length(); }

    /// Whether there are 16 registers rather than 32, and no instruction that chooses from two of them: Intel's and AMD's narrower vectors.
    static boolean isNarrow(DType dtype) {
        int bits = lanes(dtype) * (dtype == DType.FLOAT32 ? Float.SIZE : Double.SIZE);
        return bits < 512 && (System.getProperty("os.arch").equals("amd64") || System.getProperty("os.arch").startsWith("x86"));
    }

    /// How many sums registers hold beside their factors, of which HotSpot loads many before the first is used.
    static int sums() { return FloatVector.SPECIES_PREFERRED.vectorBitSize() == 512 ? 18 : 12; }

    /// A new object of a class whose one method `run` is written here.
    static <T> T define(Class<T> base, MethodTypeDesc run, Consumer<CodeBuilder> body) {
        ClassDesc above = base.describeConstable().orElseThrow(), self = ClassDesc.of(base.getPackageName(), "Generated" + base.getSimpleName());
        byte[] bytes = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG).build(self, type -> type
                .withSuperclass(above)
                .withFlags(Modifier.FINAL)
                .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, code -> code.aload(0).invokespecial(above, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_())
                .withMethodBody("run", run, 0, body));
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return base.cast(lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class)).invoke());
        } catch (Throwable impossible) {
            throw new IllegalStateException(base.getSimpleName() + ": the generated class cannot be used", impossible);
        }
    }

    int number() { return code.allocateLocal(TypeKind.INT); }

    int[] numbers(int count) {
        int[] slots = new int[count];
        for (int i = 0; i < count; i++) slots[i] = number();
        return slots;
    }

    int vector() { return code.allocateLocal(TypeKind.REFERENCE); }

    int[] vectors(int count) {
        int[] slots = new int[count];
        for (int i = 0; i < count; i++) slots[i] = vector();
        return slots;
    }

    /// Gives parameters that hold arrays of numbers their type.
    void arrays(int... slots) {
        for (int slot : slots) code.aload(slot).checkcast(array).astore(slot);
    }

    private CodeBuilder species() { return code.getstatic(vector, "SPECIES_PREFERRED", SPECIES); }

    /// Pushes the mask whose lanes are the bits of a long.
    void mask(int bits) { species().lload(bits).invokestatic(MASK, "fromLong", MethodTypeDesc.of(MASK, SPECIES, CD_long)); }

    void zero() { species().invokestatic(vector, "zero", MethodTypeDesc.of(vector, SPECIES)); }

    /// Pushes a vector that lies at the sum of two places.
    void load(int from, int place, int more) { species().aload(from).iload(place).iload(more).iadd().invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, array, CD_int)); }

    /// Pushes a vector that lies a constant distance behind a place.
    void loadBehind(int from, int place, int distance) {
        species().aload(from).iload(place).loadConstant(distance).iadd().invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, array, CD_int));
    }

    /// Pushes a vector whose lanes are all the number that lies a constant distance behind a place.
    void repeat(int from, int place, int distance) {
        species().aload(from).iload(place).loadConstant(distance).iadd().arrayLoad(kind).invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element));
    }

    /// sum = a · b + sum
    void accumulate(int a, int b, int sum) { code.aload(a).aload(b).aload(sum).invokevirtual(vector, "fma", MethodTypeDesc.of(vector, VECTOR, VECTOR)).astore(sum); }

    /// Keeps what is loaded before it before what is loaded behind it; costs no instruction where the processor does so by itself.
    void fence() { code.invokestatic(HANDLE, "loadLoadFence", MethodTypeDesc.of(CD_void)); }

    void add() { code.invokevirtual(vector, "add", MethodTypeDesc.of(vector, VECTOR)); }

    // ---- numbers as bits ----

    /// Gives a parameter that holds whole numbers as wide as the vector's its type.
    void bitArray(int slot) { code.aload(slot).checkcast(bitArray).astore(slot); }

    /// Pushes a vector of whole numbers that lies at a constant place.
    void loadBits(int from, int place) {
        code.getstatic(bits, "SPECIES_PREFERRED", SPECIES).aload(from).loadConstant(place).invokestatic(bits, "fromArray", MethodTypeDesc.of(bits, SPECIES, bitArray, CD_int));
    }

    void toBits() { code.invokevirtual(vector, "reinterpretAs" + whole, MethodTypeDesc.of(bits)); }

    void fromBits() { code.invokevirtual(bits, "reinterpretAs" + broken, MethodTypeDesc.of(vector)); }

    /// Pushes a vector of chosen lanes of two vectors of bits.
    void select(int order, int first, int second) { code.aload(order).aload(first).aload(second).invokevirtual(bits, "selectFrom", MethodTypeDesc.of(bits, VECTOR, VECTOR)); }

    /// Pushes a vector of chosen lanes of a vector of bits.
    void select(int order, int from) { code.aload(order).aload(from).invokevirtual(bits, "selectFrom", MethodTypeDesc.of(bits, VECTOR)); }

    /// Pushes the mask for vectors of bits whose lanes are the bits of a long.
    void bitsMask(long lanes) { code.getstatic(bits, "SPECIES_PREFERRED", SPECIES).loadConstant(lanes).invokestatic(MASK, "fromLong", MethodTypeDesc.of(MASK, SPECIES, CD_long)); }

    /// Replaces the vector of bits under the one on the stack by that one where a mask is set.
    void blend(int mask) { code.aload(mask).invokevirtual(bits, "blend", MethodTypeDesc.of(bits, VECTOR, MASK)); }

    // ---- stores ----

    /// Stores the vector on the stack, which lies under an array and a place.
    void store() { code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int)); }

    /// The same under an array, a place and a mask.
    void storeMasked() { code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int, MASK)); }
}
