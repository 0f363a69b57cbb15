package gradshell;

import gradshell.Documentation.Entry;
import gradshell.experiment.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A page of documentation: printing it shows it.
public final class Help {
    /// What stands between two texts: an empty line, or the beginning of a parameter or an item.
    private static final Pattern PARAGRAPHS = Pattern.compile("\n(?=\\s*\n)|\n(?=@|[-*] |\\d+\\. |\\|)");
    /// A list names at most so many.
    private static final int MOST = 40;
    /// A line is no longer, however wide the terminal is.
    private static final int WIDTH = 92;
    private static final int NARROWEST = 24;

    /// The text for a width.
    private final IntFunction<String> text;
    private final List<String> examples;

    private Help(IntFunction<String> text, List<String> examples) {
        this.text = text;
        this.examples = examples;
    }

    /// What is known about a word, a method (`softmax`, `Tensor.softmax`) or a type.
    static Help about(String name) {
        String wanted = name.strip().replaceFirst("\\(.*", "");
        List<Entry> found = Documentation.about(wanted);
        if (found.isEmpty()) return new Help(_ -> unknown(wanted), List.of());
        return new Help(width -> written(found, width), found.stream().flatMap(e -> e.examples().stream()).distinct().toList());
    }

    private static String written(List<Entry> found, int width) {
        StringBuilder text = new StringBuilder();
        String before = "";
        for (Entry entry : found) {
            // Forms that say no more than the one above stand under its text.
            String head = entry.signature() + where(entry);
            String body = body(entry, width);
            text.append(text.isEmpty() || body.isEmpty() || body.equals(before) ? "" : "\n").append(head).append('\n');
            if (!body.isEmpty() && !body.equals(before)) text.append(body);
            before = body;
        }
        return text.toString().stripTrailing();
    }

    private static String where(Entry entry) { return entry.isWord() ? "" : entry.isType() ? "  (a type)" : "  (a method of " + entry.owner() + ")"; }

    private static String body(Entry entry, int width) {
        StringBuilder body = new StringBuilder();
        for (String paragraph : PARAGRAPHS.split(Documentation.plain(entry.text()))) {
            String parameter = paragraph.replaceFirst("^@param\\s+(\\S+)\\s+", "$1: ");
            // What is set out in columns stays as it is.
            List<String> lines = parameter.contains("|") || parameter.contains("```") ? parameter.lines().toList() : wrapped(parameter.replace('\n', ' '), width - 4);
            lines.forEach(line -> body.append("    ").append(line).append('\n'));
        }
        for (String example : entry.examples()) {
            body.append('\n');
            example.lines().forEach(line -> body.append("        ").append(line).append('\n'));
        }
        if (entry.isType()) body.append(members(entry.name(), width));
        return body.toString();
    }

    private static List<String> wrapped(String line, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String word : line.split(" ")) {
            if (current.length() > 0 && current.length() + word.length() >= width) {
                lines.add(current.toString());
                current.setLength(0);
            }
            current.append(current.isEmpty() ? "" : " ").append(word);
        }
        lines.add(current.toString());
        return lines;
    }

    /// The methods of a type, each with its first sentence.
    private static String members(String type, int width) {
        List<Entry> methods = Documentation.entries().stream().filter(e -> e.owner().equals(type) && !e.isType() && !e.text().isBlank()).toList();
        if (methods.isEmpty()) return "";
        if (methods.size() > MOST) return "\n    It has " + methods.stream().map(Entry::name).distinct().count() + " methods: " + methods.stream().map(Entry::name).distinct().sorted().collect(Collectors.joining(", ")).transform(names -> String.join("\n    ", wrapped(names, width - 4))) + "\n";
        return "\n" + listed(methods, "    ", width);
    }

    private static String listed(List<Entry> entries, String margin, int width) {
        int names = Math.min(34, entries.stream().mapToInt(e -> called(e).length()).max().orElse(0));
        return entries.stream().map(e -> margin + called(e) + " ".repeat(Math.max(0, names - called(e).length())) + "  " + shortened(e.summary(), width - names - margin.length() - 4)).distinct().collect(Collectors.joining("\n", "", "\n"));
    }

    private static String called(Entry entry) { return (entry.isWord() || entry.isType() ? "" : entry.owner() + ".") + entry.name(); }

    private static String shortened(String text, int width) { return text.length() <= width ? text : text.substring(0, Math.max(1, width - 1)) + "…"; }

    /// What speaks of something, by name and first sentence.
    static Help search(String words) {
        List<Entry> found = Documentation.search(words);
        if (found.isEmpty()) return new Help(_ -> "nothing speaks of \"" + words.strip() + "\"", List.of());
        String more = found.size() > MOST ? "and " + (found.size() - MOST) + " more\n" : "";
        return new Help(width -> (listed(found.subList(0, Math.min(MOST, found.size())), "", width) + more).stripTrailing(), List.of());
    }

    private static String unknown(String name) {
        String hint = Spelling.nearest(name, Documentation.entries().stream().filter(e -> !e.isType()).map(Entry::name).distinct().toList())
                .or(() -> Spelling.nearest(name, Documentation.entries().stream().map(Entry::name).distinct().toList())).map(near -> "; did you mean " + near + "?")
                .orElse("; apropos(\"" + name + "\") looks for it in all texts");
        return "nothing is known about " + name + hint;
    }

    /// Examples that can be run.
    List<String> examples() { return examples; }

    /// What it says, in lines for a terminal so many columns wide.
    String text(int columns) { return text.apply(Math.clamp(columns, NARROWEST, WIDTH)); }

    @Override
    public String toString() { return text(WIDTH); }
}
