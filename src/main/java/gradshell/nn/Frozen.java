package gradshell.nn;

import gradshell.tensor.Tensor;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/// Parameters that are kept as they are for now; running statistics, which nobody learns either, are not among them.
final class Frozen {
    private static final Set<Tensor> TENSORS = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private Frozen() {}

    static void freeze(Layer layer) {
        for (Tensor tensor : layer.parameters()) {
            tensor.requiresGrad(false);
            TENSORS.add(tensor);
        }
    }

    static void unfreeze(Layer layer) {
        for (Tensor tensor : layer.state().values()) if (TENSORS.remove(tensor)) tensor.requiresGrad(true);
    }

    /// A new tensor, to be learnt or frozen like another.
    static Tensor like(Tensor tensor, Tensor made) {
        if (TENSORS.contains(tensor)) TENSORS.add(made);
        return made.requiresGrad(tensor.requiresGrad());
    }
}
