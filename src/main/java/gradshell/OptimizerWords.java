package gradshell;

import gradshell.optim.Adadelta;
import gradshell.optim.Adagrad;
import gradshell.optim.Adam;
import gradshell.optim.Adamax;
import gradshell.optim.Cosine;
import gradshell.optim.Lion;
import gradshell.optim.Muon;
import gradshell.optim.Nadam;
import gradshell.optim.Radam;
import gradshell.optim.Rmsprop;
import gradshell.optim.Schedule;
import gradshell.optim.Sgd;
import gradshell.optim.StepSchedule;
import gradshell.tensor.Tensor;
import java.util.List;

/// The words of optimisers and schedules.
public abstract sealed class OptimizerWords extends LossWords permits DataWords {
    OptimizerWords() {}

    /// Stochastic gradient descent; `.momentum(0.9)`, `.dampening(0.1)`, `.nesterov()`, `.weightDecay(0.01)`.
    /// {@snippet : sgd(linear(3, 2).parameters(), 0.1).momentum(0.9)    // ==> sgd(0.1).momentum(0.9) }
    public static Sgd sgd(List<Tensor> parameters, double lr) { return new Sgd(parameters, lr); }
    /// Adam; `.betas(0.9, 0.999)`, `.eps(1e-8)`, `.weightDecay(0.01)`, `.amsgrad()`.
    public static Adam adam(List<Tensor> parameters, double lr) { return Adam.adam(parameters, lr); }
    /// Adam with decoupled weight decay.
    public static Adam adamW(List<Tensor> parameters, double lr) { return Adam.adamW(parameters, lr); }
    /// RMSprop; `.alpha(0.99)`, `.eps(1e-8)`, `.momentum(0.9)`, `.centered()`.
    public static Rmsprop rmsprop(List<Tensor> parameters, double lr) { return new Rmsprop(parameters, lr); }
    /// Adagrad; `.eps(1e-10)`, `.lrDecay(0.01)`, `.initialAccumulatorValue(0.1)`.
    public static Adagrad adagrad(List<Tensor> parameters, double lr) { return new Adagrad(parameters, lr); }
    /// Adadelta; `.rho(0.9)`, `.eps(1e-6)`.
    public static Adadelta adadelta(List<Tensor> parameters, double lr) { return new Adadelta(parameters, lr); }
    /// Adamax; `.betas(0.9, 0.999)`, `.eps(1e-8)`.
    public static Adamax adamax(List<Tensor> parameters, double lr) { return new Adamax(parameters, lr); }
    /// NAdam; `.betas(0.9, 0.999)`, `.eps(1e-8)`, `.momentumDecay(0.004)`.
    public static Nadam nadam(List<Tensor> parameters, double lr) { return new Nadam(parameters, lr); }
    /// RAdam; `.betas(0.9, 0.999)`, `.eps(1e-8)`.
    public static Radam radam(List<Tensor> parameters, double lr) { return new Radam(parameters, lr); }
    /// Lion; `.betas(0.9, 0.99)`, `.weightDecay(0.1)`.
    public static Lion lion(List<Tensor> parameters, double lr) { return new Lion(parameters, lr); }
    /// Muon for matrices, AdamW for other parameters; `.momentum(0.95)`, `.adamLr(3e-4)`, `.weightDecay(0.1)`.
    public static Muon muon(List<Tensor> parameters, double lr) { return new Muon(parameters, lr); }
    /// The learning rate down along half a cosine to 0.
    /// {@snippet : cosine(10).rate(0.1, 5)    // ==> 0.05 }
    public static Schedule cosine(int epochs) { return new Cosine(epochs, 0); }
    /// The learning rate down along half a cosine to `min`.
    public static Schedule cosine(int epochs, double min) { return new Cosine(epochs, min); }
    /// The learning rate times `factor` after every `epochs` epochs.
    public static Schedule stepSchedule(int epochs, double factor) { return new StepSchedule(epochs, factor); }
}
