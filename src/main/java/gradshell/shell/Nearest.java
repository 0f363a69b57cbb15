package gradshell.shell;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Which of several names a misspelt one most likely means, by its letters.
public final class Nearest {
    private Nearest() {}

    /// The one that differs in nothing but case, underscores and hyphens.
    public static Optional<String> alike(String name, Collection<String> candidates) {
        var folded = fold(name);
        return candidates.stream().filter(c -> fold(c).equals(folded)).sorted().findFirst();
    }

    /// The one that a few slips of the finger lead to; the longer the name, the more.
    public static Optional<String> close(String name, Collection<String> candidates) {
        var folded = fold(name);
        return candidates.stream().filter(c -> distance(folded, fold(c)) <= allowed(folded, fold(c)))
                .min(Comparator.<String>comparingInt(c -> distance(folded, fold(c))).thenComparingInt(c -> distance(name, c)).thenComparing(Comparator.naturalOrder()));
    }

    /// Without case, underscores and hyphens: `BatchSize`, `batch_size` and `batch-size` are the same.
    public static String fold(String name) {
        return name.replaceAll("[_\\-]", "").toLowerCase(Locale.ROOT);
    }

    private static int allowed(String a, String b) {
        int length = Math.max(a.length(), b.length());
        return length <= 1 ? 0 : length <= 4 ? 1 : length <= 8 ? 2 : 3;
    }

    /// How many letters must be put in, left out, changed or swapped with their neighbour (Damerau-Levenshtein, adjacent swaps).
    static int distance(String a, String b) {
        var d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) d[i][0] = i;
        for (int j = 0; j <= b.length(); j++) d[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                var change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
                var swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
        return d[a.length()][b.length()];
    }
}
