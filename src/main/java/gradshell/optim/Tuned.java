package gradshell.optim;

import gradshell.optim.Settings.Group;
import gradshell.optim.Settings.Setup;
import gradshell.tensor.Names;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// An optimiser that changes each parameter by itself, with settings that may differ from group to group.
///
/// {@snippet : adam(linear(3, 2).parameters(), 1e-3).group(linear(2, 1).parameters(), g -> g.lr(1e-2)).learningRates()[1]    // ==> 0.01 }
///
/// A setting holds for every group that does not say otherwise.
///
/// @param <S> the optimiser itself, which its withers answer
public abstract class Tuned<S extends Tuned<S>> extends Optimizer {
    /// A message names so many parameters.
    private static final int NAMED = 12;

    private final List<Rule> rules = new ArrayList<>();

    Tuned(Setup setup) { super(setup); }

    /// This kind of optimiser, made otherwise.
    abstract S with(Setup setup);

    /// How parameters with these settings are changed.
    abstract Rule rule(Settings settings);

    /// How parameters of fewer than two dimensions are changed, if otherwise.
    Rule small(Settings settings) { return rule(settings); }

    final S set(String name, Object value) { return with(setup().with(name, value)); }

    final String word() { return setup().word(); }

    /// Another learning rate.
    public S lr(double lr) { return set("lr", Check.rate(word(), lr)); }

    /// How much of each parameter is taken away: through its gradient, or directly where the optimiser is known for that (adamW, lion, muon).
    public S weightDecay(double weightDecay) { return set("weightDecay", Check.atLeast(word(), "weightDecay", weightDecay, 0)); }

    /// Takes weight decay from matrices and kernels only, not from biases and the weights of norms: parameters of fewer than two dimensions keep.
    public S decayMatricesOnly() { return set("decayMatricesOnly", true); }

    /// Makes the loss larger instead of smaller.
    public S maximize() { return set("maximize", true); }

    /// Changes further parameters too, with a learning rate of their own.
    public S group(List<Tensor> parameters, double lr) { return group(parameters, g -> g.lr(lr)); }

    /// Changes further parameters too, with settings of their own.
    public S group(List<Tensor> parameters, UnaryOperator<S> settings) {
        List<Group> groups = new ArrayList<>(setup().groups());
        groups.add(own(List.copyOf(parameters), settings));
        return with(new Setup(word(), List.copyOf(groups), setup().settings()));
    }

    private Group own(List<Tensor> parameters, UnaryOperator<S> settings) {
        S alone = settings.apply(with(new Setup(word(), List.of(new Group(parameters, Map.of())), setup().settings().begin())));
        return new Group(parameters, alone.setup().settings().written());
    }

    /// Gives those of its parameters settings of their own whose names in the network's state match a pattern, where `*` stands for any
    /// letters: `.group("*.bias", g -> g.weightDecay(0))`. Of two groups that want a parameter the later has it.
    /// {@snippet : adam(linear(3, 2).parameters(), 1e-3).group("bias", g -> g.lr(1e-2))    // ==> adam(0.001).group(1 parameter: lr 0.01) }
    public S group(String parameters, UnaryOperator<S> settings) {
        Pattern pattern = Pattern.compile(Arrays.stream(parameters.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
        List<Tensor> chosen = parameters().stream().filter(p -> pattern.matcher(Names.path(p)).matches()).toList();
        if (chosen.isEmpty()) throw new IllegalArgumentException(word() + ": no parameter is called \"" + parameters + "\"; " + paths());
        List<Group> groups = new ArrayList<>();
        for (Group group : setup().groups()) {
            List<Tensor> kept = group.parameters().stream().filter(p -> chosen.stream().noneMatch(c -> c == p)).toList();
            if (kept.isEmpty()) throw new IllegalArgumentException(word() + ": \"" + parameters + "\" takes every parameter of " + (groups.isEmpty() ? "the optimiser; set it for all of them instead" : "a group before it; leave that group out"));
            groups.add(new Group(kept, group.own()));
        }
        groups.add(own(chosen, settings));
        return with(new Setup(word(), List.copyOf(groups), setup().settings()));
    }

    /// The names that there are, the first of them.
    private String paths() {
        List<String> paths = parameters().stream().map(Names::path).filter(path -> !path.isEmpty()).toList();
        if (paths.isEmpty()) return "its parameters have no names; take them from a network, with net.parameters()";
        return "there is " + paths.stream().limit(NAMED).collect(Collectors.joining(", ")) + (paths.size() > NAMED ? " and " + (paths.size() - NAMED) + " more" : "");
    }

    @Override
    final void renew() { rules.clear(); }

    @Override
    final Rule rule(int index) {
        if (rules.isEmpty()) for (Group group : setup().groups()) {
            Settings settings = setup().settings().with(group.own());
            if (cycled()) settings = settings.with(Pass.CYCLED, true);
            Rule all = rule(settings), small = small(settings.flag("decayMatricesOnly") ? settings.with("weightDecay", 0.0) : settings);
            for (Tensor parameter : group.parameters()) rules.add(parameter.dim() < 2 ? small : all);
        }
        return rules.get(index);
    }
}
