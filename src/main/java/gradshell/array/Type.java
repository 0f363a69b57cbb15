package gradshell.array;

/// What is known of an array before its numbers are: element type and shape.
public record Type(DType dtype, Shape shape) {
    @Override
    public String toString() { return dtype + " " + shape; }
}
