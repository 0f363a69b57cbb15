package gradshell.experiment;

import java.util.List;
import java.util.stream.Collectors;

/// An experiment that cannot be run as it is written, with every mistake that was found. Its message is all that a user has to see.
public final class ExperimentException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<Problem> problems;

    public ExperimentException(List<Problem> problems) {
        super(text(problems));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    private static String text(List<Problem> problems) {
        var all = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
        return problems.size() == 1 ? all : all + "\n" + problems.size() + " problems";
    }
}
