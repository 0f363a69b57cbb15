// What a field yields, from a table with rain, sun, nitrogen and soil: a column of words among the numbers, and cells left empty.
//
//     scripts/gradshell scripts/tabular.jsh [EPOCHS]

int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 100;
seed(1);

// Each kind of soil becomes a column of zeros and ones. Empty cells take the mean of their column, and every column of numbers is
// brought to mean 0 and deviation 1: all that is learnt from the first part, which is trained on.
var fields = csv("scripts/data/harvest.csv").target("yield").missing("mean").standardize();
var parts = fields.parts(0.15, 0.15);
var training = parts.get(0);
var validation = parts.get(1);
var test = parts.get(2);
print(fields);
print("columns:", fields.names());
print(training.first(3).inputs());

var net = linear(fields.names().size(), 32).then(relu()).then(linear(32, 32)).then(relu()).then(linear(32, 1));
var fit = fit(net).data(training).validation(validation)
    .loss(mseLoss())
    .optimizer(adamW(net.parameters(), 0.01)).schedule(cosine(epochs))
    .batch(32).epochs(epochs).metrics(rmse(), r2())
    .patience(30).keepBest();
var history = fit.run();
print(history);
print(plot(history));

// The noise in the table has a deviation of 0.3: nobody can foretell better than that.
print("test:", fit.evaluate(test, ""));
