package gradshell.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

import gradshell.experiment.Node.Entry;
import gradshell.experiment.Node.ListNode;
import gradshell.experiment.Node.MapNode;
import gradshell.experiment.Node.ScalarNode;

/// Composes the tree of a text from the tokens of the YAML parser. Strict: a key stands once, tags are refused, and depth, aliases and their growth have limits.
final class Composer {
    private static final int DEEPEST = 50;
    private static final int MOST_ALIASES = 100;
    private static final long MOST_NODES = 100_000;

    private final Source source;
    private final Problems problems;
    private final int[] text;
    private final Map<String, Node> anchors = new HashMap<>();
    private final Map<Node, Long> sizes = new IdentityHashMap<>();
    private YAMLParser parser;
    private int depth, aliases;

    Composer(Source source, Problems problems) {
        this.source = source;
        this.problems = problems;
        this.text = source.text().codePoints().toArray();
    }

    /// Ends the reading of a text after a problem that leaves nothing to go on with.
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stop() {
            super(null, null, false, false);
        }
    }

    Optional<Node> compose() {
        try (var opened = (YAMLParser) new YAMLFactory().createParser(ObjectReadContext.empty(), References.mask(source.text()))) {
            parser = opened;
            if (parser.nextToken() == null) {
                problems.add(source.kind() == Source.Kind.FILE && text.length > 0 ? new Place(source, 1, 1, 1, 2) : source.whole(),
                        text.length == 0 ? "is empty" : "holds no keys, only comments or blank lines");
                return Optional.empty();
            }
            var root = node();
            if (parser.nextToken() != null) throw stop(place(), "a second document starts here", "one file holds one experiment");
            return Optional.of(root);
        } catch (Stop e) {
            return Optional.empty();
        } catch (JacksonException e) {
            Syntax.explain(source, e, problems);
        } catch (YamlEngineException e) {
            problems.add(source.whole(), "is not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private Node node() {
        if (parser.getRawTag() != null && !parser.isCurrentAlias()) {
            throw stop(place(), "tags like " + tag() + " are not read", "leave the tag out");
        }
        if (parser.isCurrentAlias()) return alias();
        var anchor = parser.currentToken().isScalarValue() ? anchor() : parser.getObjectId();
        if (++depth > DEEPEST) throw stop(place(), "nested more than " + DEEPEST + " deep");
        var node = switch (parser.currentToken()) {
            case START_OBJECT -> map();
            case START_ARRAY -> list();
            default -> scalar();
        };
        depth--;
        if (anchor != null) anchors.put(anchor, node);
        return node;
    }

    private MapNode map() {
        var start = place();
        var entries = new LinkedHashMap<String, Entry>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            if (parser.isCurrentAlias()) throw stop(place(), "an alias cannot be a key", "write the key out");
            var key = scalar();
            if (key.text().equals("<<") && !key.quoted()) throw stop(key.place(), "merge keys (<<) are not read", "write the keys out");
            parser.nextToken();
            var value = node();
            var first = entries.putIfAbsent(key.text(), new Entry(key, value));
            if (first != null) {
                problems.add(key.place(), "the key " + key.text() + " stands here twice", "the first is in line " + first.key().place().line());
            }
        }
        return sized(new MapNode(start.to(place()), List.copyOf(entries.values())));
    }

    private ListNode list() {
        var start = place();
        var items = new ArrayList<Node>();
        while (parser.nextToken() != JsonToken.END_ARRAY) items.add(node());
        return sized(new ListNode(start.to(place()), items));
    }

    private ScalarNode scalar() {
        var place = place();
        int start = (int) parser.currentTokenLocation().getCharOffset();
        var anchor = anchor();
        if (anchor != null) {
            int skipped = anchor.codePointCount(0, anchor.length()) + 1;
            while (start + skipped < text.length && Character.isWhitespace(text[start + skipped])) skipped++;
            start += skipped;
            if (place.line() == place.endLine() && place.column() + skipped < place.endColumn()) {
                place = new Place(source, place.line(), place.column() + skipped, place.line(), place.endColumn());
            }
        }
        var quoted = start < text.length && "\"'|>".indexOf(text[start]) >= 0 && start < parser.currentLocation().getCharOffset();
        return sized(new ScalarNode(place, parser.getString() == null ? "" : References.unmask(parser.getString()), quoted));
    }

    /// The anchor of a scalar, which the parser does not tell.
    private String anchor() {
        int start = (int) parser.currentTokenLocation().getCharOffset(), end = start + 1;
        if (start >= text.length || text[start] != '&') return null;
        while (end < text.length && !Character.isWhitespace(text[end]) && ",[]{}".indexOf(text[end]) < 0) end++;
        return new String(text, start + 1, end - start - 1);
    }

    private Node alias() {
        var name = parser.getString();
        if (++aliases > MOST_ALIASES) throw stop(place(), "more than " + MOST_ALIASES + " aliases");
        var node = anchors.get(name);
        if (node == null) {
            var hint = Spelling.nearest(name, anchors.keySet()).map(Spelling::question).orElse("an anchor &" + name + " must stand before it, and not around it");
            throw stop(place(), "unknown alias *" + name, hint);
        }
        if (sizes.get(node) > MOST_NODES / 10) throw stop(place(), "the aliases of this file stand for too many values");
        return node;
    }

    /// Remembers how many values a node stands for once its aliases are written out.
    private <N extends Node> N sized(N node) {
        long size = 1 + switch (node) {
            case MapNode map -> map.entries().stream().mapToLong(e -> 1 + sizes.get(e.value())).sum();
            case ListNode list -> list.items().stream().mapToLong(sizes::get).sum();
            default -> 0;
        };
        if (size > MOST_NODES) throw stop(node.place(), "the file stands for more than " + MOST_NODES + " values");
        sizes.put(node, size);
        return node;
    }

    private String tag() {
        int start = (int) parser.currentTokenLocation().getCharOffset(), end = start;
        while (start < text.length && text[start] != '!') start++;
        for (end = start; end < text.length && !Character.isWhitespace(text[end]); ) end++;
        return new String(text, start, end - start);
    }

    private Place place() {
        TokenStreamLocation from = parser.currentTokenLocation(), to = parser.currentLocation();
        return new Place(source, from.getLineNr(), from.getColumnNr(), to.getLineNr(), to.getColumnNr());
    }

    private Stop stop(Place place, String message) {
        return stop(place, message, "");
    }

    private Stop stop(Place place, String message, String hint) {
        problems.add(place, message, hint);
        return new Stop();
    }
}
