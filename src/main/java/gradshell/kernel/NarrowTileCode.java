package gradshell.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;

/// Writes the class of a [NarrowTile]: weights and orders stay in registers while the rows pass by.
final class NarrowTileCode {
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_int, CD_Object, CD_int, CD_Object, CD_Object, CD_Object, CD_int);
    private static final int GROUPS = 1, A = 2, A_PLACE = 3, WEIGHTS = 4, ORDER = 5, C = 6, C_PLACE = 7;

    private NarrowTileCode() {}

    static NarrowTile define(NarrowProduct.Size size) { return VectorEmitter.define(NarrowTile.class, RUN, code -> write(new VectorEmitter(code, size.dtype()), size)); }

    private static void write(VectorEmitter vectors, NarrowProduct.Size size) {
        CodeBuilder code = vectors.code;
        int lanes = size.lanes(), steps = size.steps(), columns = size.columns();
        vectors.arrays(A, WEIGHTS, C);
        vectors.bitArray(ORDER);
        int[] weights = vectors.vectors(columns * steps), order = vectors.vectors(columns);
        int group = vectors.number(), first = vectors.vector(), second = vectors.vector(), sum = vectors.vector();
        code.iconst_0().istore(group);
        for (int w = 0; w < weights.length; w++) {
            vectors.loadBehind(WEIGHTS, group, w * lanes);
            code.astore(weights[w]);
        }
        for (int v = 0; v < columns; v++) {
            vectors.loadBits(ORDER, v * lanes);
            code.astore(order[v]);
        }
        Label next = code.newLabel(), end = code.newLabel();
        code.labelBinding(next).iload(group).iload(GROUPS).if_icmpge(end);
        for (int v = 0; v < columns; v++) {
            vectors.loadBehind(C, C_PLACE, v * lanes);
            code.astore(sum);
            for (int p = 0; p < steps; p++) {
                int from = size.row(v) * steps + p;
                vectors.loadBehind(A, A_PLACE, from);
                vectors.toBits();
                code.astore(first);
                if (size.spansTwo()) {
                    vectors.loadBehind(A, A_PLACE, from + lanes);
                    vectors.toBits();
                    code.astore(second);
                }
                vectors.select(order[v], first, size.spansTwo() ? second : first);
                vectors.fromBits();
                code.astore(first);
                vectors.accumulate(first, weights[v * steps + p], sum);
            }
            code.aload(sum).aload(C).iload(C_PLACE).loadConstant(v * lanes).iadd();
            vectors.store();
        }
        code.iload(A_PLACE).loadConstant(lanes * steps).iadd().istore(A_PLACE).iload(C_PLACE).loadConstant(lanes * columns).iadd().istore(C_PLACE);
        code.iinc(group, 1).goto_(next).labelBinding(end).return_();
    }
}
