package gradshell.shell;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Writes a snippet with methods in place of operators: `w.mul(x).add(b)`. Whatever is no operator is copied with its
/// comments and ends of lines, so that lines stay lines.
final class Fluent {

    private static final Set<Tree.Kind> CLOSED = Set.of(Tree.Kind.IDENTIFIER, Tree.Kind.MEMBER_SELECT, Tree.Kind.METHOD_INVOCATION, Tree.Kind.ARRAY_ACCESS, Tree.Kind.PARENTHESIZED, Tree.Kind.NEW_CLASS);
    private static final Set<Tree.Kind> STEPS = Set.of(Tree.Kind.PREFIX_DECREMENT, Tree.Kind.PREFIX_INCREMENT, Tree.Kind.POSTFIX_DECREMENT, Tree.Kind.POSTFIX_INCREMENT);

    private final Operators operators;
    private final SyntaxTree tree;
    private final String text;
    private final Notation notation;
    private final Surroundings surroundings;
    private final boolean named;
    private final Translation.Writer out;

    /// @param named whether a snippet that is nothing but `x += 1` assigns to `x`, so that the shell shows it by its name
    static Translation write(Operators operators, String text, Notation notation, Surroundings surroundings, boolean named) {
        var fluent = new Fluent(operators, text, notation, surroundings, named);
        fluent.copy(operators.tree().root(), 0, text.length());
        return fluent.out.done();
    }

    private Fluent(Operators operators, String text, Notation notation, Surroundings surroundings, boolean named) {
        this.operators = operators;
        tree = operators.tree();
        this.text = text;
        this.notation = notation;
        this.surroundings = surroundings;
        this.named = named;
        out = new Translation.Writer(text);
    }

    // ---- copies ----

    /// The text of a tree, with what is replaced in it.
    private void copy(Tree whole, int from, int to) {
        int at = from;
        for (Tree part : parts(whole)) {
            if (tree.start(part) < at) continue;
            out.copy(at, tree.start(part));
            expression(part);
            at = tree.end(part);
        }
        out.copy(at, to);
    }

    /// The outermost expressions inside that are replaced, in order.
    private List<Tree> parts(Tree whole) {
        var found = new ArrayList<Tree>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void scan(Tree node, Void nothing) {
                if (node == null) return null;
                if (node != whole && node instanceof ExpressionTree && tree.start(node) >= 0 && (operators.isAsked(node) || operators.isReplaced(node) || isSuperfluous(node))) {
                    found.add(node);
                    return null;
                }
                return super.scan(node, nothing);
            }
        }.scan(whole, null);
        found.sort(Comparator.comparingInt(tree::start));
        return found;
    }

    /// What stands between two parts, unless it is nothing but blanks.
    private void gap(int from, int to) {
        var between = text.substring(from, to);
        if (!between.isBlank() || between.indexOf('\n') >= 0) out.copy(from, to);
    }

    // ---- expressions ----

    private void expression(Tree node) {
        if (operators.isAsked(node)) {
            receiver(node, false);
            out.write("." + notation.truth() + "()", tree.end(node) - 1, null);
        } else plain(node);
    }

    private void plain(Tree node) {
        if (isSuperfluous(node)) {
            receiver(node);
            return;
        }
        if (!operators.isReplaced(node)) {
            copy(node, tree.start(node), tree.end(node));
            return;
        }
        switch (node) {
            case BinaryTree binary -> binary(binary);
            case UnaryTree unary -> unary(unary);
            case ArrayAccessTree access -> at(access);
            case AssignmentTree assignment -> set(assignment);
            case CompoundAssignmentTree compound -> change(compound);
            case MethodInvocationTree call -> call(call);
            default -> throw new IllegalStateException(node.getKind().toString());
        }
    }

    /// An expression that a method is called on.
    private void receiver(Tree node) {
        receiver(node, true);
    }

    private void receiver(Tree node, boolean ask) {
        var inside = unwrapped(node);
        if (inside != node) {
            receiver(inside, ask);
            return;
        }
        boolean closed = operators.isReplaced(node) ? !(node instanceof UnaryTree unary && notation.unary().get(Operators.sign(unary)).isEmpty()) : CLOSED.contains(node.getKind());
        if (!closed) out.write("(", tree.start(node), null);
        if (ask) expression(node);
        else plain(node);
        if (!closed) out.write(")", tree.end(node) - 1, null);
    }

    /// An expression between a method's brackets.
    private void argument(Tree node) {
        var inside = unwrapped(node);
        if (inside != node && operators.isReplaced(inside)) expression(inside);
        else expression(node);
    }

    /// What stands in round brackets that a call makes superfluous.
    private Tree unwrapped(Tree node) {
        if (!(node instanceof ParenthesizedTree round)) return node;
        var inside = round.getExpression();
        boolean tight = text.substring(tree.start(node) + 1, tree.start(inside)).isBlank() && text.substring(tree.end(inside), tree.end(node) - 1).isBlank();
        boolean lines = text.substring(tree.start(node), tree.start(inside)).indexOf('\n') >= 0 || text.substring(tree.end(inside), tree.end(node)).indexOf('\n') >= 0;
        return tight && !lines && (operators.isReplaced(inside) || CLOSED.contains(inside.getKind())) ? unwrapped(inside) : node;
    }

    /// Round brackets round what becomes a call, in front of a point.
    private boolean isSuperfluous(Tree node) {
        return node instanceof ParenthesizedTree && tree.parent(node) instanceof MemberSelectTree && operators.isReplaced(unwrapped(node));
    }

    private void open(String method, int origin, Tree cause) {
        out.write("." + method + "(", origin, cause);
    }

    private void close(Tree node) {
        out.write(")", tree.end(node) - 1, null);
    }

    // ---- operators ----

    private void binary(BinaryTree binary) {
        var sign = Operators.sign(binary);
        var left = binary.getLeftOperand();
        var right = binary.getRightOperand();
        int at = tree.operator(binary);
        if (!operators.isReversed(binary)) {
            receiver(left);
            gap(tree.end(left), at);
            open(notation.binary().get(sign), at, binary);
            gap(at + sign.length(), tree.start(right));
            argument(right);
            close(binary);
        } else if (notation.reversed(sign).isPresent() && swaps(left, right)) {
            receiver(right);
            open(notation.reversed(sign).get(), at, binary);
            argument(left);
            close(binary);
        } else {
            out.write(notation.numbers().getName() + "." + notation.binary().get(sign) + "(", at, binary);
            argument(left);
            gap(tree.end(left), at);
            out.write(", ", at, null);
            gap(at + sign.length(), tree.start(right));
            argument(right);
            close(binary);
        }
    }

    /// Whether it makes no difference which operand comes first, neither to what they do nor to the lines that they stand on.
    private boolean swaps(ExpressionTree left, ExpressionTree right) {
        if (text.substring(tree.start(left), tree.start(right)).matches("(?s).*(?:\\n|//|/\\*).*")) return false;
        var number = Operators.bare(left);
        if (number instanceof LiteralTree || number instanceof UnaryTree unary && unary.getExpression() instanceof LiteralTree || number instanceof IdentifierTree name && operators.isLocal(name)) return true;
        var first = does(left);
        var second = does(right);
        return (first.isEmpty() || second.isEmpty()) && Stream.concat(first.stream(), second.stream()).noneMatch(what -> what.isEmpty() || surroundings.declares(what));
    }

    /// What an expression does besides giving a value: the methods that it calls, and nothing's name for what changes a variable.
    static List<String> does(Tree expression) {
        var found = new ArrayList<String>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void scan(Tree node, Void nothing) {
                switch (node) {
                    case MethodInvocationTree call when call.getMethodSelect() instanceof MemberSelectTree member -> found.add(member.getIdentifier().toString());
                    case MethodInvocationTree call -> found.add(call.getMethodSelect().toString());
                    case AssignmentTree _, CompoundAssignmentTree _, NewClassTree _ -> found.add("");
                    case UnaryTree unary when STEPS.contains(unary.getKind()) -> found.add("");
                    case null, default -> { }
                }
                return super.scan(node, nothing);
            }
        }.scan(expression, null);
        return found;
    }

    private void unary(UnaryTree unary) {
        var method = notation.unary().get(Operators.sign(unary));
        var operand = unary.getExpression();
        gap(tree.start(unary) + 1, tree.start(operand));
        if (method.isEmpty()) {
            argument(operand);
            return;
        }
        receiver(operand);
        out.write("." + method + "()", tree.start(unary), unary);
    }

    private void change(CompoundAssignmentTree compound) {
        var target = Operators.bare(compound.getVariable());
        var value = compound.getExpression();
        var sign = Operators.sign(compound);
        int at = tree.operator(compound);
        var method = notation.changing().get(sign);
        if (named && target instanceof IdentifierTree name && tree.isWhole(compound)) out.write(name.getName() + " = ", tree.start(compound), compound);
        boolean picks = target instanceof ArrayAccessTree access && operators.isReplaced(access) && indices(access).stream().anyMatch(operators::isPicked);
        if (picks) {
            var access = (ArrayAccessTree) target;
            receiver(access.getExpression());
            open(notation.set(), at, compound);
        }
        receiver(target);
        gap(tree.end(compound.getVariable()), at);
        open(method, at, compound);
        gap(at + sign.length() + 1, tree.start(value));
        argument(value);
        close(compound);
        if (picks) {
            out.write(", ", at, null);
            indices((ArrayAccessTree) target, false);
            close(compound);
        }
    }

    // ---- brackets and calls ----

    private void at(ArrayAccessTree access) {
        receiver(access.getExpression());
        int at = tree.symbol(tree.end(access.getExpression()));
        gap(tree.end(access.getExpression()), at);
        open(notation.at().method(), at, access);
        indices(access, true);
        close(access);
    }

    private void set(AssignmentTree assignment) {
        var access = (ArrayAccessTree) Operators.bare(assignment.getVariable());
        var value = assignment.getExpression();
        int at = tree.symbol(tree.end(assignment.getVariable()));
        var object = access.getExpression();
        if (named && object instanceof IdentifierTree name && tree.isWhole(assignment)) out.write(name.getName() + " = ", tree.start(assignment), assignment);
        receiver(object);
        gap(tree.end(object), tree.symbol(tree.end(object)));
        gap(tree.end(assignment.getVariable()), at);
        open(notation.set(), at, assignment);
        gap(at + 1, tree.start(value));
        argument(value);
        out.write(", ", at, null);
        indices(access, true);
        close(assignment);
    }

    static List<? extends ExpressionTree> indices(ArrayAccessTree access) {
        return Operators.isManifold(access) ? ((MethodInvocationTree) access.getIndex()).getArguments() : List.of(access.getIndex());
    }

    /// @param lines whether lines are kept; not where the indices are written for the second time
    private void indices(ArrayAccessTree access, boolean lines) {
        var all = indices(access);
        for (int i = 0; i < all.size(); i++) {
            var index = all.get(i);
            if (i > 0) {
                out.write(", ", tree.start(index), null);
                if (lines) newlines(tree.end(all.get(i - 1)), tree.start(index));
            }
            index(index);
        }
    }

    /// The comments and ends of lines round a comma.
    private void newlines(int from, int to) {
        var between = text.substring(from, to);
        if (between.indexOf('\n') < 0) return;
        int comma = tree.symbol(from);
        out.copy(from, comma);
        out.copy(comma + 1, to);
    }

    private void index(ExpressionTree index) {
        var name = index.toString();
        int at = tree.start(index);
        if (name.equals("null") || name.equals("None") && !operators.isVariable(name)) out.write('"' + notation.at().nothing() + '"', at, null);
        else if (name.equals(Subscripts.DOTS)) out.write("\"...\"", at, null);
        else if (index instanceof MethodInvocationTree call && call.getMethodSelect().toString().equals(Subscripts.SLICE)) slice(call);
        else argument(index);
    }

    private void slice(MethodInvocationTree slice) {
        int at = tree.start(slice);
        var bounds = slice.getArguments();
        var given = bounds.stream().map(bound -> !bound.toString().equals(Subscripts.NONE)).toList();
        boolean constant = bounds.stream().allMatch(bound -> bound.toString().matches("[-+]?\\d+|\\" + Subscripts.NONE));
        if (!given.contains(true)) out.write(notation.at().all(), at, null);
        else if (constant && !(given.get(0) && given.get(1))) {
            var written = bounds.stream().map(bound -> bound.toString().equals(Subscripts.NONE) ? "" : bound.toString()).toList();
            out.write('"' + written.get(0) + ":" + written.get(1) + (given.get(2) ? ":" + written.get(2) : "") + '"', at, null);
        } else {
            out.write(notation.at().range() + "(", at, null);
            if (given.get(0)) argument(bounds.get(0));
            else out.write("0", at, null);
            out.write(", ", at, null);
            if (given.get(1)) argument(bounds.get(1));
            else out.write("Integer.MAX_VALUE", at, null);
            if (given.get(2)) {
                out.write(", ", at, null);
                argument(bounds.get(2));
            }
            out.write(")", at, null);
        }
    }

    private void call(MethodInvocationTree call) {
        int end = tree.end(call.getMethodSelect());
        out.copy(tree.start(call), end);
        out.write("." + notation.apply(), end, call);
        copy(call, end, tree.end(call));
    }
}
