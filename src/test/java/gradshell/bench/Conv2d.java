package gradshell.bench;

import gradshell.nn.Layer;
import gradshell.tensor.Conv;
import gradshell.tensor.Tensor;

import static gradshell.Dsl.conv;
import static gradshell.Dsl.uniform;

/// A convolution of images with what it learns.
///
/// @param weight `[out, in, size, size]`
/// @param bias   `[out]`
record Conv2d(Tensor weight, Tensor bias, Conv settings) implements Layer {
    /// With PyTorch's initial values: both uniform within 1 / √(in · size²).
    static Conv2d of(int in, int out, int size, int padding) {
        double bound = 1 / Math.sqrt(in * size * size);
        return new Conv2d(uniform(-bound, bound, out, in, size, size).requiresGrad(true), uniform(-bound, bound, out).requiresGrad(true), conv().padding(padding));
    }

    @Override
    public Tensor apply(Tensor x) { return x.conv2d(weight, bias, settings); }
}
