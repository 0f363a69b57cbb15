package gradshell.shell;

import java.util.ArrayList;
import java.util.List;

/// A text made of pieces of another, and where each of them comes from.
///
/// @param pieces in order, without gaps
record Translation(String text, List<Piece> pieces) {

    /// A part of the text: copied from the other one, or new.
    ///
    /// @param from where it begins in this text
    /// @param origin where it comes from in the other; for a new part the place that it stands for
    /// @param cause what a new part was written for, or null
    record Piece(int from, int origin, boolean copied, Object cause) {}

    static Translation same(String text) {
        return new Translation(text, List.of(new Piece(0, 0, true, null)));
    }

    /// The place in the other text that a place stands for.
    int back(int offset) {
        var piece = piece(offset);
        return piece.copied ? piece.origin + offset - piece.from : piece.origin;
    }

    /// The end in the other text of what ends at a place.
    int backEnd(int end) {
        return end == 0 ? 0 : back(end - 1) + 1;
    }

    /// What the new part at a place was written for, or null where it is copied.
    Object cause(int offset) {
        return piece(offset).cause;
    }

    /// The same with something more at its end.
    Translation with(String longer) {
        if (!longer.startsWith(text) || longer.length() == text.length()) return this;
        var more = new ArrayList<>(pieces);
        more.add(new Piece(text.length(), text.isEmpty() ? 0 : back(text.length() - 1) + 1, false, null));
        return new Translation(longer, more);
    }

    /// This text as made of what the other one was made of.
    Translation after(Translation first) {
        return new Translation(text, pieces.stream().map(p -> new Piece(p.from, first.back(p.origin), p.copied && first.piece(p.origin).copied, p.cause)).toList());
    }

    private Piece piece(int offset) {
        int low = 0, high = pieces.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (pieces.get(middle).from <= offset) low = middle;
            else high = middle - 1;
        }
        return pieces.isEmpty() ? new Piece(0, 0, true, null) : pieces.get(low);
    }

    /// Puts a text together.
    static final class Writer {

        private final String source;
        private final StringBuilder text = new StringBuilder();
        private final List<Piece> pieces = new ArrayList<>();

        Writer(String source) {
            this.source = source;
        }

        void copy(int from, int to) {
            if (from >= to) return;
            pieces.add(new Piece(text.length(), from, true, null));
            text.append(source, from, to);
        }

        void write(String added, int origin, Object cause) {
            pieces.add(new Piece(text.length(), origin, false, cause));
            text.append(added);
        }

        Translation done() {
            return new Translation(text.toString(), pieces);
        }
    }
}
