package gradshell.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import gradshell.array.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/// Writes the class of a [WeightTile]: out channels × places of the window of sums, each a vector.
final class WeightTileCode {
    private static final ClassDesc INTS = CD_int.arrayType();
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_int, CD_int, CD_Object, INTS, INTS, CD_int, CD_Object, INTS, INTS, CD_int, CD_int, CD_Object, CD_int);
    private static final int FIRST = 1, END = 2, Y = 3, YS = 4, ROWS = 5, ROW = 6, X = 7, XS = 8, TAPS = 9, TAP = 10, SHIFT = 11, SUMS = 12, AT = 13;

    private WeightTileCode() {}

    static WeightTile define(DType dtype, int rows, int taps) { return VectorEmitter.define(WeightTile.class, RUN, code -> write(new VectorEmitter(code, dtype), rows, taps)); }

    private static void write(VectorEmitter vectors, int rows, int taps) {
        CodeBuilder code = vectors.code;
        vectors.arrays(Y, X, SUMS);
        int s = vectors.number(), yPlace = vectors.number(), xPlace = vectors.number(), y = vectors.vector();
        int[] rowPlaces = vectors.numbers(rows), tapPlaces = vectors.numbers(taps), xs = vectors.vectors(taps), sums = vectors.vectors(rows * taps);
        for (int r = 0; r < rows; r++) code.aload(ROWS).iload(ROW).loadConstant(r).iadd().iaload().iload(SHIFT).iadd().istore(rowPlaces[r]);
        for (int t = 0; t < taps; t++) code.aload(TAPS).iload(TAP).loadConstant(t).iadd().iaload().iload(SHIFT).iadd().istore(tapPlaces[t]);
        for (int i = 0; i < sums.length; i++) {
            vectors.loadBehind(SUMS, AT, i * WeightTile.COLUMNS);
            code.astore(sums[i]);
        }
        Label next = code.newLabel(), full = code.newLabel();
        code.iload(FIRST).istore(s).labelBinding(next).iload(s).iload(END).if_icmpge(full);
        code.aload(YS).iload(s).iaload().istore(yPlace).aload(XS).iload(s).iaload().istore(xPlace);
        for (int t = 0; t < taps; t++) {
            vectors.load(X, xPlace, tapPlaces[t]);
            code.astore(xs[t]);
        }
        for (int r = 0; r < rows; r++) {
            vectors.load(Y, yPlace, rowPlaces[r]);
            code.astore(y);
            for (int t = 0; t < taps; t++) vectors.accumulate(y, xs[t], sums[r * taps + t]);
        }
        code.iinc(s, 1).goto_(next).labelBinding(full);
        for (int i = 0; i < sums.length; i++) {
            code.aload(sums[i]).aload(SUMS).iload(AT).loadConstant(i * WeightTile.COLUMNS).iadd();
            vectors.store();
        }
        code.return_();
    }
}
