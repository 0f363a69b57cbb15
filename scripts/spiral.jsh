// Three spirals wound into one another: batches, a validation set, a schedule, and a picture of what was learnt.
//
//     scripts/gradshell scripts/spiral.jsh [EPOCHS [PICTURE.png]]

int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 100;
seed(3);

var points = spirals(600, 0.03, 3);                                // each arm is a class
var parts = points.split(0.25);

var net = linear(2, 32).then(relu()).then(linear(32, 32)).then(relu()).then(linear(32, 3));
var history = fit(net).data(parts.first()).validation(parts.second())
    .loss(crossEntropyLoss())
    .optimizer(adamW(net.parameters(), 0.01)).schedule(cosine(epochs))
    .batch(50).epochs(epochs).metrics(accuracy())
    .run();
print(history);

// What the network says of every place in the plane, behind the points.
var picture = decisionBoundary(net, points.inputs(), points.targets()).title("three spirals");
print(picture);
if (args.length > 1) picture.save(args[1]);
