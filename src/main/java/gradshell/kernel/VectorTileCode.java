package gradshell.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;

/// Writes the class of a [VectorTile]: its sums are local variables, which HotSpot keeps in vector registers.
final class VectorTileCode {
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int);
    private static final int K = 1;
    /// So many steps over packed panels are one turn of the loop, which has no rest: with a second loop for that HotSpot runs out of registers in both,
    /// and it compiles the second as soon as it is entered, however good the first was before.
    static final int STEPS = 2;

    /// The slots of one matrix: its Java array, the place where it begins, its step.
    private record Operand(int array, int place, int step) {
        static Operand from(int slot) { return new Operand(slot, slot + 1, slot + 2); }
    }

    private static final Operand A = Operand.from(2), B = Operand.from(5), FROM = Operand.from(8), C = Operand.from(11);

    private final VectorTiles tiles;
    private final VectorTiles.Size size;
    private final CodeBuilder code;
    private final VectorEmitter emitter;
    /// Slots of the sums, of a row of vectors, and of the places where rows begin.
    private final int[] sums, right, left;
    private final int p, at, x;

    private VectorTileCode(VectorTiles tiles, VectorTiles.Size size, CodeBuilder code) {
        this.tiles = tiles;
        this.size = size;
        this.code = code;
        emitter = new VectorEmitter(code, tiles.dtype);
        sums = emitter.vectors(size.rows() * size.vectors());
        right = emitter.vectors(size.vectors());
        left = emitter.numbers(size.rows());
        p = emitter.number();
        at = emitter.number();
        x = emitter.vector();
    }

    static VectorTile define(VectorTiles tiles, VectorTiles.Size size) { return VectorEmitter.define(VectorTile.class, RUN, code -> new VectorTileCode(tiles, size, code).write()); }

    private void write() {
        emitter.arrays(A.array, B.array, FROM.array, C.array);
        for (int r = 0; r < size.rows(); r++) {
            rowInto(A, r, left[r]);
            rowInto(FROM, r, at);
            for (int v = 0; v < size.vectors(); v++) {
                emitter.loadBehind(FROM.array, at, v * tiles.lanes);
                code.astore(sums[r * size.vectors() + v]);
            }
        }
        int steps = size.packed() ? STEPS : 1;
        Label top = code.newLabel(), end = code.newLabel();
        code.iconst_0().istore(p).labelBinding(top).iload(p).iload(K).if_icmpge(end);
        for (int step = 0; step < steps; step++) writeStep(step);
        code.iinc(p, steps).goto_(top).labelBinding(end);
        for (int r = 0; r < size.rows(); r++) {
            rowInto(C, r, at);
            for (int v = 0; v < size.vectors(); v++) {
                code.aload(sums[r * size.vectors() + v]).aload(C.array).iload(at).loadConstant(v * tiles.lanes).iadd();
                emitter.store();
            }
        }
        code.return_();
    }

    /// Writes one step of k, so many behind `p`.
    private void writeStep(int behind) {
        // HotSpot would load what it can of several steps before it multiplies, and run out of registers.
        boolean fenced = size.packed();
        if (fenced && behind > 0) emitter.fence();
        // With a constant step HotSpot sees before the loop that all places lie inside.
        int row = size.packed() ? size.vectors() * tiles.lanes : 0;
        stepInto(B.place, p, row, at);
        for (int v = 0; v < size.vectors(); v++) {
            emitter.loadBehind(B.array, at, behind * row + v * tiles.lanes);
            code.astore(right[v]);
        }
        for (int r = 0; r < size.rows(); r++) {
            if (fenced && r > 0 && r % (behind == 0 ? tiles.abreast : 2 * tiles.abreast) == 0) emitter.fence();
            if (!size.packed()) stepInto(left[r], p, 1, at);
            else if (r == 0) stepInto(A.place, p, tiles.pitch, at);
            emitter.repeat(A.array, at, size.packed() ? behind * tiles.pitch + r : 0);
            code.astore(x);
            for (int v = 0; v < size.vectors(); v++) emitter.accumulate(x, right[v], sums[r * size.vectors() + v]);
        }
        if (!size.packed()) code.iload(B.place).iload(B.step).iadd().istore(B.place);
    }

    /// Puts the place where a row begins into a slot.
    private void rowInto(Operand operand, int r, int slot) { code.iload(operand.place).iload(operand.step).loadConstant(r).imul().iadd().istore(slot); }

    /// Puts the place that lies so many times `p` behind another into a slot.
    private void stepInto(int place, int p, int times, int slot) {
        code.iload(place);
        if (times > 0) code.iload(p).loadConstant(times).imul().iadd();
        code.istore(slot);
    }
}
