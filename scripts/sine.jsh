// A wave, continued by an LSTM that was only ever asked for the next point.
//
//     scripts/gradshell scripts/sine.jsh [EPOCHS]

int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 15;
seed(1);

// Two sines of different lengths, one upon the other. Every window of 50 points is an example, the point after it its target.
Tensor signal(Tensor time) { return time.div(8).sin().add(time.div(3).sin().mul(0.4)); }

var wave = signal(arange(0.0, 1000));
int window = 50;
var windows = sequences(wave, window);                             // [n, 50, 1] to [n, 1]

// The LSTM reads a window point by point; what it has to say after the last one is its answer.
var net = lstm(1, 32).batchFirst(true).lastStep().then(linear(32, 1));
var history = fit(net).data(windows)
    .loss(mseLoss())
    .optimizer(adam(net.parameters(), 0.005)).schedule(cosine(epochs))
    .batch(32).epochs(epochs).clipNorm(1)
    .run();
print(history);

// From the last window on, each answer becomes part of the next question.
int ahead = 150;
var known = wave.narrow(0, 1000 - window, window).reshape(1, window, 1);
for (int i = 0; i < ahead; i++) {
    var seen = known.narrow(1, i, window);
    known = cat(1, known, noGrad(() -> net.apply(seen)).unsqueeze(1));
}
var told = known.narrow(1, window, ahead).flatten();

var later = arange(1000.0, 1000 + ahead);
var truth = signal(later);
print(plot(later, truth).label("the wave").and(plot(later, told).label("as the network goes on")));
print("off by", told.sub(truth).abs().mean().item(), "on average");
