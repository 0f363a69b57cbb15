package gradshell.shell;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SourceCodeAnalysis;

/// What is wrong with snippets, by places in the user's own text.
final class Diagnostics {
    private static final Pattern MISSING = Pattern.compile("cannot find symbol: (?<kind>method|variable|class) (?<name>\\w+)(?:\\(.*)?(?: in .*)?|(?<hidden>\\w+) has private access in \\w+");
    /// Names of fewer letters are near to too many others.
    private static final int SHORT = 4;

    private final JShell shell;
    private final Origins origins;

    Diagnostics(JShell shell, Origins origins) {
        this.shell = shell;
        this.origins = origins;
    }

    /// What the compiler says against a snippet.
    ///
    /// @param offset where the snippet begins in the source
    List<Problem> problems(Source source, int offset, Snippet snippet) {
        return shell.diagnostics(snippet).filter(Diag::isError).map(d -> problem(source, offset, d)).toList();
    }

    private static Problem problem(Source source, int offset, Diag diag) {
        int position = (int) Math.max(0, diag.getPosition());
        int start = diag.getStartPosition() < 0 ? position : (int) diag.getStartPosition();
        int end = (int) Math.max(diag.getEndPosition(), position);
        return new Problem(source, Wording.of(diag.getMessage(null)), diag.getCode(), offset + start, offset + position, offset + end);
    }

    /// Declarations that cannot be used because something they mention was never declared.
    List<Problem> unresolved() {
        return shell.snippets().filter(s -> shell.status(s) == Status.RECOVERABLE_DEFINED || shell.status(s) == Status.RECOVERABLE_NOT_DEFINED)
                .flatMap(s -> unresolved((DeclarationSnippet) s)).toList();
    }

    private Stream<Problem> unresolved(DeclarationSnippet snippet) {
        var passage = origins.of(snippet).passage();
        var missing = shell.unresolvedDependencies(snippet).toList();
        if (missing.isEmpty()) return problems(passage.source(), passage.start(), snippet).stream();
        return missing.stream().map(name -> {
            var word = name.replaceFirst("\\(.*", "").replaceFirst(".*\\W", "");
            int at = Token.of(passage.text()).stream().filter(t -> t.is(passage.text(), word)).findFirst().map(Token::start).orElse(0);
            return Problem.at(passage, passage.start() + at, passage.start() + at + word.length(), name + " is never declared" + Hint.imports(name).map(hint -> "\n" + hint).orElse(""));
        });
    }

    /// Says of a name that cannot be found that it was declared, but with something missing.
    Problem unfinishedDeclaration(Problem problem) {
        var word = problem.source().text().substring(problem.start(), problem.end());
        return shell.snippets().filter(s -> shell.status(s) == Status.RECOVERABLE_NOT_DEFINED && s instanceof DeclarationSnippet d && d.name().equals(word))
                .map(s -> (DeclarationSnippet) s).findFirst()
                .map(d -> problem.explained(word + " was declared, but needs " + shell.unresolvedDependencies(d).map(Hint::needed).collect(Collectors.joining(", "))))
                .orElse(problem);
    }

    /// Asks, of a name that cannot be found, whether another that could stand there is meant.
    Problem meant(Passage passage, Problem problem) {
        var missing = MISSING.matcher(problem.message());
        if (!missing.matches()) return problem;
        var name = missing.group("name") != null ? missing.group("name") : missing.group("hidden");
        int at = passage.source().text().indexOf(name, problem.position()) - passage.start();
        if (at < 0 || at > passage.text().length()) return problem;
        var called = "method".equals(missing.group("kind"));
        var all = completions(passage.text().substring(0, at));
        if (!called && all.stream().anyMatch(word -> word.startsWith(name + "("))) return problem.explained("did you mean " + name + "()?");
        var candidates = all.stream().filter(word -> word.endsWith("(") || word.endsWith(")") == called).map(word -> word.replaceFirst("\\W.*", "")).distinct().toList();
        var meant = Nearest.alike(name, candidates).or(() -> name.length() < SHORT ? Optional.empty() : Nearest.close(name, candidates));
        return meant.filter(other -> !other.equals(name)).map(other -> problem.explained("did you mean " + other + "?")).orElse(problem);
    }

    private List<String> completions(String text) {
        return shell.sourceCodeAnalysis().completionSuggestions(text, text.length(), new int[1]).stream().map(SourceCodeAnalysis.Suggestion::continuation).toList();
    }

    /// What is missing at the end of a passage.
    static Problem unfinished(Passage passage) {
        var text = passage.source().text();
        return Splitter.unclosed(passage)
                .map(t -> Problem.at(passage, t.start(), t.start() + 1, "'" + opening(text, t) + "' is never closed"))
                .orElseGet(() -> Problem.at(passage, passage.end(), passage.end(), "the text ends in the middle of a statement"));
    }

    private static String opening(String text, Token token) {
        return switch (token.kind()) {
            case COMMENT -> "/*";
            case TEXT -> "\"\"\"";
            default -> text.substring(token.start(), token.end());
        };
    }
}
