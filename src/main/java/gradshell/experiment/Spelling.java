package gradshell.experiment;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import gradshell.shell.Nearest;

/// What a misspelt name may have meant: by its letters, or because another library spells it so.
public final class Spelling {
    private static final Map<String, List<String>> ELSEWHERE = elsewhere("""
            alpha lr; base_lr lr; eta lr; learning_rate lr; lrate lr; step_size lr stepSize
            batchsize batch; batch_size batch; minibatch batch
            early_stop stop; early_stopping stop
            criterion loss; loss_fn loss; loss_function loss; objective loss
            optim optimizer; optimiser optimizer; opt optimizer; scheduler schedule; lr_scheduler schedule; lr_schedule schedule
            architecture model; layers model; modules model; net model; network model; sequential model
            dataset data; datamodule data; datasets data; train_data data; input inputs; x inputs; y targets; target targets; labels targets
            iterations epochs; max_epochs epochs; n_epochs epochs; num_epochs epochs; num_train_epochs epochs; nb_epoch epochs
            gradient_clip_val clip; grad_clip clip; clip_grad clip; clipnorm clip norm; clip_norm clip norm; max_norm norm; clipvalue value
            manual_seed seed; random_seed seed; random_state seed; seed_everything seed
            title name; experiment name; run_name name; run name
            val validation; val_split validation; valid validation; validation_split validation; validation_fraction validation; test_size test
            early_stopping_rounds patience; scheduler_patience patience
            dense linear; fc linear; fully_connected linear; affine linear
            in_features in; input_size in; in_dim in; input_dim in; n_in in; in_channels in inputs
            out_features out; output_size out; out_dim out; units out; n_out out; out_channels out outputs; filters out outputs
            use_bias bias; kernel_size kernel; p probability rate; rate p probability; prob p probability rate
            l2 weightDecay; decay weightDecay; wd weightDecay; l2_regularization weightDecay
            categorical_crossentropy crossEntropyLoss; sparse_categorical_crossentropy crossEntropyLoss; crossentropy crossEntropyLoss; ce crossEntropyLoss
            binary_crossentropy bceLoss; bce bceLoss; bce_with_logits bceWithLogitsLoss
            mean_squared_error mseLoss; l2_loss mseLoss; mse mseLoss; mean_absolute_error l1Loss; mae l1Loss; huber huberLoss smoothL1Loss
            nll nllLoss; negative_log_likelihood nllLoss; logistic sigmoid; swish silu; acc accuracy; top1 accuracy
            max_pooling2d maxPool2d; average_pooling2d avgPool2d; convolution2d conv2d; batch_normalization batchNorm batchNorm1d; layer_normalization layerNorm
            cosine_annealing_lr cosine; cosine_annealing cosine; cosine_decay cosine; step_lr step; exponential_lr exponential; reduce_lr_on_plateau plateau
            sgd_momentum sgd; gradient_descent sgd; adam_w adamW""");

    private Spelling() {}

    private static Map<String, List<String>> elsewhere(String table) {
        var map = new HashMap<String, List<String>>();
        for (var row : table.split("[;\\n]")) {
            var names = List.of(row.strip().split(" "));
            map.put(Nearest.fold(names.getFirst()), names.subList(1, names.size()));
        }
        return map;
    }

    /// The likeliest of the candidates, if one is likely at all.
    public static Optional<String> nearest(String name, Collection<String> candidates) {
        var same = Nearest.alike(name, candidates);
        if (same.isPresent()) return same;
        var folded = Nearest.fold(name);
        var other = ELSEWHERE.getOrDefault(folded, List.of()).stream().filter(candidates::contains).findFirst();
        if (other.isPresent()) return other;
        var close = Nearest.close(name, candidates);
        if (close.isPresent() || folded.length() < 3) return close;
        var longer = candidates.stream().filter(c -> Nearest.fold(c).startsWith(folded) || c.length() >= 4 && folded.startsWith(Nearest.fold(c))).sorted().toList();
        return longer.size() == 1 ? Optional.of(longer.getFirst()) : Optional.empty();
    }

    static String question(String candidate) {
        return "did you mean " + candidate + "?";
    }

    /// A hint for an unknown name: the likeliest candidate, or else all of them.
    static String hint(String name, Collection<String> candidates, String all) {
        return nearest(name, candidates).map(Spelling::question).orElseGet(() -> candidates.isEmpty() ? "" : all + " " + some(candidates));
    }

    static String some(Collection<String> names) {
        var sorted = List.copyOf(names);
        return String.join(", ", sorted.subList(0, Math.min(12, sorted.size()))) + (sorted.size() > 12 ? ", …" : "");
    }
}
