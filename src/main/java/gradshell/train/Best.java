package gradshell.train;

import gradshell.nn.Layer;
import gradshell.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// The network as it was after its best epoch, by one figure.
final class Best implements Part {
    private final Layer net;
    private final String figure;
    private final boolean rises;
    private int epoch;
    private double value = Double.NaN;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    Best(Layer net, String figure, boolean rises) {
        this.net = net;
        this.figure = figure;
        this.rises = rises;
    }

    /// Looks at an epoch that has ended, and keeps the network if it was never better; the first of equals stays.
    void see(Epoch ended) {
        double now = ended.figure(figure);
        if (epoch > 0 && !(rises ? now > value : now < value)) return;
        epoch = ended.number();
        value = now;
        net.state().forEach((name, tensor) -> tensors.put(name, tensor.detach().copy()));
    }

    /// Makes the network what it was then, and says when that was.
    String restore() {
        if (epoch == 0) return "";
        net.load(tensors);
        return "the network of epoch " + epoch + " is put back, whose " + figure + " was the best: " + History.number(value);
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>(Map.of("epoch", Part.whole(epoch), "value", Part.real(value)));
        tensors.forEach((name, tensor) -> state.put("network." + name, tensor));
        return state;
    }

    @Override
    public void load(Map<String, Tensor> saved) {
        epoch = (int) saved.get("epoch").toLongs()[0];
        value = saved.get("value").select(0, 0).item();
        tensors.clear();
        saved.forEach((name, tensor) -> { if (name.startsWith("network.")) tensors.put(name.substring(8), tensor); });
    }
}
