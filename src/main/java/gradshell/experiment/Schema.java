package gradshell.experiment;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.json.JsonMapper;

import gradshell.tensor.Tensor;

/// The JSON Schema (2020-12) of experiment files, for editors: made of the same records and words that a file is bound to.
///
/// It says what a file can look like: keys, words, their arguments, types and limits. What only a reading can tell, such as whether shapes fit
/// or a reference leads somewhere, it leaves to `check`.
public final class Schema {
    private static final Map<String, Object> REFERENCE = Map.of("$ref", "#/$defs/reference");
    /// Numbers that YAML itself takes for texts.
    private static final String ODD_NUMBER = "^[-+]?([0-9]+(_[0-9]+)+(\\.[0-9_]*)?|[0-9]*\\.?[0-9]*[eE][-+]?[0-9]+|0b[01]+|\\.(inf|Inf|INF))$";

    private final Words words;
    private final UnaryOperator<String> meaning;
    /// Whether the file stands over another, and can leave out what that one says.
    private final boolean over;
    private final Map<String, Object> definitions;

    private Schema(Words words, UnaryOperator<String> meaning, boolean over, Map<String, Object> definitions) {
        this.words = words;
        this.meaning = meaning;
        this.over = over;
        this.definitions = definitions;
    }

    /// The schema of files that are bound to a record.
    ///
    /// @param meaning what a word means, in a sentence, or nothing
    public static String of(Class<?> record, Words words, UnaryOperator<String> meaning) {
        var definitions = new LinkedHashMap<String, Object>();
        definitions.put("reference", map("type", "string", "pattern", "\\$\\{\\s*[A-Za-z0-9_.(-][A-Za-z0-9_\\s.+*/()-]*\\}",
                "description", "the value of another key, ${model.0.linear.out}, or a sum of some"));
        definitions.put("cells", map("anyOf", List.of(map("type", "number"), map("type", "string", "pattern", ODD_NUMBER), REFERENCE,
                map("type", "array", "items", map("$ref", "#/$defs/cells")))));
        var name = map("type", "string", "minLength", 1, "not", map("pattern", "\\$\\{"));
        definitions.put("include", map("description", "files whose content stands here; what stands beside has the last word",
                "anyOf", List.of(name, map("type", "array", "minItems", 1, "items", name))));
        definitions.put("file", new Schema(words, meaning, false, definitions).file(record));
        definitions.put("overlay", new Schema(words, meaning, true, definitions).file(record));
        var root = map("$schema", "https://json-schema.org/draft/2020-12/schema", "title", "An experiment of GradShell", "if", map("required", List.of(Includes.INCLUDE)),
                "then", map("$ref", "#/$defs/overlay"), "else", map("$ref", "#/$defs/file"), "$defs", definitions);
        return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private Map<String, Object> file(Class<?> record) {
        var names = Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName).toList();
        return keys(record, map(References.VARS, map("type", "object", "description", "values for ${references}",
                "propertyNames", map("pattern", "^[A-Za-z_][A-Za-z_0-9]*$", "not", map("enum", names)))));
    }

    /// A map that keeps its order, so that the same words give the same text.
    private static Map<String, Object> map(Object... pairs) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) map.put((String) pairs[i], pairs[i + 1]);
        return map;
    }

    // ---- records ----

    private Map<String, Object> keys(Class<?> record, Map<String, Object> more) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        for (var component : record.getRecordComponents()) {
            properties.put(component.getName(), key(component));
            if (needed(component)) required.add(component.getName());
        }
        properties.putAll(more);
        properties.put(Includes.INCLUDE, map("$ref", "#/$defs/include"));
        var object = new LinkedHashMap<String, Object>();
        object.put("type", "object");
        object.put("properties", properties);
        object.put("additionalProperties", false);
        object.put("minProperties", 1);
        if (!over) object.put("allOf", rules(record, required));
        return object;
    }

    /// What must be there, and what cannot be there together.
    private static List<Map<String, Object>> rules(Class<?> record, List<String> required) {
        var rules = new ArrayList<Map<String, Object>>();
        // null takes back what is included, and is no value anywhere else
        rules.add(unlessIncluded(map("additionalProperties", map("not", map("type", "null")))));
        if (!required.isEmpty()) rules.add(unlessIncluded(map("required", required)));
        for (var rule : record.getAnnotationsByType(OneOf.class)) {
            var ways = Arrays.stream(rule.value()).map(name -> map("required", List.of(name))).collect(Collectors.toCollection(ArrayList::new));
            if (!rule.required()) ways.add(map("not", map("anyOf", List.copyOf(ways))));
            rules.add(unlessIncluded(map("oneOf", ways)));
        }
        return rules;
    }

    private static Map<String, Object> unlessIncluded(Map<String, Object> rule) {
        return map("if", map("not", map("required", List.of(Includes.INCLUDE))), "then", rule);
    }

    private static boolean needed(RecordComponent component) {
        var key = component.getAnnotation(Key.class);
        return (key == null || key.otherwise().isEmpty()) && !Types.isOptional(component.getGenericType());
    }

    private Map<String, Object> key(RecordComponent component) {
        var key = component.getAnnotation(Key.class);
        var described = new LinkedHashMap<String, Object>();
        if (key != null) {
            described.put("description", key.otherwise().isEmpty() ? key.value() : key.value() + " (otherwise " + key.otherwise() + ")");
        }
        described.putAll(or(type(component.getGenericType(), key), map("type", "null")));
        return described;
    }

    // ---- types ----

    private Map<String, Object> type(Type type, Key key) {
        if (key != null || !Types.isPlain(type) || Types.raw(type).isEnum()) return written(type, key);
        // what stands everywhere is said once
        var name = switch (Types.raw(type).getSimpleName()) {
            case "int", "Integer" -> "wholeNumber";
            case "long", "Long" -> "longNumber";
            case "boolean", "Boolean" -> "truth";
            case "String", "Path" -> "text";
            default -> "number";
        };
        definitions.computeIfAbsent(name, _ -> written(type, null));
        return map("$ref", "#/$defs/" + name);
    }

    private Map<String, Object> written(Type type, Key key) {
        var raw = Types.raw(type);
        if (Types.isOptional(type) || raw == Bound.class) return type(Types.element(type).orElseThrow(), key);
        var kind = words.kind(type);
        if (kind.isPresent()) return kind(kind.get());
        if (raw == Node.class) return axes();
        if (raw == Tensor.class) return map("$ref", "#/$defs/cells");
        if (raw.isRecord()) return record(raw);
        if (Types.isList(type)) return or(map("type", "array", "items", type(Types.element(type).orElseThrow(), key)), REFERENCE);
        if (raw == boolean.class || raw == Boolean.class) return or(map("type", "boolean"), REFERENCE);
        if (raw.isEnum()) {
            var names = Arrays.stream(raw.getEnumConstants()).flatMap(c -> Stream.of(Binder.constantName(c), ((Enum<?>) c).name())).distinct().toList();
            return or(map("enum", names), REFERENCE);
        }
        if (raw == String.class || raw == Path.class) {
            var text = new LinkedHashMap<>(map("type", List.of("string", "number", "boolean")));
            if (key != null && !key.matches().isEmpty()) text.put("pattern", "^(" + key.matches() + ")$");
            return or(text, REFERENCE);
        }
        var whole = raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class;
        var number = limited(whole ? "integer" : "number", key);
        if (raw == int.class || raw == Integer.class) {
            number.putIfAbsent("minimum", Integer.MIN_VALUE);
            number.putIfAbsent("maximum", Integer.MAX_VALUE);
        }
        return or(number, map("type", "string", "pattern", ODD_NUMBER), REFERENCE);
    }

    /// Paths with lists of values, or with ranges.
    private static Map<String, Object> axes() {
        var limits = map("type", "array", "items", map("anyOf", List.of(map("type", "number"), map("type", "string", "pattern", ODD_NUMBER))), "minItems", 2, "maxItems", 2);
        var ranges = map();
        for (var scale : Axis.Scale.values()) ranges.put(Binder.constantName(scale), limits);
        var range = map("type", "object", "properties", ranges, "additionalProperties", false, "minProperties", 1, "maxProperties", 1);
        return map("type", "object", "minProperties", 1, "additionalProperties", or(map("type", "array", "minItems", 1), range));
    }

    private static Map<String, Object> limited(String type, Key key) {
        var number = new LinkedHashMap<>(map("type", type));
        if (key == null) return number;
        var limits = Map.of("minimum", key.least(), "maximum", key.most(), "exclusiveMinimum", key.above(), "exclusiveMaximum", key.below());
        limits.entrySet().stream().filter(e -> Double.isFinite(e.getValue())).sorted(Map.Entry.comparingByKey()).forEach(e -> number.put(e.getKey(), limit(e.getValue())));
        return number;
    }

    private static Object limit(double value) {
        if (value == Math.rint(value)) return (long) value;
        return value;
    }

    private Map<String, Object> record(Class<?> record) {
        var keys = keys(record, map());
        var alone = record.getAnnotation(Alone.class);
        if (alone == null) return or(keys, REFERENCE);
        var only = Arrays.stream(record.getRecordComponents()).filter(c -> c.getName().equals(alone.value())).findFirst().orElseThrow();
        return or(keys, type(only.getGenericType(), null), REFERENCE);
    }

    private static Map<String, Object> or(Object... ways) {
        return map("anyOf", List.of(ways));
    }

    // ---- words ----

    private Map<String, Object> kind(Kind kind) {
        var name = definition(kind);
        if (!definitions.containsKey(name)) {
            definitions.put(name, map());    // kinds hold each other: a layer within a layer
            definitions.put(name, words(kind));
        }
        return map("$ref", "#/$defs/" + name);
    }

    private String definition(Kind kind) {
        return kind.name().replace(" ", "") + (over ? "Overlay" : "");
    }

    private Map<String, Object> words(Kind kind) {
        var bare = new ArrayList<String>();
        var properties = new LinkedHashMap<String, Object>();
        for (var word : words.making(kind.type())) {
            var signatures = words.signatures(word, kind.type());
            if (signatures.stream().anyMatch(s -> required(s).isEmpty())) bare.add(word);
            var described = new LinkedHashMap<String, Object>();
            var means = meaning.apply(word);
            described.put("description", signatures.stream().map(Signature::text).distinct().collect(Collectors.joining(" or ")) + (means.isEmpty() ? "" : ": " + means));
            described.put("anyOf", Stream.concat(signatures.stream().flatMap(s -> arguments(s).stream()), Stream.of(REFERENCE)).distinct().toList());
            properties.put(word, described);
        }
        properties.put(Includes.INCLUDE, map("$ref", "#/$defs/include"));
        var object = new LinkedHashMap<String, Object>();
        object.put("type", "object");
        object.put("properties", properties);
        object.put("additionalProperties", false);
        object.put("minProperties", 1);
        object.put("if", map("not", map("required", List.of(Includes.INCLUDE))));
        object.put("then", map("maxProperties", 1));
        var ways = new ArrayList<Object>();
        if (!bare.isEmpty()) ways.add(map("enum", bare));
        ways.add(object);
        if (Words.then(kind.type()).isPresent()) {
            ways.add(map("type", "array", "minItems", 1, "items", map("$ref", "#/$defs/" + definition(kind))));
        }
        ways.add(REFERENCE);
        return map("description", kind.one(), "anyOf", ways);
    }

    private static List<Signature.Parameter> required(Signature signature) {
        return signature.written().stream().filter(p -> !p.optional()).toList();
    }

    /// The ways to write the arguments of a word: in a row, alone, by name.
    private List<Map<String, Object>> arguments(Signature signature) {
        var slots = signature.written();
        var ways = new ArrayList<Map<String, Object>>();
        var open = !slots.isEmpty() && slots.getLast().variable();
        var row = new LinkedHashMap<String, Object>();
        row.put("type", "array");
        var leading = open ? slots.subList(0, slots.size() - 1) : slots;
        if (!leading.isEmpty()) row.put("prefixItems", leading.stream().map(p -> type(p.type(), null)).toList());
        row.put("items", open ? rest(slots.getLast().type()) : (Object) false);
        row.put("minItems", required(signature).size());
        ways.add(row);
        if (!slots.isEmpty() && required(signature).size() <= 1) {
            ways.add(slots.getFirst().variable() ? rest(slots.getFirst().type()) : type(slots.getFirst().type(), null));
        }
        var properties = new LinkedHashMap<String, Object>();
        for (var slot : slots) properties.put(slot.name(), slot.variable() ? or(type(slot.type(), null), rest(slot.type())) : type(slot.type(), null));
        signature.withers().forEach((name, settings) -> properties.putIfAbsent(name, or(settings.stream().map(way -> Signature.isNested(way) ? nested(way, signature) : setting(way)).distinct().toArray())));
        var named = new LinkedHashMap<String, Object>();
        named.put("type", "object");
        named.put("properties", properties);
        if (!over) named.put("required", required(signature).stream().map(Signature.Parameter::name).toList());
        named.put("additionalProperties", false);
        ways.add(named);
        return ways;
    }

    /// One of the last arguments, where a word takes any number of them; plain ones can stand in a list of their own too.
    private Map<String, Object> rest(Type array) {
        var element = Types.element(array).orElseThrow();
        return Types.isPlain(element) ? or(type(element, null), type(array, null)) : type(element, null);
    }

    /// A list of parts, each with settings of its own.
    private Map<String, Object> nested(Method way, Signature signature) {
        var part = way.getParameters()[0].getName();
        var properties = map(part, type(String.class, null));
        signature.nested().forEach((name, settings) -> properties.put(name, or(settings.stream().map(this::setting).distinct().toArray())));
        return map("type", "array", "items", or(map("type", "object", "properties", properties, "required", List.of(part), "additionalProperties", false), REFERENCE));
    }

    private Map<String, Object> setting(Method setting) {
        var types = setting.getGenericParameterTypes();
        if (types.length == 0) return type(boolean.class, null);
        if (types.length == 1) return setting.isVarArgs() ? or(type(types[0], null), type(Types.element(types[0]).orElseThrow(), null)) : type(types[0], null);
        return map("type", "array", "prefixItems", Stream.of(types).map(t -> type(t, null)).toList(), "minItems", types.length, "maxItems", types.length);
    }
}
