// Two networks against each other: one draws points, the other tells drawn points from real ones, which lie on a ring.
//
//     scripts/gradshell scripts/gan.jsh [STEPS]

int steps = args.length > 0 ? Integer.parseInt(args[0]) : 3000;
seed(1);

// The real points: on a circle of radius 1, a little off it.
Tensor ring(int count) {
    var angle = rand(count).mul(2 * Math.PI);
    return stack(1, angle.cos(), angle.sin()).add(randn(count, 2).mul(0.05));
}

var painter = linear(8, 64).then(relu()).then(linear(64, 64)).then(relu()).then(linear(64, 2));
var critic = linear(2, 64).then(leakyRelu(0.2)).then(linear(64, 64)).then(leakyRelu(0.2)).then(linear(64, 1));
var paint = adam(painter.parameters(), 1e-3).betas(0.5, 0.9);
var judge = adam(critic.parameters(), 1e-3).betas(0.5, 0.9);

// What the critic wants: high scores for real points, low ones for painted ones. softplus(-score) is -log(sigmoid(score)).
var criticStep = compile((real, noise) -> {
    judge.zeroGrad();
    var painted = painter.apply(noise).detach();
    var loss = critic.apply(real).neg().softplus().mean().add(critic.apply(painted).softplus().mean());
    loss.backward();
    judge.step();
    return loss;
});

// What the painter wants: high scores for what it paints.
var painterStep = compile(noise -> {
    paint.zeroGrad();
    var loss = critic.apply(painter.apply(noise)).neg().softplus().mean();
    loss.backward();
    paint.step();
    return loss;
});

for (int step = 1; step <= steps; step++) {
    var criticLoss = criticStep.apply(ring(128), randn(128, 8));
    var painterLoss = painterStep.apply(randn(128, 8));
    if (step % 250 == 0) print("step", step, " critic", criticLoss.item(), " painter", painterLoss.item());
}

// How far from the middle the painted points lie, and where.
var points = noGrad(() -> painter.apply(randn(2000, 8)));
var radius = points.square().sum(1).sqrt();
print("radius:", radius.mean().item(), "+-", radius.std().item());

char[][] map = new char[21][42];
for (var row : map) Arrays.fill(row, ' ');
float[] places = points.toFloats();
for (int i = 0; i < places.length; i += 2) {
    int column = Math.round(20.5f + places[i] * 15), row = Math.round(10 - places[i + 1] * 7.5f);
    if (row >= 0 && row < 21 && column >= 0 && column < 42) map[row][column] = '.';
}
for (var row : map) print(new String(row));
