package gradshell.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import gradshell.array.DType;
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
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/// Writes the class of a [VectorTile]: its sums are local variables, which HotSpot keeps in vector registers.
final class VectorTileCode {
    private static final ClassDesc TILE = VectorTile.class.describeConstable().orElseThrow();
    private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector"), SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int);
    private static final int K = 1;

    /// The slots of one matrix: its Java array, the place where it begins, its step.
    private record Operand(int array, int place, int step) {
        static Operand from(int slot) { return new Operand(slot, slot + 1, slot + 2); }
    }

    private static final Operand A = Operand.from(2), B = Operand.from(5), FROM = Operand.from(8), C = Operand.from(11);

    private final DType dtype;
    private final ClassDesc array, vector;
    private final VectorTiles.Size size;
    private final int lanes, pitch;
    private final CodeBuilder code;

    private VectorTileCode(VectorTiles tiles, VectorTiles.Size size, CodeBuilder code) {
        this.size = size;
        this.code = code;
        dtype = tiles.dtype;
        lanes = tiles.lanes;
        pitch = tiles.pitch;
        array = LoopCode.array(dtype);
        vector = ClassDesc.of("jdk.incubator.vector." + (dtype == DType.FLOAT32 ? "FloatVector" : "DoubleVector"));
    }

    /// How many numbers a vector holds.
    static int lanes(DType dtype) { return dtype == DType.FLOAT32 ? FloatVector.SPECIES_PREFERRED.length() : DoubleVector.SPECIES_PREFERRED.length(); }

    static VectorTile define(VectorTiles tiles, VectorTiles.Size size) {
        ClassDesc self = ClassDesc.of(VectorTile.class.getPackageName(), "VectorTile" + size.rows() + "x" + size.vectors());
        byte[] bytes = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG).build(self, type -> type
                .withSuperclass(TILE)
                .withFlags(Modifier.FINAL)
                .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, code -> code
                        .aload(0).invokespecial(TILE, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_())
                .withMethodBody("run", RUN, 0, code -> new VectorTileCode(tiles, size, code).write()));
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return (VectorTile) lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class)).invoke();
        } catch (Throwable impossible) {
            throw new IllegalStateException("matmul: the class generated for " + tiles.dtype + " tiles cannot be used", impossible);
        }
    }

    private void write() {
        for (Operand operand : new Operand[] {A, B, FROM, C}) code.aload(operand.array).checkcast(array).astore(operand.array);
        int[] sums = new int[size.rows() * size.vectors()], left = new int[size.rows()], right = new int[size.vectors()];
        for (int r = 0; r < size.rows(); r++) {
            place(A, r);
            code.istore(left[r] = code.allocateLocal(TypeKind.INT));
            for (int v = 0; v < size.vectors(); v++) {
                load(FROM, r, v);
                code.astore(sums[r * size.vectors() + v] = code.allocateLocal(TypeKind.REFERENCE));
            }
        }
        for (int v = 0; v < size.vectors(); v++) right[v] = code.allocateLocal(TypeKind.REFERENCE);
        int p = code.allocateLocal(TypeKind.INT), x = code.allocateLocal(TypeKind.REFERENCE);
        Label top = code.newLabel(), end = code.newLabel();
        code.iconst_0().istore(p).labelBinding(top).iload(p).iload(K).if_icmpge(end);
        for (int v = 0; v < size.vectors(); v++) {
            species().aload(B.array).iload(B.place);
            // With a constant step HotSpot sees before the loop that all places lie inside.
            if (size.packed()) code.iload(p).loadConstant(size.vectors() * lanes).imul().iadd();
            plus(v * lanes);
            fromArray();
            code.astore(right[v]);
        }
        for (int r = 0; r < size.rows(); r++) {
            species().aload(A.array);
            if (size.packed()) code.iload(A.place).iload(p).loadConstant(pitch).imul().iadd().loadConstant(r).iadd();
            else code.iload(left[r]).iload(p).iadd();
            code.arrayLoad(LoopCode.kind(dtype));
            code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, LoopCode.element(dtype))).astore(x);
            for (int v = 0; v < size.vectors(); v++) {
                int sum = sums[r * size.vectors() + v];
                code.aload(x).aload(right[v]).aload(sum).invokevirtual(vector, "fma", MethodTypeDesc.of(vector, VECTOR, VECTOR)).astore(sum);
            }
        }
        if (!size.packed()) code.iload(B.place).iload(B.step).iadd().istore(B.place);
        code.iinc(p, 1).goto_(top).labelBinding(end);
        for (int r = 0; r < size.rows(); r++) for (int v = 0; v < size.vectors(); v++) {
            code.aload(sums[r * size.vectors() + v]).aload(C.array);
            place(C, r);
            plus(v * lanes);
            code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int));
        }
        code.return_();
    }

    private CodeBuilder species() { return code.getstatic(vector, "SPECIES_PREFERRED", SPECIES); }

    private void load(Operand operand, int r, int v) {
        species().aload(operand.array);
        place(operand, r);
        plus(v * lanes);
        fromArray();
    }

    private void fromArray() { code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, array, CD_int)); }

    /// Pushes the place where a row begins.
    private void place(Operand operand, int r) {
        code.iload(operand.place);
        if (r > 0) code.iload(operand.step).loadConstant(r).imul().iadd();
    }

    private void plus(int places) {
        if (places > 0) code.loadConstant(places).iadd();
    }
}
