package gradshell.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

/// The schema against the tables of good and of broken files, as a standard validator and a standard YAML reader see them.
class SchemaTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final com.networknt.schema.Schema TOY = validator(Schema.of(Toy.File.class, Toy.WORDS, word -> word.equals("linear") ? "a matrix" : ""));

    static com.networknt.schema.Schema validator(String schema) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema, InputFormat.JSON);
    }

    /// What an editor makes of a file.
    static JsonNode loaded(String yaml) {
        var settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
        return JSON.valueToTree(finite(new Load(settings).loadFromString(yaml), 0));
    }

    /// JSON has no infinity, and no value that holds itself.
    private static Object finite(Object value, int depth) {
        if (depth > 100) throw new YamlEngineException("nested without end");
        return switch (value) {
            case Double d when d.isInfinite() -> Double.MAX_VALUE;
            case List<?> list -> list.stream().<Object>map(v -> finite(v, depth + 1)).collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
            case Map<?, ?> map -> {
                var all = new LinkedHashMap<String, Object>();
                map.forEach((key, v) -> all.put(String.valueOf(key), finite(v, depth + 1)));
                yield all;
            }
            case null, default -> value;
        };
    }

    @Test
    void theSchemaIsOne() {
        var meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertEquals(List.of(), meta.validate(Schema.of(Toy.File.class, Toy.WORDS, word -> word.equals("linear") ? "a matrix" : ""), InputFormat.JSON));
        assertEquals(Schema.of(Toy.File.class, Toy.WORDS, word -> word.equals("linear") ? "a matrix" : ""), Schema.of(Toy.File.class, Toy.WORDS, word -> word.equals("linear") ? "a matrix" : ""));
    }

    @Test
    void goodFilesAreValid() {
        for (var c : Table.read("valid.txt")) {
            // within brackets, a brace of a reference is one of YAML's to other readers
            var errors = TOY.validate(loaded(References.unmask(References.mask(c.yaml())).equals(c.yaml()) ? quoted(c.yaml()) : c.yaml()));
            assertEquals(List.of(), errors, c.title());
        }
    }

    private static String quoted(String yaml) {
        return yaml.replaceAll("(?<=[\\[ ,])(\\$\\{[^}\\n]*\\})(?=[,\\]}])", "\"$1\"");
    }

    /// What a schema cannot know is listed with the reason; everything else in the table it refuses.
    @Test
    void brokenFilesAreRefused() throws IOException {
        var beyond = new TreeMap<String, String>();
        for (var line : new String(SchemaTest.class.getResourceAsStream("beyond-schema.txt").readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
            var parts = line.split(": ", 2);
            beyond.put(parts[0], parts[1]);
        }
        var accepted = new TreeSet<String>();
        int refused = 0;
        for (var c : Table.read("broken.txt")) {
            if (accepts(c.yaml())) accepted.add(c.title());
            else refused++;
        }
        assertEquals(beyond.keySet(), accepted);
        assertTrue(refused > 100, "only " + refused);
    }

    private static boolean accepts(String yaml) {
        try {
            return TOY.validate(loaded(yaml)).isEmpty();
        } catch (YamlEngineException e) {
            return false;
        }
    }

    @Test
    void wordsAndKeysAreDescribed() {
        var schema = JSON.readTree(Schema.of(Toy.File.class, Toy.WORDS, word -> word.equals("linear") ? "a matrix" : ""));
        assertEquals("how often the data is gone through", schema.at("/$defs/file/properties/epochs/description").asString());
        assertEquals("linear(in, out) or linear(in, out, bias): a matrix", schema.at("/$defs/layer/anyOf/1/properties/linear/description").asString());
        assertFalse(schema.at("/$defs/layer/anyOf/1/properties").has("map"));
        assertEquals(Map.of("minimum", 1), Map.of("minimum", schema.at("/$defs/file/properties/epochs/anyOf/0/anyOf/0/minimum").asInt()));
    }
}
