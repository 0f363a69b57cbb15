package gradshell;

import gradshell.Documentation.Entry;
import gradshell.experiment.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A page of documentation: printing it shows it.
public final class Help {
    /// A list names at most so many.
    private static final int MOST = 40;
    private static final int WIDTH = 88;

    private final String text;
    private final List<String> examples;

    private Help(String text, List<String> examples) {
        this.text = text;
        this.examples = examples;
    }

    /// What is known about a word, a method (`softmax`, `Tensor.softmax`) or a type.
    static Help about(String name) {
        String wanted = name.strip().replaceFirst("\\(.*", "");
        List<Entry> found = Documentation.about(wanted);
        if (found.isEmpty()) return new Help(unknown(wanted), List.of());
        StringBuilder text = new StringBuilder();
        String before = "";
        for (Entry entry : found) {
            // Forms that say no more than the one above stand under its text.
            String head = entry.signature() + where(entry);
            String body = body(entry);
            text.append(text.isEmpty() || body.isEmpty() || body.equals(before) ? "" : "\n").append(head).append('\n');
            if (!body.isEmpty() && !body.equals(before)) text.append(body);
            before = body;
        }
        return new Help(text.toString().stripTrailing(), found.stream().flatMap(e -> e.examples().stream()).distinct().toList());
    }

    private static String where(Entry entry) { return entry.isWord() ? "" : entry.isType() ? "  (a type)" : "  (a method of " + entry.owner() + ")"; }

    private static String body(Entry entry) {
        StringBuilder body = new StringBuilder();
        Documentation.plain(entry.text()).lines().forEach(line -> {
            String parameter = line.replaceFirst("^@param\\s+(\\S+)\\s+", "$1: ");
            wrapped(parameter).forEach(part -> body.append("    ").append(part).append('\n'));
        });
        for (String example : entry.examples()) {
            body.append('\n');
            example.lines().forEach(line -> body.append("        ").append(line).append('\n'));
        }
        if (entry.isType()) body.append(members(entry.name()));
        return body.toString();
    }

    private static List<String> wrapped(String line) {
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String word : line.split(" ")) {
            if (current.length() > 0 && current.length() + word.length() >= WIDTH) {
                lines.add(current.toString());
                current.setLength(0);
            }
            current.append(current.isEmpty() ? "" : " ").append(word);
        }
        lines.add(current.toString());
        return lines;
    }

    /// The methods of a type, each with its first sentence.
    private static String members(String type) {
        List<Entry> methods = Documentation.entries().stream().filter(e -> e.owner().equals(type) && !e.isType() && !e.text().isBlank()).toList();
        if (methods.isEmpty()) return "";
        if (methods.size() > MOST) return "\n    It has " + methods.stream().map(Entry::name).distinct().count() + " methods: " + methods.stream().map(Entry::name).distinct().sorted().collect(Collectors.joining(", ")).transform(names -> String.join("\n    ", wrapped(names))) + "\n";
        return "\n" + listed(methods, "    ");
    }

    private static String listed(List<Entry> entries, String margin) {
        int width = Math.min(34, entries.stream().mapToInt(e -> called(e).length()).max().orElse(0));
        return entries.stream().map(e -> margin + called(e) + " ".repeat(Math.max(0, width - called(e).length())) + "  " + shortened(e.summary(), WIDTH - width)).distinct().collect(Collectors.joining("\n", "", "\n"));
    }

    private static String called(Entry entry) { return (entry.isWord() || entry.isType() ? "" : entry.owner() + ".") + entry.name(); }

    private static String shortened(String text, int width) { return text.length() <= width ? text : text.substring(0, Math.max(1, width - 1)) + "…"; }

    /// What speaks of something, by name and first sentence.
    static Help search(String words) {
        List<Entry> found = Documentation.search(words);
        if (found.isEmpty()) return new Help("nothing speaks of \"" + words.strip() + "\"", List.of());
        String more = found.size() > MOST ? "and " + (found.size() - MOST) + " more\n" : "";
        return new Help((listed(found.subList(0, Math.min(MOST, found.size())), "") + more).stripTrailing(), List.of());
    }

    private static String unknown(String name) {
        String hint = Spelling.nearest(name, Documentation.entries().stream().filter(e -> !e.isType()).map(Entry::name).distinct().toList())
                .or(() -> Spelling.nearest(name, Documentation.entries().stream().map(Entry::name).distinct().toList())).map(near -> "; did you mean " + near + "?")
                .orElse("; apropos(\"" + name + "\") looks for it in all texts");
        return "nothing is known about " + name + hint;
    }

    /// Examples that can be run.
    List<String> examples() { return examples; }

    @Override
    public String toString() { return text; }
}
