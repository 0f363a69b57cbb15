package gradshell.tensor;

import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Sums of products in Einstein's notation, carried out as a sequence of matrix products.
///
/// Every index of an operand is a letter; one that stands twice in an operand takes its diagonal; `...` stands for the dimensions without a
/// letter; dimensions of size 1 are repeated to meet those of other operands; without `->` the result has the letters that occur once, in alphabetical order.
public final class Einsum {
    /// The letter that stands for dimension i, from the right, of an ellipsis: not one that can be typed.
    private static final int HIDDEN = 0x1000;

    private final String equation;

    private Einsum(String equation) { this.equation = equation; }

    /// An operand and the letter of each of its dimensions.
    private record Term(Tensor tensor, List<Integer> letters) {}

    /// The sum of products that an equation like `"bij,bjk->bik"` describes.
    public static Tensor einsum(String equation, Tensor... operands) { return new Einsum(equation).run(operands); }

    private Tensor run(Tensor[] operands) {
        String compact = equation.replace(" ", "");
        String[] sides = compact.split("->", -1);
        if (sides.length > 2) throw wrong("-> stands twice");
        String[] inputs = sides[0].split(",", -1);
        if (inputs.length != operands.length) throw wrong("it names " + inputs.length + (inputs.length == 1 ? " operand" : " operands") + ", " + operands.length + (operands.length == 1 ? " was given" : " were given"));
        for (Tensor operand : operands) if (operand.dtype() != operands[0].dtype()) throw new DTypeException("einsum: operands are " + operands[0].dtype() + " and " + operand.dtype() + "; they must be of one type, use x.to(" + operands[0].dtype().promote(operand.dtype()) + ")");
        if (operands[0].dtype() == DType.BOOL && operands.length > 1) throw new DTypeException("einsum: bool has no products; use x.to(int64)");
        Map<Integer, Integer> sizes = new LinkedHashMap<>();
        List<Term> terms = new ArrayList<>();
        int hidden = 0;
        for (int i = 0; i < operands.length; i++) {
            List<Integer> letters = letters(inputs[i], operands[i].dim(), i);
            hidden = Math.max(hidden, (int) letters.stream().filter(l -> l >= HIDDEN).count());
            terms.add(diagonal(new Term(operands[i], letters), sizes));
        }
        List<Integer> output = sides.length == 2 ? output(sides[1], hidden, sizes) : implied(inputs, hidden);
        Term result = terms.getFirst();
        for (int i = 1; i < terms.size(); i++) {
            List<Integer> later = new ArrayList<>(output);
            for (int j = i + 1; j < terms.size(); j++) later.addAll(terms.get(j).letters);
            result = contract(result, terms.get(i), later, sizes);
        }
        return arrange(sumOut(result, output), output, sizes);
    }

    private ShapeException wrong(String fact) { return new ShapeException("einsum: \"" + equation + "\": " + fact); }

    // ---- reading ----

    private List<Integer> letters(String text, int rank, int operand) {
        List<Integer> letters = new ArrayList<>();
        int named = text.replace("...", "").length();
        boolean ellipsis = text.contains("...");
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("...", i)) {
                for (int k = rank - named - 1; k >= 0; k--) letters.add(HIDDEN + k);
                i += 2;
            } else if (isLetter(text.charAt(i))) letters.add((int) text.charAt(i));
            else throw wrong("'" + text.charAt(i) + "' is no letter, comma, ... or ->");
        }
        if (letters.size() != rank || named > rank) throw wrong("\"" + text + "\" names " + named + (named == 1 ? " dimension" : " dimensions") + (ellipsis ? " beside ..." : "") + ", operand " + (operand + 1) + " has " + rank);
        return letters;
    }

    private static boolean isLetter(char c) { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'; }

    private List<Integer> output(String text, int hidden, Map<Integer, Integer> sizes) {
        int named = text.replace("...", "").length();
        List<Integer> output = letters(text, text.contains("...") ? named + hidden : named, -1);
        for (int i = 0; i < output.size(); i++) {
            if (!sizes.containsKey(output.get(i))) throw wrong("the result names '" + (char) (int) output.get(i) + "', which no operand has");
            if (output.indexOf(output.get(i)) != i) throw wrong("the result names '" + (char) (int) output.get(i) + "' twice");
        }
        return output;
    }

    private static List<Integer> implied(String[] inputs, int hidden) {
        List<Integer> output = new ArrayList<>();
        for (int k = hidden - 1; k >= 0; k--) output.add(HIDDEN + k);
        String all = String.join("", inputs).replace(".", "");
        all.chars().filter(c -> all.indexOf(c) == all.lastIndexOf(c)).sorted().forEach(output::add);
        return output;
    }

    /// Takes diagonals where a letter stands twice, and checks the sizes of the letters.
    private Term diagonal(Term term, Map<Integer, Integer> sizes) {
        Tensor x = term.tensor;
        List<Integer> letters = new ArrayList<>(term.letters);
        for (int i = 0; i < letters.size(); i++) {
            int letter = letters.get(i), size = x.size(i), other = letters.indexOf(letter);
            Integer known = sizes.get(letter);
            boolean broadcast = size == 1 || known != null && known == 1;
            if (known != null && known != size && !broadcast) throw wrong("'" + (letter < HIDDEN ? (char) letter : "...") + "' has size " + known + " and size " + size);
            if (known == null || known == 1) sizes.put(letter, size);
            if (other < i) {
                if (x.size(other) != size) throw wrong("'" + (char) letter + "' has size " + x.size(other) + " and size " + size);
                x = diagonalOf(x, other, i);
                letters.remove(i--);
                letters.remove(other);
                letters.addFirst(letter);
            }
        }
        return new Term(x, letters);
    }

    /// The elements whose places along two dimensions are equal, as the first dimension of the result.
    private static Tensor diagonalOf(Tensor x, int first, int second) {
        int size = x.size(first);
        int[] order = IntStream.concat(IntStream.of(first, second), IntStream.range(0, x.dim()).filter(i -> i != first && i != second)).toArray();
        Tensor front = x.permute(order);
        Shape rest = front.shape().slice(2, x.dim());
        return front.reshape(Shape.of(size * size).concat(rest)).indexSelect(0, Creation.arange(0, (long) size * size, size + 1L));
    }

    // ---- computing ----

    private static Term sumOut(Term term, List<Integer> needed) {
        int[] dims = IntStream.range(0, term.letters.size()).filter(i -> !needed.contains(term.letters.get(i))).toArray();
        if (dims.length == 0) return term;
        return new Term(term.tensor.sum(dims), term.letters.stream().filter(needed::contains).toList());
    }

    /// Two operands as one batched matrix product over the letters that nothing later needs.
    private Term contract(Term a, Term b, List<Integer> later, Map<Integer, Integer> sizes) {
        List<Integer> neededByA = new ArrayList<>(later), neededByB = new ArrayList<>(later);
        neededByA.addAll(b.letters);
        neededByB.addAll(a.letters);
        Term left = sumOut(a, neededByA), right = sumOut(b, neededByB);
        List<Integer> shared = left.letters.stream().filter(right.letters::contains).toList();
        List<Integer> batch = shared.stream().filter(later::contains).toList(), summed = shared.stream().filter(l -> !later.contains(l)).toList();
        if (summed.isEmpty()) {
            List<Integer> letters = join(left.letters, right.letters.stream().filter(l -> !shared.contains(l)).toList(), List.of());
            return new Term(spread(left, letters).mul(spread(right, letters)), letters);
        }
        List<Integer> rows = left.letters.stream().filter(l -> !shared.contains(l)).toList(), columns = right.letters.stream().filter(l -> !shared.contains(l)).toList();
        Tensor x = arrange(left, join(batch, rows, summed), sizes).reshape(sizeOf(batch, sizes), sizeOf(rows, sizes), sizeOf(summed, sizes));
        Tensor y = arrange(right, join(batch, summed, columns), sizes).reshape(sizeOf(batch, sizes), sizeOf(summed, sizes), sizeOf(columns, sizes));
        List<Integer> letters = join(batch, rows, columns);
        return new Term(x.matmul(y).reshape(shapeOf(letters, sizes)), letters);
    }

    /// The dimensions in the order of the given letters, repeated where another operand is larger.
    private static Tensor arrange(Term term, List<Integer> letters, Map<Integer, Integer> sizes) { return spread(term, letters).expand(shapeOf(letters, sizes)); }

    /// The dimensions in the order of the given letters, those it has not with size 1.
    private static Tensor spread(Term term, List<Integer> letters) {
        Tensor x = term.tensor;
        List<Integer> own = new ArrayList<>(term.letters);
        for (int letter : letters) {
            if (own.contains(letter)) continue;
            x = x.unsqueeze(0);
            own.addFirst(letter);
        }
        return x.permute(letters.stream().mapToInt(own::indexOf).toArray());
    }

    private static List<Integer> join(List<Integer> a, List<Integer> b, List<Integer> c) { return Stream.of(a, b, c).flatMap(List::stream).toList(); }

    private static Shape shapeOf(List<Integer> letters, Map<Integer, Integer> sizes) { return Shape.of(letters.stream().mapToInt(sizes::get).toArray()); }

    private static int sizeOf(List<Integer> letters, Map<Integer, Integer> sizes) { return shapeOf(letters, sizes).elements(); }
}
