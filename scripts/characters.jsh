// A small transformer that reads a tale character by character, and tells one of its own as it learns.
//
//     scripts/gradshell scripts/characters.jsh [ROUNDS [TEXT]]

int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 8;
seed(1);

// Every 64 characters of the text are an example, and the same a character later their target.
int context = 64, width = 64;
var text = characters(args.length > 1 ? args[1] : "scripts/data/lighthouse.txt", context);
int letters = text.vocabulary().size();
print(text);

// Each character may look at those before it (causal). What comes out are scores of the next, [n, 64, letters]; the loss wants the
// classes in the second dimension.
var block = transformerEncoderLayer(width, 4, 4 * width).normFirst(true).activation("gelu").dropout(0.1).causal(true);
var net = embedding(letters, width)
    .then(learnedPositions(context, width))
    .then(transformerEncoder(block, 2).norm(layerNorm(width)))
    .then(linear(width, letters))
    .then(permute(0, 2, 1));

// One character after the other: each is drawn by its probability, and read before the next is drawn.
String tell(String begin, int length) {
    var told = text.encode(begin);
    for (int i = 0; i < length; i++) {
        int from = Math.max(0, told.size(0) - context);
        var seen = told.narrow(0, from, told.size(0) - from).unsqueeze(0);
        var scores = noGrad(() -> net.apply(seen)).select(2, -1).select(0, 0);
        told = cat(0, told, multinomial(scores.div(0.6).softmax(0), 1));
    }
    return text.decode(told);
}

// A round of 100 steps, then a sample. Further rounds go on with the same optimiser.
var optimizer = adamW(net.parameters(), 0.003);
for (int round = 1; round <= rounds; round++) {
    var history = fit(net).data(text).loss(crossEntropyLoss()).optimizer(optimizer).batch(32).steps(100).clipNorm(1).run();
    print("after", 100 * round, "steps, loss", String.format("%.3f", history.loss()));
    print(tell("In ", 200));
    print();
}
