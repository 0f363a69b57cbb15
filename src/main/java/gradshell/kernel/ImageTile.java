package gradshell.kernel;

/// Some results of some channels of a convolution, computed in vector registers; one generated class for each size and type.
abstract class ImageTile {
    /// out[at + r · plane + to[s] + i] = Σ weights[weight + p · R + r] · image[places[p] + from[s] + i] for every strip s, p ascending, plus 0.
    ///
    /// @param strips how many strips there are, a multiple of those that a tile holds
    /// @param rows   how many of the tile's R channels are stored
    /// @param lanes  a bit for each place i of a strip that is stored
    abstract void run(int k, Object weights, int weight, Object image, int[] places, int[] from, int[] to, int strips, Object out, int at, int plane, int rows, long lanes);
}
