package gradshell.shell;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// What operators, brackets and calls mean where Java rejects them: the methods of a type that they stand for.
///
/// @param type the type that Java gives no operators
/// @param binary the method of the left operand for an operator: `*` is `mul`
/// @param reversed the method of the right operand where the left one is a number: `-` is `rsub`
/// @param numbers a class whose static methods, named as in `binary`, take a number first; for what `reversed` cannot say
/// @param unary the method for an operator in front: `-` is `neg`; nothing for one that changes nothing
/// @param changing the method for an operator that assigns: `+` is `add_`
/// @param at the method for brackets, and what a whole dimension and a range are called between them
/// @param set the method for an assignment to brackets: the value first, then the indices
/// @param truth the method that asks for the one truth that a condition needs
/// @param apply the method of anything that a call of a variable stands for
public record Notation(Class<?> type, Map<String, String> binary, Map<String, String> reversed, Class<?> numbers, Map<String, String> unary, Map<String, String> changing,
        Brackets at, String set, String truth, String apply) {

    /// What stands for brackets: `x.at(all(), range(1, 3))`.
    ///
    /// @param nothing what a new dimension is called between them
    public record Brackets(String method, String all, String range, String nothing) {}

    /// What a type is to operators, as far as its name tells.
    enum Kind { OURS, NUMBER, TEXT, OTHER, UNKNOWN }

    Kind kind(String typeName) {
        var name = typeName.strip().replaceFirst("^(?:[a-z_]\\w*\\.)+(?=[A-Z])", "");
        if (name.equals(type.getSimpleName())) return Kind.OURS;
        return switch (name) {
            case "byte", "short", "int", "long", "float", "double", "Byte", "Short", "Integer", "Long", "Float", "Double", "Number" -> Kind.NUMBER;
            case "String" -> Kind.TEXT;
            case "", "var" -> Kind.UNKNOWN;
            default -> Kind.OTHER;
        };
    }

    /// What all methods of the type that have this name answer.
    Kind answer(String method) {
        var kinds = Arrays.stream(type.getMethods()).filter(m -> m.getName().equals(method)).map(m -> kind(m.getReturnType().getSimpleName())).distinct().toList();
        return kinds.size() == 1 ? kinds.getFirst() : Kind.UNKNOWN;
    }

    /// Whether a message of the compiler names the type.
    boolean names(String message) {
        return message.matches("(?s).*\\b" + type.getSimpleName() + "\\b.*");
    }

    Optional<String> reversed(String operator) {
        return Optional.ofNullable(reversed.get(operator));
    }
}
