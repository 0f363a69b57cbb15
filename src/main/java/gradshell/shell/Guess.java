package gradshell.shell;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import gradshell.shell.Notation.Kind;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What an expression probably is. The compiler is silent about what stands around a mistake; whoever believes a guess
/// has the compiler check it.
final class Guess {

    private final Notation notation;
    private final SyntaxTree tree;
    private final Surroundings surroundings;
    private final Predicate<Tree> rewritten;
    private final Map<String, List<VariableTree>> declared;
    private final Map<Tree, Kind> known = new IdentityHashMap<>();
    private final Map<Tree, Kind> guessed = new IdentityHashMap<>();

    /// @param rewritten whether an expression will be replaced by a method's call
    Guess(Notation notation, SyntaxTree tree, Surroundings surroundings, Predicate<Tree> rewritten) {
        this.notation = notation;
        this.tree = tree;
        this.surroundings = surroundings;
        this.rewritten = rewritten;
        declared = tree.all().stream().filter(t -> t instanceof VariableTree).map(t -> (VariableTree) t)
                .collect(Collectors.groupingBy(v -> v.getName().toString(), HashMap::new, Collectors.toList()));
    }

    /// Takes the compiler's word for it.
    boolean know(Tree expression, Kind kind) {
        return known.put(expression, kind) != kind;
    }

    /// Forgets what was guessed before something became known.
    void renew() {
        guessed.clear();
    }

    /// Whether the name can be that of a variable here.
    boolean isVariable(String name) {
        return declared.containsKey(name) || !surroundings.variable(name).isEmpty();
    }

    /// Where the snippet itself declares a variable.
    List<VariableTree> declarations(String name) {
        return declared.getOrDefault(name, List.of());
    }

    Kind of(Tree expression) {
        var certain = known.get(expression);
        if (certain != null) return certain;
        var before = guessed.putIfAbsent(expression, Kind.UNKNOWN);    // for a variable whose value mentions itself
        if (before != null) return before;
        var kind = guess(expression);
        guessed.put(expression, kind);
        return kind;
    }

    private Kind guess(Tree expression) {
        return switch (expression) {
            case ParenthesizedTree inside -> of(inside.getExpression());
            case LiteralTree literal -> literal(literal);
            case IdentifierTree name -> variable(name.getName().toString());
            case TypeCastTree cast -> notation.kind(cast.getType().toString());
            case BinaryTree binary -> binary(binary);
            case UnaryTree unary -> rewritten.test(unary) ? Kind.OURS : of(unary.getExpression()) == Kind.NUMBER ? Kind.NUMBER : Kind.UNKNOWN;
            case ConditionalExpressionTree either -> either(of(either.getTrueExpression()), of(either.getFalseExpression()));
            case ArrayAccessTree access -> rewritten.test(access) ? Kind.OURS : Kind.UNKNOWN;
            case CompoundAssignmentTree compound -> rewritten.test(compound) ? Kind.OURS : of(compound.getVariable());
            case AssignmentTree assignment -> of(assignment.getExpression());
            case MethodInvocationTree call -> call(call);
            default -> Kind.UNKNOWN;
        };
    }

    private static Kind literal(LiteralTree literal) {
        return switch (literal.getKind()) {
            case INT_LITERAL, LONG_LITERAL, FLOAT_LITERAL, DOUBLE_LITERAL -> Kind.NUMBER;
            case STRING_LITERAL -> Kind.TEXT;
            default -> Kind.OTHER;
        };
    }

    /// By its declarations in the snippet if there are any, else by the session's variables.
    private Kind variable(String name) {
        if (!declared.containsKey(name)) return notation.kind(surroundings.variable(name));
        var kinds = declared.get(name).stream().map(this::declaration).distinct().toList();
        return kinds.size() == 1 ? kinds.getFirst() : Kind.UNKNOWN;
    }

    private Kind declaration(VariableTree variable) {
        var type = variable.getType() == null || tree.start(variable.getType()) < 0 ? "" : variable.getType().toString();
        if (!type.isEmpty() && !type.equals("var")) return notation.kind(type);
        return variable.getInitializer() == null ? Kind.UNKNOWN : of(variable.getInitializer());
    }

    private Kind binary(BinaryTree binary) {
        if (rewritten.test(binary)) return Kind.OURS;
        var left = of(binary.getLeftOperand());
        var right = of(binary.getRightOperand());
        return switch (binary.getKind()) {
            case PLUS -> left == Kind.TEXT || right == Kind.TEXT ? Kind.TEXT : left == Kind.NUMBER && right == Kind.NUMBER ? Kind.NUMBER : Kind.UNKNOWN;
            case MINUS, MULTIPLY, DIVIDE, REMAINDER -> left == Kind.NUMBER && right == Kind.NUMBER ? Kind.NUMBER : Kind.UNKNOWN;
            case AND, OR, XOR, LEFT_SHIFT, RIGHT_SHIFT, UNSIGNED_RIGHT_SHIFT -> Kind.UNKNOWN;
            default -> Kind.OTHER;    // a truth
        };
    }

    private static Kind either(Kind a, Kind b) {
        return a == b ? a : Kind.UNKNOWN;
    }

    private Kind call(MethodInvocationTree call) {
        return switch (call.getMethodSelect()) {
            case MemberSelectTree member when of(member.getExpression()) == Kind.OURS -> notation.answer(member.getIdentifier().toString());
            case IdentifierTree name -> rewritten.test(call) ? Kind.OURS : notation.kind(surroundings.method(name.getName().toString()));
            default -> Kind.UNKNOWN;
        };
    }
}
