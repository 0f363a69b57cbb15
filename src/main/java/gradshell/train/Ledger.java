package gradshell.train;

import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The epochs that are done. What early stopping knows follows from it.
final class Ledger implements Part {
    final List<Epoch> epochs = new ArrayList<>();

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("numbers", Part.whole(epochs.stream().mapToLong(Epoch::number).toArray()));
        state.put("rates", Part.real(epochs.stream().mapToDouble(Epoch::learningRate).toArray()));
        if (!epochs.isEmpty()) for (String name : epochs.getLast().figures().keySet())
            state.put("figures." + name, Part.real(epochs.stream().mapToDouble(e -> e.figures().getOrDefault(name, Double.NaN)).toArray()));
        return state;
    }

    @Override
    public void load(Map<String, Tensor> saved) {
        epochs.clear();
        long[] numbers = saved.get("numbers").toLongs();
        double[] rates = saved.get("rates").toDoubles();
        for (int i = 0; i < numbers.length; i++) {
            Map<String, Double> figures = new LinkedHashMap<>();
            int at = i;
            saved.forEach((name, values) -> { if (name.startsWith("figures.")) figures.put(name.substring(8), values.select(0, at).item()); });
            epochs.add(new Epoch((int) numbers[i], rates[i], figures));
        }
    }
}
