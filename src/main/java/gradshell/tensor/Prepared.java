package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.Type;

/// An operation that is written once, for memory that is given: all other ways to compute it follow.
public interface Prepared extends General {
    @Override
    Runnable bound(Array out, Array... in);

    @Override
    default Array forward(Type out, Array... in) { return fresh(out, in); }

    @Override
    default void forwardInto(Array out, Array... in) { bound(out, in).run(); }
}
