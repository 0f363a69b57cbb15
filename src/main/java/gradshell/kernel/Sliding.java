package gradshell.kernel;

import java.util.List;

/// How a window slides over the last dimensions of an array: for each of them the distance from one window to the next, how many zeros are put
/// before and behind the dimension (negative numbers cut it), and the distance between two places of a window.
public record Sliding(List<Integer> step, List<Integer> low, List<Integer> high, List<Integer> dilation) {
    /// How many dimensions the window slides over.
    public int rank() { return step.size(); }

    /// The size of a dimension with its padding.
    public int padded(int dimension, int size) { return size + low.get(dimension) + high.get(dimension); }

    /// How many places a window takes up, those between its places included.
    public int extent(int dimension, int kernel) { return dilation.get(dimension) * (kernel - 1) + 1; }

    /// How many windows fit into a padded dimension.
    public int count(int dimension, int size, int kernel) {
        int room = padded(dimension, size) - extent(dimension, kernel);
        return room < 0 ? 0 : room / step.get(dimension) + 1;
    }

    /// Whether there is padding at all.
    boolean pads() { return low.stream().anyMatch(n -> n != 0) || high.stream().anyMatch(n -> n != 0); }
}
