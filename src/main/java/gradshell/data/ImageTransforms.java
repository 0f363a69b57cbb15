package gradshell.data;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;
import java.util.List;

/// Transforms, most of them of images `[n, channels, height, width]`.
public final class ImageTransforms {
    private ImageTransforms() {}

    /// Inputs less a mean, over a deviation: one of each for all numbers, or one for each channel.
    public record Normalized(List<Double> mean, List<Double> deviation) implements Transform {
        public Normalized {
            if (mean.isEmpty() || mean.size() != deviation.size()) throw new IllegalArgumentException("normalized: " + mean.size() + " means and " + deviation.size() + " deviations; there must be one of each, or one of each for every channel");
            for (double d : deviation) if (!(d > 0)) throw new IllegalArgumentException("normalized: a deviation of " + d + "; it must be above 0");
        }

        @Override
        public Tensor apply(Tensor x, Rng chance) {
            if (!x.dtype().isFloating()) throw new gradshell.array.DTypeException("normalized: the inputs are " + x.dtype() + "; normalise floating numbers");
            if (mean.size() > 1 && (x.dim() < 2 || x.size(1) != mean.size())) throw new ShapeException("normalized: " + mean.size() + " means for inputs of shape " + x.shape() + "; there must be one for each channel, dimension 1");
            return x.sub(channels(mean, x)).div(channels(deviation, x));
        }

        private static Tensor channels(List<Double> values, Tensor x) {
            int[] sizes = new int[values.size() == 1 ? 0 : x.dim() - 1];
            java.util.Arrays.fill(sizes, 1);
            if (sizes.length > 0) sizes[0] = values.size();
            return Tensor.of(Array.of(DType.FLOAT64, Shape.of(sizes), values.stream().mapToDouble(d -> d).toArray())).to(x.dtype());
        }

        @Override
        public boolean always() { return true; }
    }

    /// Turns left and right round in each image with a probability.
    public record HorizontalFlip(double p) implements Transform {
        public HorizontalFlip {
            if (!(p >= 0 && p <= 1)) throw new IllegalArgumentException("randomHorizontalFlip: a probability of " + p + "; it must be from 0 to 1");
        }

        @Override
        public Tensor apply(Tensor x, Rng chance) {
            images("randomHorizontalFlip", x);
            boolean[] turned = new boolean[x.size(0)];
            chance.fillTrue(turned, p);
            return x.flip(3).where(Tensor.of(Array.of(DType.BOOL, Shape.of(turned.length, 1, 1, 1), turned)), x);
        }
    }

    /// A square out of each image at a random place, after zeros were put round it.
    public record Crop(int size, int padding) implements Transform {
        public Crop {
            if (size < 1 || padding < 0) throw new IllegalArgumentException("randomCrop: a size of " + size + " and a padding of " + padding + "; they must be at least 1 and 0");
        }

        @Override
        public Tensor apply(Tensor images, Rng chance) {
            images("randomCrop", images);
            Tensor x = padding == 0 ? images : images.pad(padding, padding, padding, padding);
            int n = x.size(0), height = x.size(2), width = x.size(3);
            if (size > height || size > width) throw new ShapeException("randomCrop: a size of " + size + " out of images of " + height + " x " + width + (padding == 0 ? "" : " with padding"));
            long[] places = new long[n * size * size];
            for (int i = 0, k = 0; i < n; i++) {
                long top = chance.integers(0, height - size + 1, 1)[0], left = chance.integers(0, width - size + 1, 1)[0];
                for (int row = 0; row < size; row++) for (int column = 0; column < size; column++) places[k++] = (top + row) * width + left + column;
            }
            return picked(x, places, size * size).reshape(n, x.size(1), size, size);
        }
    }

    /// Turns each image round its centre by up to so many degrees either way; what comes in from outside is 0.
    public record Rotation(double degrees) implements Transform {
        public Rotation {
            if (!(degrees >= 0 && degrees <= 180)) throw new IllegalArgumentException("randomRotation: " + degrees + " degrees; they must be from 0 to 180");
        }

        @Override
        public Tensor apply(Tensor x, Rng chance) {
            images("randomRotation", x);
            int n = x.size(0), height = x.size(2), width = x.size(3), area = height * width;
            // The four neighbours of where each pixel comes from, and their shares of it.
            long[][] places = new long[4][n * area];
            float[][] shares = new float[4][n * area];
            for (int i = 0, k = 0; i < n; i++) {
                double angle = StrictMath.toRadians(degrees * (2 * chance.uniformDouble() - 1)), cos = StrictMath.cos(angle), sin = StrictMath.sin(angle);
                for (int row = 0; row < height; row++) for (int column = 0; column < width; column++, k++) {
                    double dy = row - (height - 1) / 2.0, dx = column - (width - 1) / 2.0, y = (height - 1) / 2.0 + cos * dy - sin * dx, across = (width - 1) / 2.0 + sin * dy + cos * dx;
                    int top = (int) Math.floor(y), left = (int) Math.floor(across);
                    for (int corner = 0; corner < 4; corner++) {
                        int r = top + corner / 2, c = left + corner % 2;
                        if (r < 0 || r >= height || c < 0 || c >= width) continue;
                        places[corner][k] = r * width + c;
                        shares[corner][k] = (float) ((1 - Math.abs(y - r)) * (1 - Math.abs(across - c)));
                    }
                }
            }
            Tensor sum = null;
            for (int corner = 0; corner < 4; corner++) {
                Tensor part = picked(x, places[corner], area).mul(Generated.floats(shares[corner], n, 1, area).to(x.dtype()));
                sum = sum == null ? part : sum.add(part);
            }
            return sum.reshape(x.shape());
        }
    }

    /// Normally distributed numbers added to each input.
    public record Noise(double deviation) implements Transform {
        public Noise {
            if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) throw new IllegalArgumentException("gaussianNoise: a deviation of " + deviation + "; it must be finite and at least 0");
        }

        @Override
        public Tensor apply(Tensor x, Rng chance) {
            if (!x.dtype().isFloating()) throw new gradshell.array.DTypeException("gaussianNoise: the inputs are " + x.dtype() + "; noise goes into floating numbers");
            float[] noise = new float[x.numel()];
            chance.fillNormal(noise, 0, deviation);
            return x.add(Generated.floats(noise, x.shape().toArray()).to(x.dtype()));
        }
    }

    /// A square of zeros at a random place of each image (DeVries and Taylor, 2017); it may reach over the edge.
    public record Cutout(int size) implements Transform {
        public Cutout {
            if (size < 1) throw new IllegalArgumentException("cutout: a size of " + size + "; it must be at least 1");
        }

        @Override
        public Tensor apply(Tensor x, Rng chance) {
            images("cutout", x);
            int n = x.size(0), height = x.size(2), width = x.size(3);
            boolean[] out = new boolean[n * height * width];
            for (int i = 0; i < n; i++) {
                int top = (int) chance.integers(0, height, 1)[0] - size / 2, left = (int) chance.integers(0, width, 1)[0] - size / 2;
                for (int row = Math.max(0, top); row < Math.min(height, top + size); row++)
                    for (int column = Math.max(0, left); column < Math.min(width, left + size); column++) out[(i * height + row) * width + column] = true;
            }
            return x.maskedFill(Tensor.of(Array.of(DType.BOOL, Shape.of(n, 1, height, width), out)), 0);
        }
    }

    private static void images(String word, Tensor x) {
        if (x.dim() != 4) throw new ShapeException(word + ": inputs of shape " + x.shape() + "; images are [n, channels, height, width]");
    }

    /// Pixels by their places in each image, the same of all its channels.
    private static Tensor picked(Tensor x, long[] places, int each) {
        int n = x.size(0), channels = x.size(1);
        Tensor index = Tensor.of(Array.of(DType.INT64, Shape.of(n, 1, each), places)).expand(n, channels, each);
        return x.reshape(n, channels, x.size(2) * x.size(3)).gather(2, index);
    }
}
