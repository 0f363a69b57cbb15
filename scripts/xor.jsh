// Exclusive or, the smallest question that no straight line answers: a network of two layers.
//
//     scripts/gradshell scripts/xor.jsh [EPOCHS]

int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 200;

seed(7);
var questions = tensor("[[0., 0.], [0., 1.], [1., 0.], [1., 1.]]");
var answers = tensor(0, 1, 1, 0);                       // class numbers

var net = linear(2, 8).then(tanh()).then(linear(8, 2));
print(net);

var history = fit(net).data(questions, answers)
    .loss(crossEntropyLoss())                           // takes scores, has its own softmax
    .optimizer(adam(net.parameters(), 0.05))
    .epochs(epochs).untilLoss(0.01).metrics(accuracy())
    .run();
print(history);
print(history.epochs().getLast());

var scores = noGrad(() -> net(questions));
print("probability of 1:", scores.softmax(1)[:, 1]);
print("answers:         ", scores.argmax(1));
