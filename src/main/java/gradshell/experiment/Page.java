package gradshell.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import gradshell.array.ShapeException;
import gradshell.data.Batch;
import gradshell.experiment.Experiment.Prepared;
import gradshell.tensor.Tensor;
import gradshell.train.Confusion;
import gradshell.train.Epoch;
import gradshell.train.History;

/// A run as one page that needs nothing else: its figures, its curves, what was run and on what.
final class Page {
    private static final String VALIDATION = "validation.";
    private static final Pattern FACT = Pattern.compile("^  \"(\\w+)\": \"?(.*?)\"?,?$", Pattern.MULTILINE);
    private static final List<String> FILES = List.of(RunDirectory.EXPERIMENT, RunDirectory.ENVIRONMENT, RunDirectory.METRICS, RunDirectory.LINES, RunDirectory.MODEL, RunDirectory.DIGEST, RunDirectory.EVENTS);
    /// So many examples are enough for a confusion matrix, and so many classes fill a page.
    private static final int EXAMPLES = 10_000, CLASSES = 40;

    private final StringBuilder html = new StringBuilder();

    private Page() {}

    /// Writes the page of a run into its folder.
    ///
    /// @param test   the figures of the test, by name
    /// @param digest empty for a run that is not over
    static void write(RunDirectory directory, Prepared prepared, History history, Map<String, Double> test, String digest) throws IOException {
        var page = new Page();
        page.head(prepared.file().name());
        page.facts(prepared, history, test, PastRun.seconds(directory.path()), digest);
        page.curves(history.epochs());
        if (!digest.isEmpty()) page.confusion(prepared);
        page.network(prepared.summary());
        page.configuration(prepared.configuration().explain());
        page.environment(Files.readString(directory.file(RunDirectory.ENVIRONMENT)));
        page.files(directory);
        directory.write(RunDirectory.REPORT, page.html.append("</body>\n</html>\n").toString());
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private void line(String line) {
        html.append(line).append('\n');
    }

    private void head(String name) throws IOException {
        line("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
        line("<title>" + escape(name) + "</title>\n<link rel=\"icon\" href=\"data:,\"/>");
        try (var css = Page.class.getResourceAsStream("report.css")) {
            line("<style>\n" + new String(css.readAllBytes(), StandardCharsets.UTF_8) + "</style>\n</head>\n<body>");
        }
        line("<h1>" + escape(name) + "</h1>");
    }

    // ---- figures ----

    private void facts(Prepared prepared, History history, Map<String, Double> test, double seconds, String digest) {
        line("<p>" + escape(epochs(history.epochs().size()) + ": " + history.end()) + "</p>");
        if (!history.advice().isEmpty()) line("<p>" + escape(history.advice()) + "</p>");
        line(digest.isEmpty() ? "<p class=\"faint\">The run did not come to its end, and has no digest.</p>" : "<p class=\"faint\">digest <code>" + digest + "</code></p>");
        line("<div class=\"facts\">");
        var last = history.epochs().isEmpty() ? null : history.epochs().getLast();
        if (last != null) last.figures().forEach((name, value) -> fact(History.number(value), name));
        test.forEach((name, value) -> fact(History.number(value), name));
        if (last != null) fact(History.number(last.learningRate()), "learning rate");
        fact(grouped(prepared.summary().parameters()), "parameters");
        fact(grouped(prepared.training().size()), "examples to train on");
        if (!Double.isNaN(seconds)) fact((seconds < 100 ? Double.toString(Math.round(seconds * 10) / 10.0) : grouped(Math.round(seconds))) + " s", "until the last epoch");
        line("</div>");
    }

    private static String epochs(int count) {
        return count + (count == 1 ? " epoch" : " epochs");
    }

    /// `12,345`. A formatter would take longer than all the rest of the page.
    private static String grouped(long number) {
        var digits = new StringBuilder(Long.toString(number));
        for (int i = digits.length() - 3; i > 0; i -= 3) digits.insert(i, ',');
        return digits.toString();
    }

    private void fact(String value, String name) {
        line("<div><b>" + escape(value) + "</b><span>" + escape(name) + "</span></div>");
    }

    private void curves(List<Epoch> epochs) {
        if (epochs.isEmpty()) return;
        line("<h2>Curves</h2>\n<div class=\"curves\">");
        var numbers = epochs.stream().mapToDouble(Epoch::number).toArray();
        var names = new LinkedHashSet<String>();
        for (var name : epochs.getLast().figures().keySet()) names.add(name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name);
        for (var name : names) {
            var lines = new ArrayList<Curves.Line>();
            if (has(epochs, name)) lines.add(new Curves.Line("training", "train", values(epochs, name)));
            if (has(epochs, VALIDATION + name)) lines.add(new Curves.Line("validation", "validation", values(epochs, VALIDATION + name)));
            figure(name, new Curves(numbers, lines, name.equals("loss")));
        }
        figure("learning rate", new Curves(numbers, List.of(new Curves.Line("learning rate", "rate", epochs.stream().mapToDouble(Epoch::learningRate).toArray())), false));
        line("</div>");
    }

    private static boolean has(List<Epoch> epochs, String name) {
        return epochs.getLast().figures().containsKey(name);
    }

    private static double[] values(List<Epoch> epochs, String name) {
        return epochs.stream().mapToDouble(e -> e.figures().getOrDefault(name, Double.NaN)).toArray();
    }

    private void figure(String name, Curves curves) {
        html.append("<figure><figcaption>").append(escape(name));
        if (curves.lines().size() > 1) for (var line : curves.lines()) html.append("<span class=\"" + line.colour() + "\">" + line.name() + "</span>");
        line("</figcaption>\n" + curves.svg() + "</figure>");
    }

    // ---- classes ----

    private void confusion(Prepared prepared) {
        var set = prepared.test().or(prepared::validation).orElse(prepared.training());
        if (classes(prepared).isEmpty()) return;
        Confusion confusion;
        try {
            confusion = prepared.fit().confusion(set.take(EXAMPLES));
        } catch (ShapeException _) {
            return;    // a loss can pass over targets that are no classes
        }
        var what = prepared.test().isPresent() ? "test" : prepared.validation().isPresent() ? "validation" : "training";
        line("<h2>Confusion matrix</h2>");
        line("<p class=\"faint\">A row for the class that is right, a column for the one that was predicted; " + Math.min(set.size(), EXAMPLES) + " examples of the " + what + " set.</p>");
        table(confusion);
    }

    private void table(Confusion confusion) {
        int classes = confusion.classes();
        line("<div class=\"wide\"><table class=\"confusion\">");
        html.append("<tr><th></th>");
        for (int c = 0; c < classes; c++) html.append("<th>" + escape(confusion.name(c)) + "</th>");
        line("<th>recall</th></tr>");
        long[] counts = confusion.counts().toLongs();
        for (int right = 0; right < classes; right++) {
            html.append("<tr><th>" + escape(confusion.name(right)) + "</th>");
            for (int guess = 0; guess < classes; guess++) {
                long count = counts[right * classes + guess];
                double share = confusion.support(right) == 0 ? 0 : count / confusion.support(right);
                html.append("<td style=\"--share: " + Math.round(60 * share) / 100.0 + "\">" + count + "</td>");
            }
            line("<th>" + History.number(confusion.recall(right)) + "</th></tr>");
        }
        html.append("<tr><th>precision</th>");
        for (int c = 0; c < classes; c++) html.append("<th>" + History.number(confusion.precision(c)) + "</th>");
        line("<th>" + History.number(confusion.accuracy()) + "</th></tr>\n</table></div>");
    }

    /// How many classes are told apart; nothing where numbers are foretold, or too many classes.
    private static Optional<Integer> classes(Prepared prepared) {
        Batch two = prepared.training().first(2);
        if (two.targets().dim() != 1 || two.targets().dtype().isFloating()) return Optional.empty();
        try {
            int classes = Tensor.noGrad(() -> Confusion.of(prepared.net().apply(two.inputs()), two.targets())).classes();
            return Optional.of(classes).filter(c -> c <= CLASSES);
        } catch (ShapeException _) {
            return Optional.empty();    // scores in an order of their own
        }
    }

    // ---- what was run ----

    private void network(Summary summary) {
        line("<h2>Network</h2>\n<div class=\"wide\"><table>\n<tr><th>layer</th><th>output</th><th class=\"number\">parameters</th></tr>");
        for (var row : summary.rows()) line("<tr><td><code>" + escape(row.layer()) + "</code></td><td>" + escape(Summary.batch(row.output())) + "</td><td class=\"number\">" + grouped(row.parameters()) + "</td></tr>");
        line("<tr><th>total</th><th></th><th class=\"number\">" + grouped(summary.parameters()) + "</th></tr>\n</table></div>");
    }

    /// Each value, and in grey where it comes from.
    private void configuration(String explained) {
        line("<h2>Configuration</h2>");
        html.append("<pre>");
        for (var row : explained.lines().toList()) {
            int comment = row.indexOf("  # ");
            line(comment < 0 ? escape(row) : escape(row.substring(0, comment)) + "<i>" + escape(row.substring(comment)) + "</i>");
        }
        line("</pre>");
    }

    private void environment(String json) {
        line("<h2>Environment</h2>\n<div class=\"wide\"><table>");
        var fact = FACT.matcher(json);
        while (fact.find()) line("<tr><th>" + fact.group(1) + "</th><td><code>" + escape(fact.group(2).replace("\\\"", "\"").replace("\\\\", "\\")) + "</code></td></tr>");
        line("</table></div>");
    }

    private void files(RunDirectory directory) {
        line("<h2>Files</h2>\n<ul>");
        for (var name : FILES) if (Files.exists(directory.file(name))) line("<li><a href=\"" + name + "\">" + name + "</a></li>");
        line("</ul>");
    }
}
