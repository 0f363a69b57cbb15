package gradshell.shell;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SourceCodeAnalysis;

/// Evaluates passages: what Java rejects is read with the dialect's operators, and declarations wait for what they mention.
final class Evaluation {

    private static final String CONSTRUCTOR_ACCESS = "compiler.err.invalid.canonical.constructor.in.record";

    /// `x += 1`, `x++`: Java's shell would keep what they give as a variable of its own.
    private static final Pattern CHANGE = Pattern.compile("(?s)\\s*(?:(\\w+)\\s*(?:[-+*/%&|^]|<<|>>>?)=(?!=).*|(\\w+)\\s*(?:\\+\\+|--)|(?:\\+\\+|--)\\s*(\\w+))\\s*;?\\s*");
    private static final Pattern PLAIN = Pattern.compile("byte|short|char|int|long|float|double|boolean|Byte|Short|Character|Integer|Long|Float|Double|Boolean|String");

    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final Dialect dialect;
    private final Declared declared;
    private final Origins origins;
    private final Diagnostics diagnostics;
    private final Outcomes outcomes;
    /// Snippets that are declared, but wait for something that they mention.
    private final Set<String> waiting = new LinkedHashSet<>();
    private String java = "";
    /// The number of the passage that is evaluated.
    private int entry;
    private int entries;

    Evaluation(JShell shell, Dialect dialect, Declared declared, Origins origins, Diagnostics diagnostics, Outcomes outcomes) {
        this.shell = shell;
        this.analysis = shell.sourceCodeAnalysis();
        this.dialect = dialect;
        this.declared = declared;
        this.origins = origins;
        this.diagnostics = diagnostics;
        this.outcomes = outcomes;
    }

    /// Counts passages from here on: the next is the first.
    void count() {
        entries = 0;
    }

    Outcome eval(Passage passage) {
        entry = ++entries;
        Outcome outcome = new Outcome.Done();
        var texts = new StringJoiner(" ");
        for (var part : parts(passage)) {
            outcome = eval(passage, part);
            texts.add(java);
            if (outcome.failed()) break;
        }
        if (outcome instanceof Outcome.Declared || outcome instanceof Outcome.Value(_, _, _, boolean temporary) && !temporary) revive();
        boolean added = texts.toString().endsWith(";") && !passage.text().endsWith(";");
        java = added ? texts.toString().substring(0, texts.length() - 1) : texts.toString();
        return outcome;
    }

    /// The Java that the last passage was.
    String java() {
        return java;
    }

    /// The Java that a passage would be, without evaluating it.
    List<String> java(Passage passage) {
        return parts(passage).stream().map(this::java).toList();
    }

    private String java(Part part) {
        var first = check(part.written());
        var readable = part.written().equals(part.text().text());
        if (readable && first.accepted() || dialect.notation().isEmpty()) return part.text().text();
        return new Translator(dialect.notation().get(), declared).translate(part.text().text(), readable ? Optional.of(first) : Optional.empty(), this::check)
                .map(Translator.Result::java).orElse(part.written());
    }

    /// What Java says to a text, without evaluating it.
    private Translator.Verdict check(String text) {
        var problems = analysis.sourceToSnippets(text).stream().flatMap(snippet -> diagnostics.problems(new Source("", text), 0, snippet).stream()).toList();
        return new Translator.Verdict(problems, List.of(), null);
    }

    // ---- parts ----

    /// What is evaluated for a passage.
    ///
    /// @param text how it is made of the passage's text
    /// @param written the text that Java is asked about first; empty where it cannot read it
    private record Part(Translation text, String written) {}

    /// Variables that are declared together are declared one after the other, so that each knows the type of those before it.
    private List<Part> parts(Passage passage) {
        var text = passage.text();
        var readable = dialect.notation().map(notation -> Subscripts.readable(text, notation.apply())).orElseGet(() -> Translation.same(text));
        boolean java = readable.text().equals(text);
        var whole = completed(readable);
        if (dialect.notation().isPresent() && Splitter.hasComma(text)) {
            var apart = SyntaxTree.of(whole.text()).map(SyntaxTree::apart).orElse(List.of());
            if (!apart.isEmpty()) return apart.stream().map(part -> new Part(part.after(whole), java ? part.text() : "")).toList();
        }
        return List.of(new Part(whole, java ? whole.text() : text + (whole.text().endsWith(";") && !text.endsWith(";") ? ";" : "")));
    }

    /// With the semicolon that may be missing.
    private Translation completed(Translation text) {
        var completed = analysis.analyzeCompletion(text.text()).source();
        return completed == null ? text : text.with(completed);
    }

    private Outcome eval(Passage passage, Part part) {
        var text = part.text();
        boolean readable = part.written().equals(text.text());
        java = text.text();
        var changed = readable ? changed(text.text()) : "";
        var answer = changed.isEmpty() ? Optional.<Outcome>empty() : change(passage, text, changed);
        if (answer.isPresent()) return answer.get();
        var first = part.written().isEmpty() ? null : evalJava(passage, text, part.written(), java);
        if (readable) {
            var opened = publicConstructor(text, first.problems());
            if (opened.isPresent()) {
                text = opened.get();
                first = evalJava(passage, text, text.text(), java);
            }
        }
        if (first != null && (first.accepted() || dialect.notation().isEmpty())) return outcomes.of(passage, first.event(), located(passage, text, first.problems()));
        var whole = text;
        var result = new Translator(dialect.notation().orElseThrow(), declared).translate(whole.text(), readable ? Optional.of(first) : Optional.empty(), made -> evalJava(passage, whole, made, made));
        boolean read = result.isPresent() && result.get().problems().stream().noneMatch(problem -> problem.message().contains("$"));
        if (!read && first != null) return outcomes.of(passage, first.event(), located(passage, readable ? whole : Translation.same(passage.text()), first.problems()));
        var event = result.orElseThrow().verdict().event();
        java = result.get().java();
        origins.java(event.snippet(), java);
        return outcomes.of(passage, event, located(passage, whole, result.get().problems()));
    }

    /// The variable of plain Java that a text changes; empty if it does something else.
    private String changed(String text) {
        var change = CHANGE.matcher(text);
        if (!change.matches()) return "";
        var name = IntStream.rangeClosed(1, change.groupCount()).mapToObj(change::group).filter(Objects::nonNull).findFirst().orElseThrow();
        return PLAIN.matcher(declared.variable(name)).matches() ? name : "";
    }

    /// Changes a variable, and answers what it holds now; nothing if Java does not accept the text as it is.
    private Optional<Outcome> change(Passage passage, Translation text, String name) {
        var block = new Translation.Writer(text.text());
        block.write("{ ", 0, null);
        block.copy(0, text.text().length());
        block.write("\n; }", text.text().length(), null);    // in a line of its own: a comment may stand at the end
        var whole = block.done().after(text);
        var verdict = evalJava(passage, whole, whole.text(), java);
        if (!verdict.accepted()) return Optional.empty();
        var outcome = outcomes.of(passage, verdict.event(), List.of());
        return Optional.of(outcome instanceof Outcome.Done ? outcomes.variable(name) : outcome);
    }

    /// Problems of a text that is made of a passage's, by offsets into its source.
    private static List<Problem> located(Passage passage, Translation made, List<Problem> problems) {
        int limit = passage.source().text().length();    // a semicolon that was added lies behind it
        return problems.stream().map(p -> new Problem(passage.source(), p.message(), p.code(), Math.min(limit, passage.start() + made.back(p.start())),
                Math.min(limit, passage.start() + made.back(p.position())), Math.min(limit, passage.start() + made.backEnd(Math.max(p.end(), p.position()))))).toList();
    }

    private Translator.Verdict evalJava(Passage passage, Translation part, String text, String java) {
        var origin = new Origins.Origin(passage, passage.source().line(passage.start() + part.back(0)), java, entry);
        origins.begin(origin);
        var events = shell.eval(text);
        for (var update : events) if (update.causeSnippet() != null && update.status().isActive() && update.status() != Status.VALID) waiting.add(update.snippet().id());
        var event = events.stream().filter(e -> e.causeSnippet() == null).findFirst().orElseThrow();
        var snippet = event.snippet();
        origins.put(snippet, origin);
        if (event.status() == Status.REJECTED) return new Translator.Verdict(diagnostics.problems(new Source("", text), 0, snippet), List.of(), event);
        if (event.status() == Status.VALID || !(snippet instanceof DeclarationSnippet declaration)) return new Translator.Verdict(List.of(), List.of(), event);
        waiting.add(snippet.id());
        var missing = shell.unresolvedDependencies(declaration).toList();
        var problems = missing.isEmpty() ? diagnostics.problems(new Source("", text), 0, snippet) : List.<Problem>of();
        return new Translator.Verdict(problems, missing.stream().flatMap(m -> calledMethod(m).stream()).filter(name -> !declared.variable(name).isEmpty() || Mentions.asVariable(text, name)).toList(), event);
    }

    /// Evaluates again what waited for something that has come.
    private void revive() {
        for (var id : List.copyOf(waiting)) {
            var snippet = (DeclarationSnippet) shell.snippets().filter(s -> s.id().equals(id)).findFirst().orElse(null);
            boolean waits = snippet != null && shell.status(snippet).isActive() && shell.status(snippet) != Status.VALID;
            if (!waits) waiting.remove(id);
            else if (shell.unresolvedDependencies(snippet).allMatch(missing -> calledMethod(missing).filter(name -> !declared.variable(name).isEmpty()).isPresent())) {
                waiting.remove(id);
                var passage = origins.of(snippet).passage();
                entry = origins.of(snippet).entry();
                for (var part : parts(passage)) eval(passage, part);
            }
        }
    }

    /// The name of a missing method: `method net(Tensor)`.
    private static Optional<String> calledMethod(String missing) {
        return missing.startsWith("method ") ? Optional.of(missing.substring("method ".length(), missing.indexOf('('))) : Optional.empty();
    }

    /// JShell makes every record public, so that Java asks the same of its constructor: nobody writes that.
    private static Optional<Translation> publicConstructor(Translation part, List<Problem> problems) {
        return problems.stream().filter(p -> p.code().equals(CONSTRUCTOR_ACCESS) && p.message().contains("was public")).findFirst().map(p -> {
            var opened = new Translation.Writer(part.text());
            opened.copy(0, p.start());
            opened.write("public ", p.start(), null);
            opened.copy(p.start(), part.text().length());
            return opened.done().after(part);
        });
    }
}
