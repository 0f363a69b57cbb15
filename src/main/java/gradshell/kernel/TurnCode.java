package gradshell.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import gradshell.array.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/// Writes the class of a [Turn].
///
/// A square of vectors is turned in halves: its upper right quarter changes places with the lower left one, then the same happens inside of each quarter, down to
/// single numbers. Numbers are carried as bits of whole numbers, whose lanes can be chosen without a conversion of the choice.
final class TurnCode {
    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object);
    private static final int ROWS = 1, COLUMNS = 2, FROM = 3, FO = 4, F_COLUMN = 5, INTO = 6, TO = 7, T_ROW = 8, ORDER = 9;

    private TurnCode() {}

    static Turn define(DType dtype, int lanes) { return VectorEmitter.define(Turn.class, RUN, code -> write(new VectorEmitter(code, dtype), lanes, VectorEmitter.isNarrow(dtype))); }

    /// For each distance lanes/2, lanes/4 … 1, which lanes of two vectors make the first vector after their exchange, and which the second; or
    /// where no instruction chooses from two, which lanes change places within one.
    static Object order(DType dtype, int lanes) {
        boolean narrow = VectorEmitter.isNarrow(dtype);
        int[] order = new int[(narrow ? 1 : 2) * Integer.numberOfTrailingZeros(lanes) * lanes];
        int at = 0;
        for (int distance = lanes / 2; distance > 0; distance /= 2) {
            if (narrow) for (int lane = 0; lane < lanes; lane++) order[at++] = lane ^ distance;
            else {
                for (int lane = 0; lane < lanes; lane++) order[at++] = (lane & distance) == 0 ? lane : lanes + lane - distance;
                for (int lane = 0; lane < lanes; lane++) order[at++] = (lane & distance) == 0 ? lane + distance : lanes + lane;
            }
        }
        return dtype == DType.FLOAT32 ? order : java.util.Arrays.stream(order).asLongStream().toArray();
    }

    private static void write(VectorEmitter vectors, int lanes, boolean narrow) {
        CodeBuilder code = vectors.code;
        vectors.arrays(FROM, INTO);
        vectors.bitArray(ORDER);
        int stages = Integer.numberOfTrailingZeros(lanes);
        int[] places = vectors.numbers(lanes), square = vectors.vectors(lanes), order = vectors.vectors(narrow ? stages : 2 * stages), upper = vectors.vectors(narrow ? stages : 0);
        int i = vectors.number(), at = vectors.number(), x = vectors.vector();
        for (int c = 0; c < lanes; c++) {
            code.iload(FO).loadConstant(c).iload(COLUMNS).iconst_1().isub().invokestatic(MATH, "min", MethodTypeDesc.of(CD_int, CD_int, CD_int)).iload(F_COLUMN).imul().iadd().istore(places[c]);
        }
        for (int s = 0; s < order.length; s++) {
            vectors.loadBits(ORDER, s * lanes);
            code.astore(order[s]);
        }
        for (int s = 0; s < upper.length; s++) {
            long mask = 0;
            for (int lane = 0; lane < lanes; lane++) if ((lane & lanes >> s + 1) != 0) mask |= 1L << lane;
            vectors.bitsMask(mask);
            code.astore(upper[s]);
        }
        Label next = code.newLabel(), end = code.newLabel(), inside = code.newLabel();
        code.iconst_0().istore(i).labelBinding(next);
        for (int c = 0; c < lanes; c++) {
            vectors.load(FROM, places[c], i);
            vectors.toBits();
            code.astore(square[c]);
        }
        int stage = 0;
        for (int distance = lanes / 2; distance > 0; distance /= 2, stage++) for (int r = 0; r < lanes; r++) {
            if ((r & distance) != 0) continue;
            int first = square[r], second = square[r + distance];
            if (narrow) {
                code.aload(first);
                vectors.select(order[stage], second);
                vectors.blend(upper[stage]);
                code.astore(x);
                vectors.select(order[stage], first);
                code.aload(second);
                vectors.blend(upper[stage]);
            } else {
                vectors.select(order[2 * stage], first, second);
                code.astore(x);
                vectors.select(order[2 * stage + 1], first, second);
            }
            code.astore(second).aload(x).astore(first);
        }
        code.iload(TO).iload(i).iload(T_ROW).imul().iadd().istore(at);
        for (int r = 0; r < lanes; r++) {
            code.aload(square[r]);
            vectors.fromBits();
            code.aload(INTO).iload(at);
            vectors.store();
            code.iload(at).iload(T_ROW).iadd().istore(at);
        }
        // The last block may overlap with the one before.
        code.iinc(i, lanes).iload(i).iload(ROWS).if_icmpge(end);
        code.iload(i).iload(ROWS).loadConstant(lanes).isub().if_icmple(inside);
        code.iload(ROWS).loadConstant(lanes).isub().istore(i).labelBinding(inside).goto_(next).labelBinding(end).return_();
    }
}
