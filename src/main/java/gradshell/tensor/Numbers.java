package gradshell.tensor;

/// Operations whose first operand is a number, in the order in which mathematics writes them: `sub(1, x)` is 1 - x.
public final class Numbers {
    private Numbers() {}

    /// The sum of a number and each element.
    /// {@snippet : gradshell.tensor.Numbers.add(1, tensor(2, 3))    // ==> [3, 4]  int64 [2] }
    public static Tensor add(Number a, Tensor b) { return b.like(a).add(b); }

    /// A number minus each element.
    public static Tensor sub(Number a, Tensor b) { return b.like(a).sub(b); }

    /// The product of a number and each element.
    public static Tensor mul(Number a, Tensor b) { return b.like(a).mul(b); }

    /// A number divided by each element.
    public static Tensor div(Number a, Tensor b) { return b.like(a).div(b); }

    /// What is left of a number after a division by each element, rounded down.
    /// {@snippet : gradshell.tensor.Numbers.remainder(7, tensor(2, 4))    // ==> [1, 3]  int64 [2] }
    public static Tensor remainder(Number a, Tensor b) { return b.like(a).remainder(b); }

    /// Whether a number is less than each element.
    public static Tensor lt(Number a, Tensor b) { return b.gt(a); }

    /// Whether a number is at most each element.
    public static Tensor le(Number a, Tensor b) { return b.ge(a); }

    /// Whether a number is greater than each element.
    public static Tensor gt(Number a, Tensor b) { return b.lt(a); }

    /// Whether a number is at least each element.
    public static Tensor ge(Number a, Tensor b) { return b.le(a); }

    /// The bits that are set in a number and in each element.
    public static Tensor bitwiseAnd(long a, Tensor b) { return b.bitwiseAnd(a); }

    /// The bits that are set in a number or in each element.
    public static Tensor bitwiseOr(long a, Tensor b) { return b.bitwiseOr(a); }

    /// The bits that are set in either a number or each element.
    public static Tensor bitwiseXor(long a, Tensor b) { return b.bitwiseXor(a); }

    /// A number's bits moved up by so many places.
    /// {@snippet : gradshell.tensor.Numbers.bitwiseLeftShift(1, tensor(2, 3))    // ==> [4, 8]  int64 [2] }
    public static Tensor bitwiseLeftShift(long a, Tensor b) { return b.like(a).bitwiseLeftShift(b); }

    /// A number's bits moved down by so many places.
    public static Tensor bitwiseRightShift(long a, Tensor b) { return b.like(a).bitwiseRightShift(b); }
}
