package gradshell.nn;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// Every place of a sequence takes a mean of values from places of another, weighted by how well its query suits their keys, in several heads at once (Vaswani et al., 2017).
///
/// Queries are `[batch, steps, embed]`; this is not PyTorch's default, which `batchFirst(false)` gives: `[steps, batch, embed]`. `[steps, embed]` is one sequence.
/// Masks are PyTorch's: a bool one is true where a query must not look, a floating one is added to the scores. They are `[queries, keys]` or `[batch · heads, queries, keys]`,
/// and the mask of padding `[batch, keys]`, true where a key stands for nothing.
///
/// @param rotary       whether queries and keys are turned by their places
/// @param dropout      of the weights, while training
/// @param inProjWeight of query, key and value below one another, `[3 · embed, embed]`; null if keys or values have another size
/// @param inProjBias   `[3 · embed]`, or null
public record MultiheadAttention(int heads, boolean batchFirst, boolean causal, boolean rotary, Dropout dropout, Tensor inProjWeight, Tensor qProjWeight, Tensor kProjWeight, Tensor vProjWeight, Tensor inProjBias, Linear outProj) implements Layer {
    /// A layer with PyTorch's initial values, for keys and values of sizes of their own.
    public static MultiheadAttention of(int embed, int heads, int keys, int values, boolean bias) {
        String word = "multiheadAttention(" + embed + ", " + heads + ")";
        if (embed < 1 || heads < 1 || keys < 1 || values < 1) throw new ShapeException(word + ": all sizes must be at least 1");
        if (embed % heads != 0) throw new ShapeException(word + ": " + embed + " numbers cannot be divided among " + heads + " heads; use " + (embed / heads + 1) * heads + " numbers, or " + divisor(embed, heads) + " heads");
        Linear out = Linear.of(embed, embed, bias);
        boolean same = keys == embed && values == embed;
        Tensor all = same ? xavier(3 * embed, embed) : null, q = same ? null : xavier(embed, embed), k = same ? null : xavier(embed, keys), v = same ? null : xavier(embed, values);
        if (bias) Initial.again(out.bias(), () -> Initial.full(0, embed).detach());
        return new MultiheadAttention(heads, true, false, false, new Dropout(0), all, q, k, v, bias ? Initial.full(0, 3 * embed) : null, out);
    }

    private static int divisor(int embed, int heads) {
        int most = Math.min(embed, heads);
        while (embed % most != 0) most--;
        return most;
    }

    /// Uniform with the bound of Glorot and Bengio (2010).
    private static Tensor xavier(int rows, int columns) { return Initial.uniform(Math.sqrt(3.0) * Math.sqrt(2.0 / (rows + columns)), rows, columns); }

    /// What a run makes: the output, and the weights `[batch, queries, keys]`, the mean of all heads'.
    public record Attended(Tensor output, Tensor weights) {}

    // ---- settings ----

    /// With sequences of shape `[batch, steps, embed]`, or, as in PyTorch, `[steps, batch, embed]`.
    public MultiheadAttention batchFirst(boolean wanted) { return new MultiheadAttention(heads, wanted, causal, rotary, dropout, inProjWeight, qProjWeight, kProjWeight, vProjWeight, inProjBias, outProj); }

    /// Where no query looks at keys behind its own place.
    public MultiheadAttention causal(boolean wanted) { return new MultiheadAttention(heads, batchFirst, wanted, rotary, dropout, inProjWeight, qProjWeight, kProjWeight, vProjWeight, inProjBias, outProj); }

    /// Where queries and keys are turned by their places, so that weights depend on distances.
    public MultiheadAttention rotary(boolean wanted) {
        if (wanted && embed() / heads % 2 != 0) throw new ShapeException(word() + ": rotary turns pairs of numbers, and a head has " + embed() / heads + "; use " + 2 * heads * Math.ceilDiv(embed(), 2 * heads) + " numbers");
        return new MultiheadAttention(heads, batchFirst, causal, wanted, dropout, inProjWeight, qProjWeight, kProjWeight, vProjWeight, inProjBias, outProj);
    }

    /// With a dropout of the weights while training.
    public MultiheadAttention dropout(double probability) { return new MultiheadAttention(heads, batchFirst, causal, rotary, new Dropout(probability), inProjWeight, qProjWeight, kProjWeight, vProjWeight, inProjBias, outProj); }

    private int embed() { return outProj.weight().size(0); }

    private int keySize() { return kProjWeight == null ? embed() : kProjWeight.size(1); }

    private int valueSize() { return vProjWeight == null ? embed() : vProjWeight.size(1); }

    @Override
    public MultiheadAttention reset() {
        outProj.reset();
        for (Tensor tensor : new Tensor[] {inProjWeight, qProjWeight, kProjWeight, vProjWeight}) if (tensor != null) Initial.again(tensor, () -> xavier(tensor.size(0), tensor.size(1)).detach());
        for (Tensor tensor : new Tensor[] {inProjBias, outProj.bias()}) if (tensor != null) Initial.again(tensor, () -> Initial.full(0, tensor.numel()).detach());
        return this;
    }

    // ---- running ----

    /// A sequence that looks at itself.
    @Override
    public Tensor apply(Tensor x) { return apply(x, x, x); }

    /// The output for queries, keys and values.
    public Tensor apply(Tensor query, Tensor key, Tensor value) { return apply(query, key, value, null, null); }

    /// The same with a mask and a mask of padding, each null for none.
    public Tensor apply(Tensor query, Tensor key, Tensor value, Tensor mask, Tensor padding) { return attend(query, key, value, mask, padding, false).output; }

    /// The output and the weights.
    public Attended run(Tensor query, Tensor key, Tensor value, Tensor mask, Tensor padding) { return attend(query, key, value, mask, padding, true); }

    private Attended attend(Tensor query, Tensor key, Tensor value, Tensor mask, Tensor padding, boolean weighing) {
        check(query, key, value);
        boolean single = query.dim() == 2;
        Tensor[] projected = project(ordered(query, single), key == query ? null : ordered(key, single), value == key ? null : ordered(value, single));
        Tensor q = projected[0], k = projected[1], v = projected[2];
        if (rotary) {
            q = RotaryPositions.turned(q, RotaryPositions.BASE);
            k = RotaryPositions.turned(k, RotaryPositions.BASE);
        }
        Tensor masks = masks(mask, padding, q.size(0), q.size(2), k.size(2), q.dtype(), single);
        Tensor mixed, weights = null;
        if (!weighing && (dropout.probability() == 0 || !dropout.training().on())) {
            mixed = q.scaledDotProductAttention(k, v, masks, false);
        } else {
            Tensor scores = q.matmul(k.transpose(-2, -1)).div(Math.sqrt(q.size(-1)));
            if (masks != null) scores = masks.dtype() == DType.BOOL ? scores.where(masks, Tensor.of(scores.dtype(), Double.NEGATIVE_INFINITY)) : scores.add(masks);
            Tensor shares = dropout.apply(scores.softmax(-1));
            mixed = shares.matmul(v);
            if (weighing) weights = shares.mean(1);
        }
        Tensor output = outProj.apply(mixed.transpose(1, 2).flatten(2, 3));    // [batch, queries, embed]
        output = single ? output.squeeze(0) : batchFirst ? output : output.transpose(0, 1);
        return new Attended(output, weights == null || !single ? weights : weights.squeeze(0));
    }

    private Tensor ordered(Tensor x, boolean single) { return single ? x.unsqueeze(0) : batchFirst ? x : x.transpose(0, 1); }

    /// Query, key and value for each head, `[batch, heads, steps, embed / heads]`; a key that is null is the query, a value that is null the key.
    private Tensor[] project(Tensor query, Tensor key, Tensor value) {
        int embed = embed();
        if (inProjWeight == null) {
            Tensor keys = key == null ? query : key, values = value == null ? keys : value;
            return new Tensor[] {split(new Linear(qProjWeight, bias(0, 1)).apply(query)), split(new Linear(kProjWeight, bias(1, 1)).apply(keys)), split(new Linear(vProjWeight, bias(2, 1)).apply(values))};
        }
        // Sequences that are the same go through one product.
        int together = key != null ? 1 : value != null ? 2 : 3;
        Tensor[] projected = new Tensor[3];
        fill(projected, 0, together, query);
        if (together == 1) fill(projected, 1, value == null ? 2 : 1, key);
        if (value != null) fill(projected, 2, 1, value);
        return projected;
    }

    private void fill(Tensor[] projected, int first, int count, Tensor x) {
        int embed = embed();
        Tensor weight = count == 3 ? inProjWeight : inProjWeight.narrow(0, first * embed, count * embed), all = new Linear(weight, bias(first, count)).apply(x);
        Tensor parts = all.unflatten(-1, count, heads, embed / heads).permute(2, 0, 3, 1, 4);    // [count, batch, heads, steps, embed / heads]
        for (int i = 0; i < count; i++) projected[first + i] = parts.select(0, i);
    }

    private Tensor bias(int first, int count) { return inProjBias == null || count == 3 ? inProjBias : inProjBias.narrow(0, first * embed(), count * embed()); }

    private Tensor split(Tensor x) { return x.unflatten(-1, heads, embed() / heads).transpose(1, 2); }

    // ---- masks ----

    /// All masks as one: a bool one is true where a query may look, a floating one is added; null for none.
    private Tensor masks(Tensor mask, Tensor padding, int batch, int queries, int keys, DType dtype, boolean single) {
        Tensor allowed = null, added = null;
        if (mask != null) {
            boolean each = mask.dim() == 3;
            if (!mask.shape().equals(each ? Shape.of(batch * heads, queries, keys) : Shape.of(queries, keys)))
                throw new ShapeException(word() + ": the mask has shape " + mask.shape() + "; it needs [queries, keys], [" + queries + ", " + keys + "], or [" + batch * heads + ", " + queries + ", " + keys + "] for each head of each example");
            Tensor shaped = each ? mask.reshape(batch, heads, queries, keys) : mask;
            if (mask.dtype() == DType.BOOL) allowed = shaped.logicalNot();
            else if (mask.dtype().isFloating()) added = shaped.to(dtype);
            else throw new DTypeException(word() + ": the mask is " + mask.dtype() + "; it must be bool, true where a query must not look, or floating: use mask.ne(0)");
        }
        if (causal) allowed = both(allowed, lower(queries, keys));
        if (padding != null) {
            Shape wanted = single ? Shape.of(keys) : Shape.of(batch, keys);
            if (!padding.shape().equals(wanted)) throw new ShapeException(word() + ": the mask of padding has shape " + padding.shape() + "; it needs " + (single ? "[keys], " : "[batch, keys], ") + wanted);
            if (padding.dtype() != DType.BOOL) throw new DTypeException(word() + ": the mask of padding is " + padding.dtype() + "; it must be bool, true where a key stands for nothing: use padding.ne(0)");
            allowed = both(allowed, padding.logicalNot().reshape(batch, 1, 1, keys));
        }
        if (added == null || allowed == null) return added == null ? allowed : added;
        return added.where(allowed, Tensor.of(dtype, Double.NEGATIVE_INFINITY));
    }

    private static Tensor both(Tensor a, Tensor b) { return a == null ? b : a.logicalAnd(b); }

    private static Tensor lower(int queries, int keys) {
        boolean[] seen = new boolean[queries * keys];
        for (int i = 0; i < seen.length; i++) seen[i] = i % keys <= i / keys;
        return Tensor.of(Array.of(DType.BOOL, Shape.of(queries, keys), seen));
    }

    // ---- mistakes ----

    private void check(Tensor query, Tensor key, Tensor value) {
        String steps = batchFirst ? "[batch, steps, " : "[steps, batch, ";
        record Input(String name, Tensor x, int size) {}
        for (Input input : new Input[] {new Input("query", query, embed()), new Input("key", key, keySize()), new Input("value", value, valueSize())}) {
            Tensor x = input.x;
            if (x.dim() != 2 && x.dim() != 3 || x.size(-1) != input.size) throw new ShapeException(word() + ": the " + input.name + " has shape " + x.shape() + "; it needs " + steps + input.size + "], or [steps, " + input.size + "] for one sequence");
            if (x.dim() != query.dim()) throw new ShapeException(word() + ": the " + input.name + " has shape " + x.shape() + ", the query " + query.shape() + "; all must be batches, or none");
            if (x.dtype() != outProj.weight().dtype()) throw new DTypeException(word() + ": the " + input.name + " is " + x.dtype() + ", the weights " + outProj.weight().dtype() + "; use x.to(" + outProj.weight().dtype() + ")");
        }
        boolean batches = query.dim() == 2 || key.size(batchFirst ? 0 : 1) == query.size(batchFirst ? 0 : 1);
        boolean lengths = key.shape().slice(0, key.dim() - 1).equals(value.shape().slice(0, value.dim() - 1));
        if (batches && lengths) return;
        boolean turned = query.dim() == 3 && !batches && lengths && key.size(batchFirst ? 1 : 0) == query.size(batchFirst ? 1 : 0);
        throw new ShapeException(word() + ": query " + query.shape() + ", key " + key.shape() + " and value " + value.shape() + " do not fit; query and key need the same batch, key and value the same steps" + (turned ? "; is batchFirst(" + !batchFirst + ") meant?" : ""));
    }

    private String word() { return "multiheadAttention(" + embed() + ", " + heads + (inProjWeight == null ? ", " + keySize() + ", " + valueSize() : "") + (inProjBias == null ? ", false" : "") + ")"; }

    @Override
    public String toString() {
        return word() + (batchFirst ? "" : ".batchFirst(false)") + (causal ? ".causal(true)" : "")
                + (rotary ? ".rotary(true)" : "") + (dropout.probability() == 0 ? "" : ".dropout(" + dropout.probability() + ")");
    }
}
