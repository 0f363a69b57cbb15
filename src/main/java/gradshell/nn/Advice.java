package gradshell.nn;

import gradshell.array.Array;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What is allowed and hardly ever meant: said once, on standard error.
final class Advice {
    /// How far the sum of probabilities may be from 1.
    private static final double ROUNDING = 1e-5;
    private static final Set<String> GIVEN = ConcurrentHashMap.newKeySet();

    private Advice() {}

    static void give(String text) {
        if (GIVEN.add(text)) System.err.println(text);
    }

    /// Forgets what was said.
    static void forget() { GIVEN.clear(); }

    /// Notices a softmax or its like in front of a loss that has one of its own: on the tape, or by numbers along a dimension that add up to 1.
    static void scores(String loss, Tensor prediction, int dim) {
        String by = prediction.computedBy();
        switch (by) {
            case "softmax", "sigmoid" -> give(loss + ": the prediction is the result of " + by + ", and the loss has a softmax of its own, so that the network learns slowly; take the " + by + " off the end of the network");
            case "logSoftmax" -> give(loss + ": the prediction is the result of logSoftmax, which the loss does again; take it off the end of the network, or use nllLoss()");
            case "" -> {
                String text = loss + ": each line of the prediction holds probabilities that add up to 1, as after a softmax, and the loss has one of its own; give it the scores before the softmax";
                if (prediction.size(dim) > 1 && prediction.numel() > 0 && !GIVEN.contains(text) && !Recording.isUnderWay()) Recording.look(prediction, numbers -> {
                    if (areProbabilities(numbers, dim)) give(text);
                });
            }
            default -> {}
        }
    }

    private static boolean areProbabilities(Array numbers, int dim) {
        Tensor x = Tensor.of(numbers).movedim(dim, -1);
        int size = x.size(-1);
        double[] all = x.toDoubles();
        for (int at = 0; at < all.length; at += size) {
            double sum = 0;
            for (int i = at; i < at + size; i++) {
                if (!(all[i] >= 0)) return false;
                sum += all[i];
            }
            if (!(Math.abs(sum - 1) < ROUNDING)) return false;
        }
        return true;
    }
}
