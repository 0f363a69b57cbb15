package gradshell;

import gradshell.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the sources say of words, methods and types. The build gathers the comments, and the jar ships them.
final class Documentation {
    private static final Pattern SNIPPET = Pattern.compile("\\{@snippet\\s*:(.*?)\\s}(?=\\s|$)", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\[#?([\\w.#]+)](\\[[\\w.#]*])?(?!\\()");

    /// Something with a comment: a word, a method, or a type.
    ///
    /// @param owner      the type that it belongs to; for a type the type itself, for a word ""
    /// @param parameters as written, `int dim`; null for a type
    /// @param result     the type of what it answers; "" for a type
    record Entry(String owner, String name, String parameters, String result, String text) {
        boolean isType() { return parameters == null; }

        boolean isWord() { return owner.isEmpty(); }

        /// The first sentence.
        String summary() {
            String plain = plain(text).lines().takeWhile(line -> !line.isBlank()).collect(Collectors.joining(" "));
            Matcher end = Pattern.compile("[.:](?= |$)").matcher(plain);
            return end.find() ? plain.substring(0, end.start()) : plain;
        }

        /// The snippets of the comment, as they can be typed.
        List<String> examples() { return SNIPPET.matcher(text).results().map(m -> m.group(1).strip().stripIndent()).toList(); }

        /// `softmax(int dim) -> Tensor`.
        String signature() { return isType() ? name : name + "(" + parameters + ")" + (result.equals("void") ? "" : " -> " + result); }
    }

    private Documentation() {}

    /// Read when it is first asked for.
    private static final class Holder {
        static final List<Entry> ENTRIES = read();
    }

    static List<Entry> entries() { return Holder.ENTRIES; }

    private static List<Entry> read() {
        List<Entry> entries = new ArrayList<>();
        try (var in = Documentation.class.getResourceAsStream("documentation.txt")) {
            // Classes that no build has put together have no comments.
            if (in == null) return List.of();
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
            String owner = "";
            for (int i = 0; i < lines.size(); ) {
                String head = lines.get(i++);
                StringBuilder text = new StringBuilder();
                while (i < lines.size() && lines.get(i).startsWith("|")) text.append(lines.get(i++).replaceFirst("^\\| ?", "")).append('\n');
                if (head.startsWith("@ ")) {
                    owner = shown(head.substring(2));
                    if (!owner.isEmpty() && !owner.equals(TENSOR_PART)) entries.add(new Entry(owner, owner, null, "", text.toString()));
                    if (owner.equals(TENSOR_PART)) owner = "Tensor";
                } else {
                    int open = head.indexOf('('), close = head.lastIndexOf(") -> ");
                    entries.add(new Entry(owner, head.substring(2, open), head.substring(open + 1, close), head.substring(close + 5), text.toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(entries);
    }

    private static final String TENSOR_PART = "a part of Tensor";

    /// How a type is called: "" for what holds words; the catalogues of a tensor's methods are the tensor's.
    private static String shown(String type) {
        if (type.matches("gradshell\\.\\w+")) return "";
        if (type.matches("gradshell\\.tensor\\.\\w+") && !type.endsWith(".Tensor")) {
            for (Class<?> part : Tensor.class.getInterfaces()) if (part.getName().equals(type)) return TENSOR_PART;
        }
        return type.replaceFirst("^gradshell\\.\\w+\\.", "");
    }

    /// What is called so: words first, then methods, then types. `softmax`, `Tensor.softmax`, `Tensor`.
    static List<Entry> about(String name) {
        int dot = name.lastIndexOf('.');
        if (dot > 0) {
            var method = of(name.substring(0, dot), name.substring(dot + 1));
            if (method.isPresent()) return entries().stream().filter(e -> !e.isType() && e.owner().equals(method.get().owner()) && e.name().equals(method.get().name())).toList();
        }
        return entries().stream().filter(e -> e.name().equals(name))
                .sorted(Comparator.comparing((Entry e) -> e.isWord() ? 0 : e.isType() ? 2 : e.owner().equals("Tensor") ? 1 : 3)).toList();
    }

    /// The method of a type, or of one above it, that is called so.
    static Optional<Entry> of(String type, String name) {
        for (String owner : withSupertypes(type)) {
            var own = entries().stream().filter(e -> !e.isType() && e.name().equals(name) && e.owner().equals(owner)).min(Comparator.comparing((Entry e) -> e.text().isBlank()));
            if (own.isPresent()) return own;
        }
        return Optional.empty();
    }

    /// A type of ours and those above it, the nearest first.
    private static List<String> withSupertypes(String type) {
        List<String> all = new ArrayList<>(List.of(type));
        for (Package own : Documentation.class.getClassLoader().getDefinedPackages()) {
            if (!own.getName().startsWith("gradshell.")) continue;
            try {
                Class<?> found = Class.forName(own.getName() + "." + type.replace('.', '$'), false, Documentation.class.getClassLoader());
                for (Class<?> at = found; at != null; at = at.getSuperclass()) {
                    all.add(shown(at.getName().replace('$', '.')));
                    for (Class<?> above : at.getInterfaces()) all.add(shown(above.getName().replace('$', '.')));
                }
                return all;
            } catch (ClassNotFoundException _) {
                // in another package, perhaps
            }
        }
        return all;
    }

    /// What speaks of something, the likeliest first.
    static List<Entry> search(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) return List.of();
        record Ranked(Entry entry, int rank) {}
        Set<String> seen = new LinkedHashSet<>();
        return entries().stream().map(e -> new Ranked(e, rank(e, wanted))).filter(r -> r.rank() < NOWHERE)
                .sorted(Comparator.comparingInt(Ranked::rank).thenComparing(r -> !r.entry().isWord())).map(Ranked::entry)
                // Of several forms one is enough.
                .filter(e -> seen.add(e.owner() + "." + e.name())).toList();
    }

    private static final int NOWHERE = 9;

    private static int rank(Entry entry, String wanted) {
        String name = entry.name().toLowerCase(Locale.ROOT);
        if (name.equals(wanted)) return 0;
        if (name.startsWith(wanted)) return 1;
        if (name.contains(wanted)) return 2;
        if (entry.summary().toLowerCase(Locale.ROOT).contains(wanted)) return 3;
        return entry.text().toLowerCase(Locale.ROOT).contains(wanted) ? 4 : NOWHERE;
    }

    /// A comment for reading: links are names, snippets stand by themselves.
    static String plain(String text) {
        String without = SNIPPET.matcher(text).replaceAll("");
        return LINK.matcher(without).replaceAll("$1").replace("#", ".").strip();
    }
}
