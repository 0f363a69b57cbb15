// A variational autoencoder: it learns to squeeze drawn digits into eight numbers and back, and then draws digits that nobody drew.
//
//     scripts/gradshell scripts/vae.jsh [EPOCHS]

int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 20;
seed(1);
int examples = 4000, code = 8;
var data = digits(examples);

var encoder = flatten().then(linear(784, 256)).then(relu()).then(linear(256, 2 * code));
var decoder = linear(code, 256).then(relu()).then(linear(256, 784)).then(reshape(1, 28, 28));
var both = parallel(encoder, decoder);                             // one network, for its parameters

// The encoder answers with the mean and the logarithm of the variance of a normal distribution; a draw from it is the code. What the
// decoder loses, and how far the distribution is from the standard one (Kullback and Leibler), count together (Kingma and Welling, 2013).
Tensor loss(Tensor images) {
    var parts = encoder.apply(images).chunk(2, 1);
    Tensor mean = parts.get(0), logVariance = parts.get(1);
    var drawn = mean.add(logVariance.div(2).exp().mul(randnLike(mean)));
    var lost = bceWithLogitsLoss().reduction("sum").apply(decoder.apply(drawn), images);
    var distance = mean.square().add(logVariance.exp()).sub(logVariance).sub(1).sum().div(2);
    return lost.add(distance).div(images.size(0));
}

var history = fit(both).data(data)
    .step((images, _) -> loss(images))
    .optimizer(adam(both.parameters(), 0.002))
    .batch(64).epochs(epochs)
    .run();
print(history);

var some = data.first(4).inputs();
print("drawn, and what is left of it after eight numbers:");
print(imshow(some));
print(imshow(noGrad(() -> decoder.apply(encoder.apply(some).narrow(1, 0, code)).sigmoid())));
print("dreamt:");
print(imshow(noGrad(() -> decoder.apply(randn(9, code)).sigmoid())));
