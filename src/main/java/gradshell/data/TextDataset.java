package gradshell.data;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.tensor.Tensor;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A text as windows of `context` tokens, each with the tokens that follow its own: inputs and targets are int64 `[n, context]`.
///
/// A token is a character, or a word or punctuation mark. A division takes the parts from the end of the text, so that nothing that is validated on
/// was seen in training.
public final class TextDataset implements Dataset {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’][\\p{L}]+)?|\\R|[^\\s\\p{L}\\p{N}]");

    private final List<String> vocabulary;
    private final Map<String, Integer> numbers;
    private final boolean words;
    private final int[] tokens;
    private final int context;

    private TextDataset(List<String> vocabulary, Map<String, Integer> numbers, boolean words, int[] tokens, int context) {
        this.vocabulary = vocabulary;
        this.numbers = numbers;
        this.words = words;
        this.tokens = tokens;
        this.context = context;
    }

    /// A text of its tokens.
    ///
    /// @param what what messages begin with: a file, or the word of the language
    public static TextDataset of(String what, String text, int context, boolean words) {
        if (context < 1) throw new IllegalArgumentException(what + ": a context of " + context + " tokens; it needs at least 1");
        List<String> tokens = tokens(text, words);
        if (tokens.size() <= context) throw new FormatException(what + ": the text has " + tokens.size() + " tokens; a context of " + context + " needs at least " + (context + 1L));
        TreeMap<String, Integer> sorted = new TreeMap<>();
        for (String token : tokens) sorted.put(token, 0);
        List<String> vocabulary = List.copyOf(sorted.keySet());
        Map<String, Integer> numbers = new HashMap<>();
        for (String token : vocabulary) numbers.put(token, numbers.size());
        return new TextDataset(vocabulary, numbers, words, tokens.stream().mapToInt(numbers::get).toArray(), context);
    }

    /// A file in UTF-8.
    public static TextDataset read(Path file, int context, boolean words) {
        return Disk.read(file, () -> {
            if (Files.size(file) > Runtime.getRuntime().maxMemory() / 16) throw new FormatException(file + ": a text of " + Files.size(file) + " bytes takes more memory than Java has; start it with more (-Xmx)");
            try {
                return of(file.toString(), Files.readString(file), context, words);
            } catch (MalformedInputException e) {
                throw new FormatException(file + ": this is not text in UTF-8");
            }
        });
    }

    private static List<String> tokens(String text, boolean words) {
        if (!words) return text.codePoints().mapToObj(Character::toString).toList();
        List<String> found = new ArrayList<>();
        for (Matcher match = WORD.matcher(text); match.find();) found.add(match.group().isBlank() ? "\n" : match.group());
        return found;
    }

    /// The tokens, each at its number.
    public List<String> vocabulary() { return vocabulary; }

    /// The numbers of a text's tokens, int64 `[n]`.
    public Tensor encode(String text) {
        List<String> tokens = tokens(text, words);
        return Generated.labels(tokens.stream().mapToLong(t -> {
            Integer number = numbers.get(t);
            if (number == null) throw new IllegalArgumentException("encode: " + Json.quote(t) + " is not among the " + vocabulary.size() + " tokens of the vocabulary");
            return number;
        }).toArray());
    }

    /// The text of some numbers.
    public String decode(Tensor numbers) {
        List<String> parts = new ArrayList<>();
        for (long number : numbers.to(DType.INT64).toLongs()) {
            if (number < 0 || number >= vocabulary.size()) throw new IllegalArgumentException("decode: there is no token " + number + "; the vocabulary has " + vocabulary.size());
            parts.add(vocabulary.get((int) number));
        }
        return parts.stream().collect(Collectors.joining(words ? " " : ""));
    }

    @Override
    public int size() { return tokens.length - context; }

    @Override
    public Example get(int index) { return batch(new int[] {index}, null).example(0); }

    @Override
    public Batch batch(int[] places, Rng chance) { return new Batch(windows(places, 0), windows(places, 1)); }

    private Tensor windows(int[] places, int ahead) {
        long[] numbers = new long[places.length * context];
        for (int i = 0, k = 0; i < places.length; i++) {
            Places.check(places[i], size());
            for (int j = 0; j < context; j++) numbers[k++] = tokens[places[i] + j + ahead];
        }
        return Tensor.of(Array.of(DType.INT64, Shape.of(places.length, context), numbers));
    }

    @Override
    public Dataset like(Dataset other) {
        if (!(other instanceof TextDataset text)) return other;
        int[] own = text.vocabulary.stream().mapToInt(token -> {
            Integer number = numbers.get(token);
            if (number == null) throw new FormatException("data: " + Json.quote(token) + " stands in the text to test on, and not among the " + vocabulary.size() + " tokens of the text to train on");
            return number;
        }).toArray();
        return new TextDataset(vocabulary, numbers, words, java.util.stream.IntStream.of(text.tokens).map(t -> own[t]).toArray(), text.context);
    }

    @Override
    public int overlap() { return context; }

    @Override
    public String toString() { return size() + " examples: " + context + (words ? " words" : " characters") + " each of a text of " + tokens.length + ", " + vocabulary.size() + " different"; }
}
