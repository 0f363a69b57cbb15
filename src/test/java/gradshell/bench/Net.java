package gradshell.bench;

import static gradshell.Dsl.adam;
import static gradshell.Dsl.adamW;
import static gradshell.Dsl.crossEntropyLoss;
import static gradshell.Dsl.flatten;
import static gradshell.Dsl.linear;
import static gradshell.Dsl.mseLoss;
import static gradshell.Dsl.randint;
import static gradshell.Dsl.randn;
import static gradshell.Dsl.relu;
import static gradshell.Dsl.seed;
import static gradshell.Dsl.sequential;
import static gradshell.Dsl.sgd;
import static gradshell.Dsl.sigmoid;

import gradshell.nn.Layer;
import gradshell.nn.Loss;
import gradshell.optim.Optimizer;
import gradshell.tensor.Tensor;

/// A network on its way through training, with one batch of made-up examples. It always begins alike.
record Net(Layer model, Loss loss, Optimizer optimizer, Tensor x, Tensor y) {

    /// One step of training.
    Tensor step(Tensor inputs, Tensor targets) {
        optimizer.zeroGrad();
        Tensor l = loss.apply(model.apply(inputs), targets);
        l.backward();
        optimizer.step();
        return l;
    }

    /// One layer and a sigmoid that learn from noise.
    static Net notebook(int batch) {
        seed(0);
        Layer model = linear(3, 2).then(sigmoid());
        return new Net(model, mseLoss(), sgd(model.parameters(), 0.01), randn(batch, 3), randn(batch, 2));
    }

    /// Three layers with relu between them, for images of numerals.
    static Net mlp(int batch, int in, int first, int second) {
        seed(1);
        Layer model = sequential(linear(in, first), relu(), linear(first, second), relu(), linear(second, 10));
        return new Net(model, crossEntropyLoss(), adam(model.parameters(), 1e-3), randn(batch, in), randint(0, 10, batch));
    }

    /// Two convolutions, each pooled, and three layers (after LeCun et al., 1998), for images of 28 × 28.
    static Net lenet(int batch) {
        seed(2);
        Layer model = sequential(Conv2d.of(1, 6, 5, 2), relu(), x -> x.maxPool2d(2), Conv2d.of(6, 16, 5, 0), relu(), x -> x.maxPool2d(2), flatten(),
                linear(400, 120), relu(), linear(120, 84), relu(), linear(84, 10));
        return new Net(model, crossEntropyLoss(), sgd(model.parameters(), 1e-2).momentum(0.9), randn(batch, 1, 28, 28), randint(0, 10, batch));
    }

    /// A transformer that reads characters, 65 of them.
    static Net transformer(int batch, int context, int width, int heads, int depth) {
        seed(3);
        Layer model = Transformer.of(65, context, width, heads, depth);
        return new Net(model, crossEntropyLoss(), adamW(model.parameters(), 3e-4), randint(0, 65, batch, context), randint(0, 65, batch * context));
    }
}
