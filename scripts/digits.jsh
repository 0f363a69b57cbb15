// Ten digits in drawn images, told apart by the network that Yann LeCun built for them in 1998, with rectifiers for its sigmoids.
//
//     scripts/gradshell scripts/digits.jsh [EXAMPLES]

int examples = args.length > 0 ? Integer.parseInt(args[0]) : 12000;
seed(1);

var data = digits(examples);                                       // images [n, 1, 28, 28], classes 0 to 9
print(imshow(data.first(10).inputs()));

var lenet = sequential(
    conv2d(1, 6, 5).padding(2), relu(), maxPool2d(2),              // [n, 6, 14, 14]
    conv2d(6, 16, 5), relu(), maxPool2d(2),                        // [n, 16, 5, 5]
    flatten(),
    linear(400, 120), relu(), linear(120, 84), relu(), linear(84, 10));
print(summary(lenet, 1, 1, 28, 28));

var parts = data.split(1.0 / 6);                                   // the second part is not trained on
var training = fit(lenet).data(parts.first()).validation(parts.second())
    .loss(crossEntropyLoss())
    .optimizer(adam(lenet.parameters(), 0.002)).schedule(cosine(6))
    .batch(64).epochs(6).metrics(accuracy());
print(training.run());
print(training.confusion(parts.second()));

// Some that it gets wrong, if it gets any wrong.
var held = parts.second().first(1000);
var guesses = noGrad(() -> lenet.apply(held.inputs()).argmax(1));
var wrong = guesses.ne(held.targets());
if (wrong.any().item() > 0) {
    print(imshow(held.inputs().at(wrong)));
    print("taken for", guesses.at(wrong));
}
