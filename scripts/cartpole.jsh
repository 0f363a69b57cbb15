// A pole on a cart, kept upright by pushing left or right: learnt from nothing but how long it stayed up (REINFORCE).
//
//     scripts/gradshell scripts/cartpole.jsh [EPISODES]

int episodes = args.length > 0 ? Integer.parseInt(args[0]) : 300;
seed(2);

// The cart's place and speed, the pole's angle and speed, after a push of 10 newtons for a fiftieth of a second
// (Barto, Sutton and Anderson, 1983: a cart of 1 kg, a pole of 0.1 kg and 1 m).
double[] push(double[] s, boolean right) {
    double cos = Math.cos(s[2]), sin = Math.sin(s[2]), force = right ? 10 : -10;
    double thrust = (force + 0.05 * s[3] * s[3] * sin) / 1.1;
    double turn = (9.8 * sin - cos * thrust) / (0.5 * (4.0 / 3 - 0.1 * cos * cos / 1.1));
    double along = thrust - 0.05 * turn * cos / 1.1;
    return new double[] {s[0] + 0.02 * s[1], s[1] + 0.02 * along, s[2] + 0.02 * s[3], s[3] + 0.02 * turn};
}

boolean fallen(double[] s) { return Math.abs(s[0]) > 2.4 || Math.abs(s[2]) > Math.toRadians(12); }

var policy = linear(4, 64).then(relu()).then(linear(64, 2));       // scores of left and right
var optimizer = adam(policy.parameters(), 0.005);
double recent = 0;

for (int episode = 1; episode <= episodes; episode++) {
    // Play: what was seen and what was done, until the pole falls or 500 pushes are over.
    List<Tensor> seen = new ArrayList<>();
    List<Integer> done = new ArrayList<>();
    double[] state = rand(4).sub(0.5).mul(0.1).toDoubles();
    while (!fallen(state) && done.size() < 500) {
        var now = tensor(float32, state);
        double right = noGrad(() -> policy.apply(now).softmax(0)).at(1).item();
        boolean go = rand().item() < right;
        seen.add(now);
        done.add(go ? 1 : 0);
        state = push(state, go);
    }

    // Each deed counts for all the time that came after it, later time a little less; what is above the mean is made likelier.
    double[] returns = new double[done.size()];
    double after = 0;
    for (int i = returns.length - 1; i >= 0; i--) returns[i] = after = 1 + 0.99 * after;
    var worth = tensor(float32, returns);
    worth = worth.sub(worth.mean()).div(worth.std().add(1e-6));
    var deeds = tensor(done.stream().mapToLong(i -> i).toArray()).unsqueeze(1);

    optimizer.zeroGrad();
    var likelihood = policy.apply(stack(0, seen.toArray(Tensor[]::new))).logSoftmax(1).gather(1, deeds).squeeze(1);
    likelihood.mul(worth).mean().neg().backward();
    optimizer.step();

    recent = episode == 1 ? done.size() : 0.9 * recent + 0.1 * done.size();
    if (episode % 25 == 0) print("episode", episode, " upright for", done.size(), "pushes, lately", Math.round(recent));
}
