package gradshell.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import gradshell.array.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/// Writes the class of an [ImageTile]: channels × strips of sums, each a vector.
final class ImageTileCode {
    private static final ClassDesc INTS = CD_int.arrayType();
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_int, CD_Object, CD_int, CD_Object, INTS, INTS, INTS, CD_int, CD_Object, CD_int, CD_int, CD_int, CD_long);
    private static final int K = 1, WEIGHTS = 2, WEIGHT = 3, IMAGE = 4, PLACES = 5, FROM = 6, TO = 7, STRIPS = 8, OUT = 9, AT = 10, PLANE = 11, ROWS = 12, LANES = 13;

    private ImageTileCode() {}

    static ImageTile define(DType dtype, int rows, int strips) { return VectorEmitter.define(ImageTile.class, RUN, code -> write(new VectorEmitter(code, dtype), rows, strips)); }

    private static void write(VectorEmitter vectors, int rows, int strips) {
        CodeBuilder code = vectors.code;
        vectors.arrays(WEIGHTS, IMAGE, OUT);
        int s = vectors.number(), p = vectors.number(), weight = vectors.number(), place = vectors.number(), at = vectors.number(), mask = vectors.vector(), zero = vectors.vector(), x = vectors.vector();
        int[] starts = vectors.numbers(strips), images = vectors.vectors(strips), sums = vectors.vectors(rows * strips);
        vectors.mask(LANES);
        code.astore(mask).loadConstant(0).istore(s);
        vectors.zero();
        code.astore(zero);
        Label nextTile = code.newLabel(), end = code.newLabel(), nextStep = code.newLabel(), full = code.newLabel(), stored = code.newLabel();
        code.labelBinding(nextTile).iload(s).iload(STRIPS).if_icmpge(end);
        for (int v = 0; v < strips; v++) code.aload(FROM).iload(s).loadConstant(v).iadd().iaload().istore(starts[v]);
        for (int sum : sums) code.aload(zero).astore(sum);
        code.iload(WEIGHT).istore(weight).loadConstant(0).istore(p);
        code.labelBinding(nextStep).iload(p).iload(K).if_icmpge(full);
        code.aload(PLACES).iload(p).iaload().istore(place);
        for (int v = 0; v < strips; v++) {
            vectors.load(IMAGE, place, starts[v]);
            code.astore(images[v]);
        }
        for (int r = 0; r < rows; r++) {
            vectors.repeat(WEIGHTS, weight, r);
            code.astore(x);
            for (int v = 0; v < strips; v++) vectors.accumulate(x, images[v], sums[r * strips + v]);
        }
        code.iinc(weight, rows).iinc(p, 1).goto_(nextStep).labelBinding(full).iload(AT).istore(at);
        for (int r = 0; r < rows; r++) {
            if (r > 0) code.iload(ROWS).loadConstant(r).if_icmple(stored);
            for (int v = 0; v < strips; v++) {
                // No result is -0, so that the zeros of padding leave no trace.
                code.aload(sums[r * strips + v]).aload(zero);
                vectors.add();
                code.aload(OUT).iload(at).aload(TO).iload(s).loadConstant(v).iadd().iaload().iadd().aload(mask);
                vectors.storeMasked();
            }
            code.iload(at).iload(PLANE).iadd().istore(at);
        }
        code.labelBinding(stored).iinc(s, strips).goto_(nextTile).labelBinding(end).return_();
    }
}
