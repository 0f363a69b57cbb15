package gradshell.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import gradshell.experiment.Node.BrokenNode;
import gradshell.experiment.Node.Entry;
import gradshell.experiment.Node.ListNode;
import gradshell.experiment.Node.MapNode;
import gradshell.experiment.Node.ScalarNode;

/// The arguments of a word as a file writes them: some in a row, some by name.
record Written(List<Node> row, List<Entry> named) {

    /// The ways to read them for a signature. A list can be several arguments or one that is a list; a map can be names or one argument that is a word.
    static List<Written> readings(Optional<Node> arguments, Signature signature, Words words) {
        var none = List.<Entry>of();
        if (arguments.isEmpty()) return List.of(new Written(List.of(), none));
        var alone = new Written(List.of(arguments.get()), none);
        var slots = signature.written();
        var readings = new ArrayList<Written>();
        switch (arguments.get()) {
            case ScalarNode _ -> readings.add(alone);
            case ListNode list -> {
                readings.add(new Written(list.items(), none));
                if (slots.size() == 1 && !slots.getFirst().variable()) readings.add(alone);
            }
            case BrokenNode _ -> readings.add(alone);
            case MapNode map -> {
                var row = map.positional().map(p -> p instanceof ListNode list ? list.items() : List.of(p)).orElse(List.of());
                readings.add(new Written(row, map.entries()));
                var word = map.entries().size() == 1 && !signature.names().contains(map.entries().getFirst().key().text());
                if (word && !slots.isEmpty() && takesWord(slots.getFirst(), words)) readings.add(alone);
            }
        }
        return readings;
    }

    private static boolean takesWord(Signature.Parameter parameter, Words words) {
        return words.kind(parameter.type()).isPresent() || parameter.variable() && words.kind(Types.element(parameter.type()).orElseThrow()).isPresent();
    }
}
