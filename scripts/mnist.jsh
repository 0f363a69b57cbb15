// Handwritten digits (MNIST), or clothes (Fashion-MNIST), from the four files in which they come.
//
//     scripts/gradshell scripts/mnist.jsh [TRAIN-IMAGES TRAIN-LABELS TEST-IMAGES TEST-LABELS] [EPOCHS]
//
// The files are called train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and
// t10k-labels-idx1-ubyte.gz, and stay packed. Without files, some drawn digits stand for them.

boolean files = args.length >= 4;
int epochs = args.length == 1 || args.length == 5 ? Integer.parseInt(args[args.length - 1]) : 5;
seed(1);

var train = files ? idx(args[0], args[1]) : digits(2000);
var test = files ? idx(args[2], args[3]) : digits(500);
print("train:", train);
print("test: ", test);
print(imshow(test.first(4).inputs()));

// Two convolutions, each halved by pooling, and two linear layers; dropout keeps it from learning the images by heart.
var net = sequential(
    conv2d(1, 16, 3).padding(1), relu(), maxPool2d(2),             // [n, 16, 14, 14]
    conv2d(16, 32, 3).padding(1), relu(), maxPool2d(2),            // [n, 32, 7, 7]
    flatten(), dropout(0.25),
    linear(1568, 128), relu(), linear(128, 10));

int steps = epochs * Math.ceilDiv(train.size(), 64);
var training = fit(net).data(train).validation(test)
    .loss(crossEntropyLoss())
    .optimizer(adam(net.parameters(), 0.001)).schedule(oneCycle(0.004, steps))
    .batch(64).epochs(epochs).metrics(accuracy())
    .listener(epoch -> print(epoch));
print(training.run().summary());
print(training.confusion(test));
