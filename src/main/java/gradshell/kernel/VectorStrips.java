package gradshell.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Short rows of float32 numbers, copied a vector at a time, with what lies behind them.
final class VectorStrips {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private VectorStrips() {}

    /// Copies a vector from `fo + i·fRow` to `to + i·tRow`, for all i < rows.
    static void copy(int rows, float[] from, int fo, int fRow, float[] into, int to, int tRow) {
        for (int i = 0; i < rows; i++, fo += fRow, to += tRow) FloatVector.fromArray(SPECIES, from, fo).intoArray(into, to);
    }

    /// Code that is handed out when it is faster than the other way.
    static Warming<Boolean> warming(int width, int lanes) {
        int rows = 256, row = 512;
        float[] from = new float[rows * row], into = new float[rows * lanes];
        return new Warming<>(() -> true, new Warming.Race<>() {
            @Override
            public void vector(Boolean code) { copy(rows, from, 3, row, into, 0, lanes); }

            @Override
            public void scalar() { Blocks.copy(rows, width, from, 3, row, 1, into, 0, lanes, 1); }
        });
    }
}
