package gradshell.shell;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssertTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.WhileLoopTree;
import gradshell.shell.Notation.Kind;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which operators, brackets and calls of a rejected snippet stand for methods.
///
/// The compiler names the innermost mistakes and the types in them; what stands around these is guessed, so that all levels
/// are replaced at once. It checks the result and has the last word: what it rejects there stays as it was written, which
/// also leaves the message to it.
final class Operators {

    private static final Map<Tree.Kind, String> SIGNS = Map.ofEntries(
            Map.entry(Tree.Kind.PLUS, "+"), Map.entry(Tree.Kind.MINUS, "-"), Map.entry(Tree.Kind.MULTIPLY, "*"), Map.entry(Tree.Kind.DIVIDE, "/"), Map.entry(Tree.Kind.REMAINDER, "%"),
            Map.entry(Tree.Kind.LESS_THAN, "<"), Map.entry(Tree.Kind.LESS_THAN_EQUAL, "<="), Map.entry(Tree.Kind.GREATER_THAN, ">"), Map.entry(Tree.Kind.GREATER_THAN_EQUAL, ">="),
            Map.entry(Tree.Kind.AND, "&"), Map.entry(Tree.Kind.OR, "|"), Map.entry(Tree.Kind.XOR, "^"), Map.entry(Tree.Kind.LEFT_SHIFT, "<<"), Map.entry(Tree.Kind.RIGHT_SHIFT, ">>"),
            Map.entry(Tree.Kind.PLUS_ASSIGNMENT, "+"), Map.entry(Tree.Kind.MINUS_ASSIGNMENT, "-"), Map.entry(Tree.Kind.MULTIPLY_ASSIGNMENT, "*"), Map.entry(Tree.Kind.DIVIDE_ASSIGNMENT, "/"),
            Map.entry(Tree.Kind.REMAINDER_ASSIGNMENT, "%"), Map.entry(Tree.Kind.AND_ASSIGNMENT, "&"), Map.entry(Tree.Kind.OR_ASSIGNMENT, "|"), Map.entry(Tree.Kind.XOR_ASSIGNMENT, "^"),
            Map.entry(Tree.Kind.UNARY_MINUS, "-"), Map.entry(Tree.Kind.UNARY_PLUS, "+"), Map.entry(Tree.Kind.LOGICAL_COMPLEMENT, "!"), Map.entry(Tree.Kind.BITWISE_COMPLEMENT, "~"));
    private static final Set<Tree.Kind> COMPARISONS = Set.of(Tree.Kind.LESS_THAN, Tree.Kind.LESS_THAN_EQUAL, Tree.Kind.GREATER_THAN, Tree.Kind.GREATER_THAN_EQUAL);
    private static final Pattern TYPE = Pattern.compile("(?m):\\s*(\\S.*?)\\s*$");

    private final Notation notation;
    private final SyntaxTree tree;
    private final Guess guess;
    /// What the compiler has said must be replaced, and what must not.
    private final Set<Tree> chosen = Collections.newSetFromMap(new IdentityHashMap<>()), kept = Collections.newSetFromMap(new IdentityHashMap<>());
    /// What was kept because of a wrong guess, until the compiler knew better; it is believed once.
    private final Set<Tree> forgiven = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Tree> truths = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Integer, Tree> binaries = new HashMap<>(), unaries = new HashMap<>(), brackets = new HashMap<>(), calls = new HashMap<>();

    /// The operators of a text that parses.
    static Optional<Operators> of(String text, Notation notation, Surroundings surroundings) {
        return SyntaxTree.of(text).map(tree -> new Operators(tree, notation, surroundings));
    }

    private Operators(SyntaxTree tree, Notation notation, Surroundings surroundings) {
        this.tree = tree;
        this.notation = notation;
        guess = new Guess(notation, tree, surroundings, this::isReplaced);
        for (Tree node : tree.all()) {
            switch (node) {
                case BinaryTree binary -> {
                    binaries.put(tree.operator(binary), binary);
                    if (isLogical(binary)) {
                        truth(binary.getLeftOperand());
                        truth(binary.getRightOperand());
                    }
                }
                case CompoundAssignmentTree compound -> binaries.put(tree.operator(compound), compound);
                case UnaryTree unary -> unaries.put(tree.start(unary), unary);
                case ArrayAccessTree access -> brackets.put(tree.symbol(tree.end(access.getExpression())), access);
                case MethodInvocationTree call when call.getMethodSelect() instanceof IdentifierTree -> calls.put(tree.start(call), call);
                case IfTree choice -> truth(choice.getCondition());
                case WhileLoopTree loop -> truth(loop.getCondition());
                case DoWhileLoopTree loop -> truth(loop.getCondition());
                case ForLoopTree loop when loop.getCondition() != null -> truth(loop.getCondition());
                case ConditionalExpressionTree either -> truth(either.getCondition());
                case AssertTree claim -> truth(claim.getCondition());
                default -> { }
            }
        }
    }

    /// Whether a name is a parameter's or a local variable's, which no call can change.
    boolean isLocal(IdentifierTree name) {
        var declared = guess.declarations(name.getName().toString());
        return !declared.isEmpty() && declared.stream().allMatch(v -> !(tree.parent(v) instanceof ClassTree));
    }

    boolean isVariable(String name) {
        return guess.isVariable(name);
    }

    private void truth(ExpressionTree condition) {
        truths.add(bare(condition));
    }

    static ExpressionTree bare(ExpressionTree expression) {
        return expression instanceof ParenthesizedTree inside ? bare(inside.getExpression()) : expression;
    }

    /// How the operator of a node is written; empty for what has none or none that could be replaced.
    static String sign(Tree node) {
        return SIGNS.getOrDefault(node.getKind(), "");
    }

    SyntaxTree tree() {
        return tree;
    }

    // ---- decisions ----

    /// Whether a condition is asked for its truth by a method.
    boolean isAsked(Tree expression) {
        return truths.contains(expression) && !kept.contains(expression) && guess.of(expression) == Kind.OURS;
    }

    /// Whether brackets hold what only a tensor's may: several indices, or a slice.
    static boolean isManifold(ArrayAccessTree access) {
        return access.getIndex() instanceof MethodInvocationTree call && call.getMethodSelect().toString().equals(Subscripts.INDEX);
    }

    /// Whether an expression becomes the call of a method.
    boolean isReplaced(Tree expression) {
        if (kept.contains(expression)) return false;
        return switch (expression) {
            case BinaryTree binary -> isOperation(binary);
            case UnaryTree unary when notation.unary().containsKey(sign(unary)) -> chosen.contains(unary) || guess.of(unary.getExpression()) == Kind.OURS;
            case ArrayAccessTree access -> chosen.contains(access) || isManifold(access) || guess.of(access.getExpression()) == Kind.OURS;
            case AssignmentTree assignment -> bare(assignment.getVariable()) instanceof ArrayAccessTree access && isReplaced(access) && isCertain(access);
            case CompoundAssignmentTree compound -> isChange(compound);
            case MethodInvocationTree call -> chosen.contains(call);
            default -> false;
        };
    }

    private boolean isOperation(BinaryTree binary) {
        if (!notation.binary().containsKey(sign(binary)) || isChain(binary)) return false;
        if (chosen.contains(binary)) return true;
        var left = guess.of(binary.getLeftOperand());
        var right = guess.of(binary.getRightOperand());
        return left == Kind.OURS && (right == Kind.OURS || right == Kind.NUMBER || right == Kind.UNKNOWN) || left == Kind.NUMBER && right == Kind.OURS;
    }

    /// `0 < x < 1`, which would compare truths with 1.
    private static boolean isChain(BinaryTree binary) {
        return COMPARISONS.contains(binary.getKind()) && (COMPARISONS.contains(binary.getLeftOperand().getKind()) || COMPARISONS.contains(binary.getRightOperand().getKind()));
    }

    private boolean isChange(CompoundAssignmentTree compound) {
        if (!notation.changing().containsKey(sign(compound))) return false;
        if (bare(compound.getVariable()) instanceof ArrayAccessTree access && isReplaced(access) && Fluent.indices(access).stream().anyMatch(index -> isPicked(index) && !Fluent.does(index).isEmpty())) return false;    // would do it twice
        var target = guess.of(compound.getVariable());
        return chosen.contains(compound) || target == Kind.OURS || target == Kind.UNKNOWN && guess.of(compound.getExpression()) == Kind.OURS;
    }

    /// Whether it is known that brackets belong to a tensor; a list has methods of the same names.
    private boolean isCertain(ArrayAccessTree access) {
        return chosen.contains(access) || guess.of(access.getExpression()) == Kind.OURS;
    }

    /// Whether the number stands on the left.
    boolean isReversed(BinaryTree binary) {
        return guess.of(binary.getLeftOperand()) != Kind.OURS;
    }

    /// Whether an index picks by a tensor, so that what is picked is a copy.
    boolean isPicked(Tree index) {
        if (Set.of("null", "None", Subscripts.DOTS).contains(index.toString())) return false;
        var kind = guess.of(index);
        return kind == Kind.OURS || kind == Kind.OTHER || kind == Kind.TEXT || kind == Kind.UNKNOWN && index instanceof IdentifierTree;
    }

    // ---- what the compiler says ----

    /// Has calls of a name mean its variable: the compiler only says that there is no such method yet.
    boolean call(String name) {
        boolean changed = false;
        if (guess.isVariable(name)) for (var call : calls.values()) if (((MethodInvocationTree) call).getMethodSelect().toString().equals(name)) changed |= choose(call);
        guess.renew();
        return changed;
    }

    /// Takes in what the compiler says to a text made by these decisions; answers whether they have changed.
    ///
    /// @param made how its text is made of this one
    boolean learn(List<Problem> problems, Translation made) {
        boolean changed = false;
        for (var problem : problems) changed |= learn(problem, made);
        guess.renew();
        return changed;
    }

    /// A problem of a text made by these decisions, as one of this text.
    Problem located(Problem problem, Translation made) {
        int at = made.back(problem.position());
        var operation = problem.code().equals("compiler.err.operator.cant.be.applied.1") ? binaries.get(at) : null;
        int start = operation == null ? Math.min(made.back(problem.start()), at) : tree.start(operation);
        int end = operation == null ? Math.max(made.backEnd(problem.end()), at) : tree.end(operation);
        return new Problem(problem.source(), problem.message(), problem.code(), start, at, end);
    }

    private boolean learn(Problem problem, Translation made) {
        int at = made.back(problem.position());
        if (made.cause(problem.position()) instanceof Tree replaced) return refuses(problem.code(), replaced) && keep(replaced);
        return switch (problem.code()) {
            case "compiler.err.operator.cant.be.applied.1" -> binary(binaries.get(at), problem.message());
            case "compiler.err.operator.cant.be.applied" -> notation.names(problem.message()) && unaries.containsKey(at) && choose(unaries.get(at));
            case "compiler.err.array.req.but.found" -> notation.names(problem.message()) && brackets.containsKey(at) && choose(brackets.get(at));
            case "compiler.err.prob.found.req" -> converted(problem.message(), made.back(problem.start()), made.backEnd(problem.end()));
            case "compiler.err.unexpected.type" -> unexpected(made.back(problem.start()));
            case "compiler.err.cant.resolve.location.args", "compiler.err.cant.apply.symbol", "compiler.err.cant.apply.symbols" ->
                    calls.get(at) instanceof MethodInvocationTree call && guess.isVariable(call.getMethodSelect().toString()) && choose(call);
            case "compiler.err.cant.resolve.location" -> calls.containsKey(at) && chosen.contains(calls.get(at)) && keep(calls.get(at));
            default -> false;
        };
    }

    /// Whether a method does not exist; or does not take what it was given, unless that is what the message should say.
    private static boolean refuses(String code, Tree replaced) {
        return code.startsWith("compiler.err.cant.") && !(replaced instanceof MethodInvocationTree && code.startsWith("compiler.err.cant.apply"));
    }

    private boolean choose(Tree node) {
        if (kept.contains(node) && !forgiven.add(node)) return false;
        kept.remove(node);
        return chosen.add(node);
    }

    private boolean keep(Tree node) {
        chosen.remove(node);
        return kept.add(node);
    }

    private boolean binary(Tree node, String message) {
        var types = TYPE.matcher(message).results().map(found -> notation.kind(found.group(1))).toList();
        if (node == null || types.size() != 2) return false;
        var left = types.getFirst();
        var right = types.getLast();
        if (node instanceof BinaryTree binary && isLogical(binary)) {
            return know(bare(binary.getLeftOperand()), left) | know(bare(binary.getRightOperand()), right);
        }
        boolean fits = left == Kind.OURS && (right == Kind.OURS || right == Kind.NUMBER) || left == Kind.NUMBER && right == Kind.OURS && node instanceof BinaryTree;
        if (!fits) return isReplaced(node) && keep(node);
        boolean changed = node instanceof BinaryTree binary && (know(binary.getLeftOperand(), left) | know(binary.getRightOperand(), right));
        return choose(node) | changed;
    }

    private boolean know(Tree expression, Kind kind) {
        return kind == Kind.OURS && guess.know(expression, kind) || kind == Kind.NUMBER && guess.know(expression, kind);
    }

    private static boolean isLogical(BinaryTree binary) {
        return binary.getKind() == Tree.Kind.CONDITIONAL_AND || binary.getKind() == Tree.Kind.CONDITIONAL_OR;
    }

    /// A tensor where Java wants a truth or an index.
    private boolean converted(String message, int start, int end) {
        if (!notation.names(message) || !message.matches("(?s).*\\b(?:boolean|int)\\b.*")) return false;
        boolean changed = false;
        for (Tree node : tree.all()) {
            boolean here = node instanceof ExpressionTree && tree.start(node) == start && tree.end(node) == end;
            boolean index = here && tree.parent(node) instanceof ArrayAccessTree access && access.getIndex() == node;
            if (here && (index || truths.contains(node))) changed |= know(node, Kind.OURS);
        }
        return changed;
    }

    /// A value where Java wants a variable: `f() += 1`, or brackets that have become a call.
    private boolean unexpected(int start) {
        boolean changed = false;
        for (Tree node : tree.all()) {
            if (node instanceof CompoundAssignmentTree compound && tree.start(compound.getVariable()) == start) changed |= choose(compound);
            if (node instanceof AssignmentTree assignment && tree.start(assignment.getVariable()) == start && bare(assignment.getVariable()) instanceof ArrayAccessTree access) changed |= choose(access);
        }
        return changed;
    }
}
