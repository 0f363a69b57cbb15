package gradshell.nn;

import gradshell.tensor.Tensor;

/// In which layer of a chain something went wrong: added to the exception, which stays what it is.
final class InLayer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;
    /// The outermost chain that has been left so far, and the path from there.
    private transient Chain chain;
    private String path;

    private InLayer(String what, Chain chain, String path) {
        super(null, null, false, false);
        this.what = what;
        this.chain = chain;
        this.path = path;
    }

    /// The exception, with a note that says where in the chain it happened; of chains in chains the outermost knows the whole path.
    static RuntimeException noted(RuntimeException e, Chain chain, int at, Tensor input) {
        Layer layer = chain.layers().get(at);
        for (Throwable suppressed : e.getSuppressed()) {
            if (!(suppressed instanceof InLayer inner)) continue;
            String between = Parts.path(layer, inner.chain);
            inner.path = at + "." + (between == null || between.isEmpty() ? "" : between + ".") + inner.path;
            inner.chain = chain;
            return e;
        }
        String given = input == null ? "null" : input.dtype() + " " + input.shape();
        e.addSuppressed(new InLayer(Layers.describe(layer) + ", which was given " + given, chain, String.valueOf(at)));
        return e;
    }

    @Override
    public String getMessage() { return "in layer " + path + ", " + what; }
}
