package gradshell.shell;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// How a snippet is built, as the compiler's parser sees it; nothing is known of types.
final class SyntaxTree {

    /// What can stand around a snippet: statements, an expression, a member of a class.
    private static final String[][] FRAMES = {{"class $ { void $() { ", "\n } }"}, {"class $ { Object $ = ", "\n; }"}, {"class $ { ", "\n }"}};
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private final String text;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final int shift;
    private final boolean statements;
    private final List<Tree> all = new ArrayList<>();
    private final Map<Tree, Tree> parents = new IdentityHashMap<>();

    /// The tree of a snippet, or nothing if it does not parse.
    static Optional<SyntaxTree> of(String text) {
        for (int i = 0; i < FRAMES.length; i++) {
            var frame = FRAMES[i];
            var problems = new DiagnosticCollector<JavaFileObject>();
            var source = new SimpleJavaFileObject(URI.create("string:///$.java"), JavaFileObject.Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return frame[0] + text + frame[1];
                }
            };
            var task = (JavacTask) COMPILER.getTask(null, null, problems, List.of("-proc:none"), null, List.of(source));
            try {
                var unit = task.parse().iterator().next();
                if (problems.getDiagnostics().isEmpty()) return Optional.of(new SyntaxTree(text, unit, Trees.instance(task).getSourcePositions(), frame[0].length(), i == 0));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Optional.empty();
    }

    private SyntaxTree(String text, CompilationUnitTree unit, SourcePositions positions, int shift, boolean statements) {
        this.text = text;
        this.unit = unit;
        this.positions = positions;
        this.shift = shift;
        this.statements = statements;
        new TreeScanner<Void, Tree>() {
            @Override
            public Void scan(Tree tree, Tree parent) {
                if (tree == null) return null;
                if (parent != null && parents.putIfAbsent(tree, parent) == null) all.add(tree);
                return super.scan(tree, tree);
            }
        }.scan(unit, null);
    }

    /// All nodes, outer ones first.
    List<Tree> all() {
        return all;
    }

    Tree root() {
        return unit;
    }

    Tree parent(Tree tree) {
        return parents.get(tree);
    }

    int start(Tree tree) {
        return (int) positions.getStartPosition(unit, tree) - shift;
    }

    int end(Tree tree) {
        return (int) positions.getEndPosition(unit, tree) - shift;
    }

    String text(Tree tree) {
        return text.substring(start(tree), end(tree));
    }

    /// Where an operator stands between its operands.
    int operator(Tree tree) {
        return switch (tree) {
            case BinaryTree binary -> symbol(end(binary.getLeftOperand()));
            case CompoundAssignmentTree compound -> symbol(end(compound.getVariable()));
            default -> start(tree);
        };
    }

    /// The first place from here on that is neither blank nor comment.
    int symbol(int from) {
        return Token.of(text.substring(from)).stream().filter(t -> t.kind() != Token.Kind.COMMENT).findFirst().map(t -> from + t.start()).orElse(from);
    }

    /// The declarations of several variables by one type, `int a = 1, b = 2;`, as declarations of one each; nothing if it is no such snippet.
    List<Translation> apart() {
        var variables = all.stream().filter(t -> t instanceof VariableTree && isTop(t)).map(t -> (VariableTree) t).toList();
        if (variables.size() < 2 || all.stream().filter(this::isTop).count() != variables.size()) return List.of();
        var type = variables.getFirst().getType();
        int begin = start(variables.getFirst());
        if (type == null || start(type) < begin || !variables.stream().allMatch(v -> start(v) == begin && v.getType().toString().equals(type.toString()))) return List.of();
        var parts = new ArrayList<Translation>();
        int from = end(type);
        for (var variable : variables) {
            int to = variable.getInitializer() == null ? symbol(from) + variable.getName().length() : end(variable.getInitializer());
            var part = new Translation.Writer(text);
            if (from > end(type)) part.write(text.substring(begin, end(type)) + " ", symbol(from), null);
            part.copy(from == end(type) ? begin : symbol(from), to);
            part.write(";", to - 1, null);
            parts.add(part.done());
            int comma = symbol(to);
            from = comma + 1;
        }
        return parts;
    }

    /// Whether the snippet is nothing but this expression.
    boolean isWhole(Tree tree) {
        return text.substring(0, start(tree)).isBlank() && text.substring(end(tree)).strip().matches(";?");
    }

    /// Whether it is a statement or a member of the outermost level.
    private boolean isTop(Tree tree) {
        int depth = 0;
        for (Tree t = tree; t != null; t = parents.get(t)) depth++;
        return depth == (statements ? 5 : 3);    // unit, class, method, block; or unit, class
    }
}
