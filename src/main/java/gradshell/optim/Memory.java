package gradshell.optim;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// All that an optimiser remembers from step to step: what is not here is not remembered, and so none of it can be missing where it is saved.
final class Memory {
    /// What a memory looks like.
    ///
    /// @param initial the value of its elements before the first step
    record Form(DType dtype, Shape shape, double initial) {
        static Form of(Rule.Slot slot, Tensor parameter) {
            return slot.single() ? new Form(DType.FLOAT64, Shape.of(), slot.initial()) : new Form(parameter.dtype(), parameter.shape(), slot.initial());
        }

        Tensor make() {
            Tensor made = Tensor.of(Array.zeros(dtype, shape));
            return initial == 0 ? made : made.add(Tensor.of(dtype, initial));
        }
    }

    private final String word;
    private final double[] rates;
    /// The forms of all memories that there can be, by name.
    private final Supplier<Map<String, Form>> forms;
    long steps;
    /// How often each parameter was changed.
    final long[] updates;
    private final Tensor[][] ofParameters;
    private final Map<String, Tensor> named = new LinkedHashMap<>();
    private final List<Tensor> parameters;

    Memory(String word, double[] rates, List<Tensor> parameters, Supplier<Map<String, Form>> forms) {
        this.word = word;
        this.rates = rates;
        this.parameters = parameters;
        this.forms = forms;
        updates = new long[parameters.size()];
        ofParameters = new Tensor[parameters.size()][];
    }

    /// What is remembered of a parameter.
    Tensor[] of(int index, List<Rule.Slot> slots) {
        if (ofParameters[index] == null) {
            Tensor[] memories = new Tensor[slots.size()];
            for (int k = 0; k < memories.length; k++) {
                Form form = Form.of(slots.get(k), parameters.get(index));
                memories[k] = named.computeIfAbsent(slots.get(k).kind() + "." + index, _ -> form.make());
            }
            ofParameters[index] = memories;
        }
        return ofParameters[index];
    }

    /// What is remembered of all parameters together.
    Tensor of(String name, Form form) { return named.computeIfAbsent(name, _ -> form.make()); }

    /// Is told that rules remember other things from now on.
    void renew() { Arrays.fill(ofParameters, null); }

    /// Copies of everything.
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("steps", Tensor.of(DType.INT64, steps));
        state.put("updates", whole(updates));
        state.put("learningRates", Tensor.of(new Array(DType.FLOAT64, Shape.of(rates.length).contiguous(), new gradshell.array.Storage(rates.clone()))));
        named.forEach((name, tensor) -> state.put(name, tensor.detach().copy()));
        return state;
    }

    private static Tensor whole(long[] values) { return Tensor.of(new Array(DType.INT64, Shape.of(values.length).contiguous(), new gradshell.array.Storage(values.clone()))); }

    /// Goes on from a state, after it was looked at.
    void load(Map<String, Tensor> saved) {
        Map<String, Form> expected = new LinkedHashMap<>();
        expected.put("steps", new Form(DType.INT64, Shape.of(), 0));
        expected.put("updates", new Form(DType.INT64, Shape.of(updates.length), 0));
        expected.put("learningRates", new Form(DType.FLOAT64, Shape.of(rates.length), 0));
        for (String name : expected.keySet()) if (!saved.containsKey(name)) throw refused("there is no " + name + " in it");
        Map<String, Form> own = forms.get();
        expected.putAll(own);
        saved.forEach((name, tensor) -> {
            Form form = expected.get(name);
            if (form == null) throw refused(unknown(name, own));
            if (tensor == null || !tensor.shape().equals(form.shape()) || tensor.dtype() != form.dtype())
                throw refused(name + " is " + (tensor == null ? "nothing" : tensor.array().type()) + " and should be " + Array.zeros(form.dtype(), form.shape()).type());
        });
        long[] counts = saved.get("updates").toLongs();
        for (int i = 0; i < counts.length; i++) {
            int index = i;
            if (counts[i] < 0) throw refused("parameter " + i + " was changed " + counts[i] + " times");
            if (counts[i] > 0) own.keySet().stream().filter(name -> name.endsWith("." + index) && !saved.containsKey(name)).findFirst().ifPresent(name -> { throw refused("there is no " + name + " in it, though parameter " + index + " was changed already"); });
        }
        double[] now = saved.get("learningRates").toDoubles();
        for (double rate : now) if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) throw refused("a learning rate is " + rate);
        Map<String, Tensor> copies = new LinkedHashMap<>();
        saved.forEach((name, tensor) -> { if (own.containsKey(name)) copies.put(name, tensor.detach().copy()); });
        steps = saved.get("steps").toLong();
        System.arraycopy(counts, 0, updates, 0, counts.length);
        System.arraycopy(now, 0, rates, 0, now.length);
        named.clear();
        named.putAll(copies);
        renew();
    }

    private String unknown(String name, Map<String, Form> own) {
        int dot = name.lastIndexOf('.');
        String kind = dot < 0 ? name : name.substring(0, dot), index = name.substring(dot + 1);
        boolean known = dot > 0 && own.keySet().stream().anyMatch(other -> other.startsWith(kind + "."));
        if (known && index.matches("\\d{1,9}") && Integer.parseInt(index) >= updates.length) return name + " is of a parameter that is not there; there are " + updates.length;
        List<String> kinds = own.keySet().stream().map(other -> other.replaceFirst("\\.\\d+$", "")).distinct().toList();
        return name + " is unknown; with its settings it remembers " + (kinds.isEmpty() ? "nothing" : String.join(", ", kinds));
    }

    private IllegalArgumentException refused(String why) { return new IllegalArgumentException(word + ": this is no state of such an optimizer: " + why + "; make it with the parameters and settings that it was saved with"); }
}
