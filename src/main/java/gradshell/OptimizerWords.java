package gradshell;

import gradshell.nn.Layer;
import gradshell.optim.Adadelta;
import gradshell.optim.Adagrad;
import gradshell.optim.Adam;
import gradshell.optim.Adamax;
import gradshell.optim.Average;
import gradshell.optim.Clip;
import gradshell.optim.Constant;
import gradshell.optim.Cosine;
import gradshell.optim.CosineRestarts;
import gradshell.optim.Cyclic;
import gradshell.optim.Exponential;
import gradshell.optim.InverseSquareRoot;
import gradshell.optim.Lbfgs;
import gradshell.optim.Lambda;
import gradshell.optim.LinearSchedule;
import gradshell.optim.Lion;
import gradshell.optim.MultiStep;
import gradshell.optim.Muon;
import gradshell.optim.Nadam;
import gradshell.optim.Noam;
import gradshell.optim.OneCycle;
import gradshell.optim.Plateau;
import gradshell.optim.Polynomial;
import gradshell.optim.Radam;
import gradshell.optim.Rmsprop;
import gradshell.optim.Schedule;
import gradshell.optim.Sequential;
import gradshell.optim.Sgd;
import gradshell.optim.StepSchedule;
import gradshell.optim.Warmup;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.function.IntToDoubleFunction;

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
    /// The learning rate down along half a cosine to 0, and up again along the other half if the training goes on.
    /// {@snippet : cosine(10).rate(0.1, 5)    // ==> 0.05 }
    public static Cosine cosine(int epochs) { return new Cosine(epochs, 0); }
    /// The learning rate down along half a cosine to `min`.
    public static Cosine cosine(int epochs, double min) { return new Cosine(epochs, min); }
    /// Half cosines again and again, the first `epochs` long.
    public static CosineRestarts cosineRestarts(int epochs) { return new CosineRestarts(epochs, 1, 0); }
    /// Half cosines again and again, each `times` as long as the one before.
    public static CosineRestarts cosineRestarts(int epochs, int times) { return new CosineRestarts(epochs, times, 0); }
    /// Half cosines down to `min` again and again, each `times` as long as the one before.
    public static CosineRestarts cosineRestarts(int epochs, int times, double min) { return new CosineRestarts(epochs, times, min); }
    /// The learning rate times `factor` after every `epochs` epochs.
    public static StepSchedule stepSchedule(int epochs, double factor) { return new StepSchedule(epochs, factor); }
    /// The learning rate times `factor` at each milestone.
    /// {@snippet : multiStep(List.of(30, 80), 0.5).rate(1, 50)    // ==> 0.5 }
    public static MultiStep multiStep(List<Integer> milestones, double factor) { return new MultiStep(milestones, factor); }
    /// The learning rate times `factor` after each epoch.
    public static Exponential exponential(double factor) { return new Exponential(factor); }
    /// The learning rate from one part of it in a line to another.
    public static LinearSchedule linearSchedule(double from, double to, int epochs) { return new LinearSchedule(from, to, epochs); }
    /// A part of the learning rate for some epochs, then the whole.
    public static Constant constant(double factor, int epochs) { return new Constant(factor, epochs); }
    /// The learning rate up in a line for some epochs; `.then(cosine(95))`, `.everyStep()`.
    public static Warmup warmup(int epochs) { return new Warmup(epochs); }
    /// The learning rate down in a line to 0.
    public static Polynomial polynomial(int epochs) { return new Polynomial(epochs, 1); }
    /// The learning rate down to 0 along a power.
    public static Polynomial polynomial(int epochs, double power) { return new Polynomial(epochs, power); }
    /// Up to `maxLr` and down again in so many steps, and the momentum from 0.95 to 0.85 and back unless `.cycleMomentum(false)`; `.pctStart(0.3)`, `.divFactor(25)`, `.finalDivFactor(1e4)`, `.straight(true)`, `.threePhase(true)`.
    public static OneCycle oneCycle(double maxLr, int steps) { return new OneCycle(maxLr, steps); }
    /// From `base` up to `max` in `up` steps and down again, and the momentum from 0.9 to 0.8 and back unless `.cycleMomentum(false)`; `.down(100)`, `.fade(0.99)`, `.halves(true)`.
    public static Cyclic cyclic(double base, double max, int up) { return new Cyclic(base, max, up); }
    /// The schedule of the first transformer: up in a line for `warmup` steps, then down with the inverse square root.
    public static Noam noam(int size, int warmup) { return new Noam(size, warmup); }
    /// Up to the learning rate in `warmup` steps, then down with the inverse square root.
    public static InverseSquareRoot inverseSquareRoot(int warmup) { return new InverseSquareRoot(warmup); }
    /// The learning rate times `factor` when the loss no longer falls; `.figure("validation.loss")`, `.rising()`, `.threshold(1e-4)`, `.cooldown(2)`, `.min(1e-6)`.
    public static Plateau plateau(double factor, int patience) { return new Plateau(factor, patience); }
    /// The learning rate times what a function says of an epoch.
    /// {@snippet : lambdaSchedule(epoch -> 1.0 / (1 + epoch)).rate(1, 3)    // ==> 0.25 }
    public static Schedule lambdaSchedule(IntToDoubleFunction factor) { return new Lambda(factor); }
    /// Several schedules, of which the second begins at the first milestone, and so on.
    public static Schedule sequentialSchedule(List<Schedule> schedules, List<Integer> milestones) { return new Sequential(schedules, milestones); }
    /// A schedule whose time is counted in steps instead of epochs.
    public static Schedule bySteps(Schedule schedule) { return schedule.everyStep(); }

    /// Scales all gradients together so that their norm is at most `limit`; answers the norm before.
    public static double clipGradNorm(List<Tensor> parameters, double limit) { return Clip.norm(parameters, limit); }
    /// Scales all gradients together so that their p-norm is at most `limit`; answers the norm before.
    public static double clipGradNorm(List<Tensor> parameters, double limit, double p) { return Clip.norm(parameters, limit, p); }
    /// Moves every element of every gradient into -limit … limit.
    public static void clipGradValue(List<Tensor> parameters, double limit) { Clip.value(parameters, limit); }
    /// A moving average of the weights of a net.
    public static Average ema(Layer net, double decay) { return new Average(net.parameters(), decay); }
    /// A moving average of parameters.
    public static Average ema(List<Tensor> parameters, double decay) { return new Average(parameters, decay); }
    /// L-BFGS, which computes the loss several times in a step: `opt.step(() -> loss)`; `.historySize(100)`, `.maxIter(20)`, `.strongWolfe()`.
    public static Lbfgs lbfgs(List<Tensor> parameters, double lr) { return new Lbfgs(parameters, lr); }
}
