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
import java.util.function.Consumer;

/// Writes the class of a [Tile]: rows × columns accumulators in local variables, each fed in the order of k.
final class TileCode {
    private static final ClassDesc TILE = Tile.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_int);
    private static final int M = 1, K = 2;

    /// The slots of one matrix: its Java array, the place of the current element, its steps.
    private record Matrix(int array, int place, int row, int column) {
        static Matrix from(int slot) { return new Matrix(slot, slot + 1, slot + 2, slot + 3); }
    }

    private static final Matrix A = Matrix.from(3), B = Matrix.from(7), C = Matrix.from(11);

    private final TypeKind kind;
    private final ClassDesc array;
    private final int rows, columns;
    private final CodeBuilder code;

    private TileCode(DType dtype, int rows, int columns, CodeBuilder code) {
        this.kind = LoopCode.kind(dtype);
        this.array = LoopCode.array(dtype);
        this.rows = rows;
        this.columns = columns;
        this.code = code;
    }

    static Tile define(DType dtype, int rows, int columns) { return define(dtype, "Tile" + rows + "x" + columns, code -> new TileCode(dtype, rows, columns, code).write()); }

    /// A tile of one row for a fixed and small number of steps: the right operand stays in registers, and rows follow each other quickly.
    ///
    /// @param dense whether the columns of the left operand and of the result lie together
    static Tile defineRows(DType dtype, int steps, int columns, boolean dense) { return define(dtype, "Rows" + steps + "x" + columns, code -> new TileCode(dtype, 1, columns, code).writeRows(steps, dense)); }

    private static Tile define(DType dtype, String name, Consumer<CodeBuilder> run) {
        ClassDesc self = ClassDesc.of(Tile.class.getPackageName(), name);
        byte[] bytes = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG).build(self, type -> type
                .withSuperclass(TILE)
                .withFlags(Modifier.FINAL)
                .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, code -> code
                        .aload(0).invokespecial(TILE, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_())
                .withMethodBody("run", RUN, 0, run));
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return (Tile) lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class)).invoke();
        } catch (Throwable impossible) {
            throw new IllegalStateException("matmul: the class generated for " + dtype + " tiles cannot be used", impossible);
        }
    }

    private void write() {
        for (Matrix matrix : new Matrix[] {A, B, C}) code.aload(matrix.array).checkcast(array).astore(matrix.array);
        int i = local(TypeKind.INT), p = local(TypeKind.INT), aPlace = local(TypeKind.INT), bPlace = local(TypeKind.INT);
        int[] sums = locals(rows * columns), left = locals(rows), right = locals(columns);
        code.loadConstant(0).istore(i);
        Label nextTile = code.newLabel(), end = code.newLabel();
        code.labelBinding(nextTile);
        code.iload(i).loadConstant(rows).iadd().iload(M).if_icmpgt(end);
        for (int r = 0; r < rows; r++) for (int j = 0; j < columns; j++) {
            element(r, j);
            code.arrayLoad(kind).storeLocal(kind, sums[r * columns + j]);
        }
        code.iload(A.place).istore(aPlace).iload(B.place).istore(bPlace).loadConstant(0).istore(p);
        Label nextStep = code.newLabel(), full = code.newLabel();
        code.labelBinding(nextStep);
        code.iload(p).iload(K).if_icmpge(full);
        for (int r = 0; r < rows; r++) load(A.array, aPlace, A.row, r, left[r]);
        for (int j = 0; j < columns; j++) load(B.array, bPlace, B.column, j, right[j]);
        for (int r = 0; r < rows; r++) for (int j = 0; j < columns; j++) accumulate(left[r], right[j], sums[r * columns + j]);
        code.iload(aPlace).iload(A.column).iadd().istore(aPlace).iload(bPlace).iload(B.row).iadd().istore(bPlace);
        code.iinc(p, 1).goto_(nextStep);
        code.labelBinding(full);
        for (int r = 0; r < rows; r++) for (int j = 0; j < columns; j++) {
            element(r, j);
            code.loadLocal(kind, sums[r * columns + j]).arrayStore(kind);
        }
        advance(A);
        advance(C);
        code.iinc(i, rows).goto_(nextTile);
        code.labelBinding(end).return_();
    }

    private void writeRows(int steps, boolean dense) {
        for (Matrix matrix : new Matrix[] {A, B, C}) code.aload(matrix.array).checkcast(array).astore(matrix.array);
        int i = local(TypeKind.INT), sum = local(kind);
        int[] left = locals(steps), right = locals(steps * columns);
        for (int p = 0; p < steps; p++) for (int j = 0; j < columns; j++) {
            code.aload(B.array);
            place(B.place, B.row, p);
            code.iload(B.column).loadConstant(j).imul().iadd().arrayLoad(kind).storeLocal(kind, right[p * columns + j]);
        }
        code.loadConstant(0).istore(i);
        Label next = code.newLabel(), end = code.newLabel();
        code.labelBinding(next).iload(i).iload(M).if_icmpge(end);
        for (int p = 0; p < steps; p++) {
            along(A, p, dense);
            code.arrayLoad(kind).storeLocal(kind, left[p]);
        }
        for (int j = 0; j < columns; j++) {
            along(C, j, dense);
            code.dup2().arrayLoad(kind).storeLocal(kind, sum);
            for (int p = 0; p < steps; p++) accumulate(left[p], right[p * columns + j], sum);
            code.loadLocal(kind, sum).arrayStore(kind);
        }
        advance(A);
        advance(C);
        code.iinc(i, 1).goto_(next);
        code.labelBinding(end).return_();
    }

    /// Pushes a matrix's array and a place in its current row.
    private void along(Matrix matrix, int j, boolean dense) {
        code.aload(matrix.array);
        if (dense) code.iload(matrix.place).loadConstant(j).iadd();
        else place(matrix.place, matrix.column, j);
    }

    private int local(TypeKind kind) { return code.allocateLocal(kind); }

    private int[] locals(int count) {
        int[] slots = new int[count];
        for (int i = 0; i < count; i++) slots[i] = local(kind);
        return slots;
    }

    /// Pushes the result's array and the place of an element of the tile.
    private void element(int r, int j) {
        code.aload(C.array);
        place(C.place, C.row, r);
        code.iload(C.column).loadConstant(j).imul().iadd();
    }

    /// Pushes `place + times · step`.
    private void place(int place, int step, int times) {
        code.iload(place);
        if (times > 0) code.iload(step).loadConstant(times).imul().iadd();
    }

    private void load(int array, int place, int step, int times, int into) {
        code.aload(array);
        place(place, step, times);
        code.arrayLoad(kind).storeLocal(kind, into);
    }

    private void accumulate(int a, int b, int sum) {
        code.loadLocal(kind, a).loadLocal(kind, b);
        switch (kind) {
            case FLOAT -> fma(ConstantDescs.CD_float, sum);
            case DOUBLE -> fma(ConstantDescs.CD_double, sum);
            case LONG -> code.lmul().lload(sum).ladd();
            default -> code.imul().iload(sum).iadd();
        }
        code.storeLocal(kind, sum);
    }

    private void fma(ClassDesc type, int sum) {
        code.loadLocal(kind, sum).invokestatic(Math.class.describeConstable().orElseThrow(), "fma", MethodTypeDesc.of(type, type, type, type));
    }

    private void advance(Matrix matrix) {
        code.iload(matrix.place).iload(matrix.row).loadConstant(rows).imul().iadd().istore(matrix.place);
    }
}
