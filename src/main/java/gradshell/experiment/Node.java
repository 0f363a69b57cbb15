package gradshell.experiment;

import java.util.List;
import java.util.Optional;

/// A piece of a YAML text, with the place where it stands.
public sealed interface Node {

    Place place();

    /// What messages call it: `a map`, `a list`, or the text itself.
    String found();

    /// Keys and their values, in the order of the file. `positional` holds arguments written without names, where an override has added a named one to them.
    record MapNode(Place place, List<Entry> entries, Optional<Node> positional) implements Node {

        public MapNode {
            entries = List.copyOf(entries);
        }

        MapNode(Place place, List<Entry> entries) {
            this(place, entries, Optional.empty());
        }

        /// Whether keys are missing because a problem has hidden them.
        boolean incomplete() {
            return positional.filter(BrokenNode.class::isInstance).isPresent();
        }

        Optional<Entry> entry(String key) {
            return entries.stream().filter(e -> e.key().text().equals(key)).findFirst();
        }

        @Override
        public String found() {
            return "a map";
        }
    }

    /// A value about which a problem was told already: who asks for it gets nothing, in silence.
    record BrokenNode(Place place) implements Node {

        @Override
        public String found() {
            return "a mistake";
        }
    }

    /// A key and its value.
    record Entry(ScalarNode key, Node value) {}

    /// Values in a row.
    record ListNode(Place place, List<Node> items) implements Node {

        public ListNode {
            items = List.copyOf(items);
        }

        @Override
        public String found() {
            return "a list";
        }
    }

    /// A single value: its text as written, and whether it stood in quotes. What it means is decided by the type that is wanted.
    record ScalarNode(Place place, String text, boolean quoted) implements Node {

        /// Nothing at all, or a word for nothing.
        boolean empty() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }

        @Override
        public String found() {
            return empty() ? text.isEmpty() ? "nothing" : text : '"' + Excerpt.shorten(text, 40) + '"';
        }
    }
}
