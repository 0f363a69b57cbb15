package gradshell.shell;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import jdk.jshell.SnippetEvent;

/// Puts methods in place of operators for as long as the compiler has something new to say.
///
/// @param notation what operators mean
/// @param surroundings what is declared around the snippet
record Translator(Notation notation, Surroundings surroundings) {

    /// More than anybody nests what cannot be guessed.
    private static final int ATTEMPTS = 20;

    /// What the compiler makes of a text.
    ///
    /// @param problems why it is rejected, by offsets into the text
    /// @param called variables that are called, for which methods are missing
    /// @param event what became of it, if it was evaluated
    record Verdict(List<Problem> problems, List<String> called, SnippetEvent event) {

        boolean accepted() {
            return problems.isEmpty() && called.isEmpty();
        }
    }

    /// What came of it.
    ///
    /// @param verdict on the last text
    /// @param problems why it is rejected, by offsets into the text that was to be translated
    /// @param java the last text as one would write it
    record Result(Verdict verdict, List<Problem> problems, String java) {}

    /// Translates a text that was rejected.
    ///
    /// @param first what the compiler said to it, or nothing if it cannot say more than that it cannot read it
    /// @param compiler what it says to other texts
    Optional<Result> translate(String text, Optional<Verdict> first, Function<String, Verdict> compiler) {
        var found = Operators.of(text, notation, surroundings);
        if (found.isEmpty()) return Optional.empty();
        var operators = found.get();
        var made = Translation.same(text);
        var verdict = first.orElse(null);
        for (int i = 0; i < ATTEMPTS; i++) {
            if (verdict != null && !learn(operators, verdict, made)) break;
            var next = Fluent.write(operators, text, notation, surroundings, true);
            if (verdict != null && next.text().equals(made.text())) break;
            made = next;
            verdict = compiler.apply(made.text());
            if (verdict.accepted()) break;
        }
        if (first.isPresent() && verdict == first.get()) return Optional.empty();
        var last = made;
        var problems = verdict.problems().stream().map(problem -> operators.located(problem, last)).toList();
        return Optional.of(new Result(verdict, problems, Fluent.write(operators, text, notation, surroundings, false).text()));
    }

    private static boolean learn(Operators operators, Verdict verdict, Translation made) {
        boolean changed = operators.learn(verdict.problems(), made);
        for (var name : verdict.called()) changed |= operators.call(name);
        return changed;
    }
}
