// Three spirals wound into one another: batches, a validation set, a schedule, and a map of what was learnt.
//
//     scripts/gradshell scripts/spiral.jsh [EPOCHS]

import gradshell.data.*;

int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 60;
seed(3);

// One arm: points along a radius that turns with its length, with some noise in the angle.
Dataset spirals(int each) {
    Tensor[] points = new Tensor[3], arms = new Tensor[3];
    for (int arm = 0; arm < 3; arm++) {
        var radius = linspace(0.05, 1, each);
        var angle = 5 * radius + arm * 2 * Math.PI / 3 + 0.15 * randn(each);
        points[arm] = stack(1, radius * angle.cos(), radius * angle.sin());
        arms[arm] = full(arm, each);
    }
    return dataset(cat(0, points), cat(0, arms));
}

var net = linear(2, 32).then(relu()).then(linear(32, 32)).then(relu()).then(linear(32, 3));
var history = fit(net).data(spirals(200)).validation(spirals(50))
    .loss(crossEntropyLoss())
    .optimizer(adamW(net.parameters(), 0.01)).schedule(cosine(epochs))
    .batch(50).epochs(epochs).metrics(accuracy())
    .listener(epoch -> { if (epoch.number() % 10 == 0) print(epoch); })
    .run();
print(history);

// The plane from -1 to 1, a letter for the arm that the network sees at each place.
int width = 48, height = 24;
var across = linspace(-1, 1, width).expand(height, width);
var down = linspace(1, -1, height).unsqueeze(1).expand(height, width);
long[] arms = noGrad(() -> net(stack(2, across, down)).argmax(2)).toLongs();
for (int row = 0; row < height; row++) {
    var line = new StringBuilder();
    for (int column = 0; column < width; column++) line.append(".o#".charAt((int) arms[row * width + column]));
    print(line);
}
