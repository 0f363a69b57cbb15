package gradshell.experiment;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import gradshell.experiment.Bound.Call;
import gradshell.experiment.Bound.Chain;
import gradshell.experiment.Node.BrokenNode;
import gradshell.experiment.Node.ListNode;
import gradshell.experiment.Node.MapNode;
import gradshell.experiment.Node.ScalarNode;

/// Binds a node to the call of a word that makes a thing of this kind: `sigmoid`, `dropout: 0.1`, `linear: [3, 2]`, `linear: {in: 3, out: 2}`.
record CallBinder(Binder binder, Kind kind, String name) {

    private Words words() {
        return binder.words();
    }

    private Problems problems() {
        return binder.problems();
    }

    Optional<? extends Bound<?>> bind(Node node) {
        return switch (node) {
            case ScalarNode word -> call(node, word, Optional.empty());
            case MapNode map when map.entries().size() == 1 -> call(node, map.entries().getFirst().key(), Optional.of(map.entries().getFirst().value()));
            case MapNode map -> crowded(map);
            case ListNode list -> chain(list);
            case BrokenNode _ -> Optional.empty();
        };
    }

    private Optional<Chain<?>> chain(ListNode list) {
        var then = Words.then(kind.type());
        if (then.isEmpty()) {
            var hint = list.items().size() == 1 ? "write it without the list" : "choose one";
            return binder.refuse(list, "expected one " + kind.name() + ", found a list", hint);
        }
        if (list.items().isEmpty()) return binder.refuse(list, "expected at least one " + kind.name() + Numbers.forName(name) + ", found none", "");
        var links = new ArrayList<Bound<?>>();
        for (var item : list.items()) {
            if (item instanceof ScalarNode s && s.empty()) {
                problems().add(s.place(), "this item of " + (name.isEmpty() ? "the list" : name) + " is empty", "write " + kind.one() + ", or take it out");
            } else binder.bind(item, kind.type(), "").ifPresent(links::add);
        }
        if (links.size() < list.items().size()) return Optional.empty();
        return Optional.of(chained(list, kind.type(), then.get(), links));
    }

    @SuppressWarnings("unchecked") // every link was bound to this kind
    private static <T> Chain<T> chained(Node node, Class<T> kind, Method then, List<Bound<?>> links) {
        return new Chain<>(node, kind, then, (List<Bound<T>>) (List<?>) links);
    }

    /// A map with no word or with several.
    private <T> Optional<T> crowded(MapNode map) {
        if (map.entries().isEmpty()) return binder.refuse(map, "expected " + kind.one() + Numbers.forName(name) + ", found an empty map", "");
        ScalarNode first = map.entries().get(0).key(), second = map.entries().get(1).key();
        if (second.place().source().kind() == Source.Kind.OVERRIDE && first.place().source().kind() != Source.Kind.OVERRIDE) {
            var key = name.isEmpty() ? "it" : name;
            problems().add(second.place(), "%s is %s already (%s)".formatted(key, first.text(), first.place().origin()), "to replace it, write %s={%s: …}".formatted(key, second.text()));
            return Optional.empty();
        }
        var names = words().signatures(first.text(), kind.type()).stream().flatMap(s -> s.names().stream()).toList();
        if (names.contains(second.text())) {
            problems().add(second.place(), second.text() + " stands beside " + first.text() + " and belongs in it", "write %s: {%s: …}, or indent it further".formatted(first.text(), second.text()));
        } else if (!words().making(kind.type()).contains(first.text())) {
            unknown(first, false);
        } else {
            var several = Words.then(kind.type()).isPresent() ? "start each with - in a line of its own" : "keep one of them";
            problems().add(second.place(), "expected one %s here, found %s and %s".formatted(kind.name(), first.text(), second.text()), several);
        }
        return Optional.empty();
    }

    private Optional<Call<?>> call(Node node, ScalarNode word, Optional<Node> arguments) {
        var signatures = words().signatures(word.text(), kind.type());
        if (signatures.isEmpty()) return unknown(word, arguments.isEmpty());
        if (arguments.isPresent() && arguments.get() instanceof ScalarNode s && s.empty()) {
            var bare = signatures.stream().anyMatch(g -> g.written().stream().allMatch(Signature.Parameter::optional));
            problems().add(word.place(), word.text() + " has a colon and nothing after it", bare ? "write " + word.text() + " without the colon" : takes(signatures));
            return Optional.empty();
        }
        var tries = new ArrayList<Arguments>();
        for (var signature : signatures) {
            for (var written : Written.readings(arguments, signature, words())) {
                var attempt = new Arguments(this, node, word, signature, written);
                attempt.bind();
                if (attempt.fits()) return Optional.of(attempt.call(kind.type()));
                tries.add(attempt);
            }
        }
        if (arguments.isPresent() && arguments.get() instanceof ScalarNode s && !s.quoted() && s.text().contains(",") && signatures.stream().anyMatch(g -> g.written().size() > 1)) {
            problems().add(s.place(), "expected values for " + word.text() + ", found " + s.found(), "write " + word.text() + ": [" + s.text() + "]");
            return Optional.empty();
        }
        tries.stream().min(Comparator.comparingInt(Arguments::misfit)).orElseThrow().report(problems(), takes(signatures));
        return Optional.empty();
    }

    /// `it takes (in, out) or (in, out, bias)`, and the withers.
    private static String takes(List<Signature> signatures) {
        var word = signatures.getFirst().method().getName();
        var ways = signatures.stream().map(s -> s.text().substring(word.length())).distinct().collect(Collectors.joining(" or "));
        var more = signatures.stream().flatMap(s -> s.withers().keySet().stream()).distinct().filter(w -> signatures.stream().noneMatch(s -> s.parameter(w).isPresent())).toList();
        return "it takes " + (ways.equals("()") ? "no values" : ways) + (more.isEmpty() ? "" : ", and by name " + Spelling.some(more));
    }

    private <T> Optional<T> unknown(ScalarNode word, boolean bare) {
        var text = word.text();
        var call = Pattern.compile("([A-Za-z]\\w*)\\s*\\((.*)\\)").matcher(text);
        var misfit = words().misfit(text, kind);
        var candidates = words().making(kind.type());
        if (misfit.isPresent()) {
            problems().add(word.place(), misfit.get(), Spelling.nearest(text, candidates).map(Spelling::question).orElse(""));
        } else if (word.place().line() != word.place().endLine() && !word.quoted()) {
            problems().add(word.place(), "unknown %s %s".formatted(kind.name(), word.found()), "it runs on into line %d: check the indentation there".formatted(word.place().line() + 1));
        } else if (bare && call.matches()) {
            var plain = call.group(2).isBlank() ? call.group(1) : call.group(1) + ": [" + call.group(2) + "]";
            problems().add(word.place(), "a file writes words without brackets", "write " + plain);
        } else if (text.matches("[A-Za-z]\\w*:\\S.*")) {
            problems().add(word.place(), "unknown " + kind.name() + " " + text, "write a space after the colon: " + text.replaceFirst(":", ": "));
        } else if (text.matches("[A-Za-z_]\\w*")) {
            problems().add(word.place(), "unknown " + kind.name() + " " + text, Spelling.hint(text, candidates, "the " + kind.plural() + " are"));
        } else {
            problems().add(word.place(), Numbers.expected(kind.one(), name.equals(kind.name()) ? "" : name, word),
                    words().example(kind).map(w -> "for example " + w).orElse(""));
        }
        return Optional.empty();
    }
}
