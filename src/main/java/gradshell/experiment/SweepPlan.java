package gradshell.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import gradshell.data.Json;

/// What a sweep is about, as it stands in its folder: with it the sweep can go on and be ranked, whatever became of the file.
///
/// @param by     the figure that ranks the points
/// @param rises  whether more of it is better
/// @param epochs how many a point has that goes all the way
record SweepPlan(String by, boolean rises, int epochs, Optional<Halving> halving, List<String> axes, List<Point> points) {
    static final String FILE = "sweep.json";

    record Halving(int epochs, int factor) {}

    /// @param name   of the point and of its folder
    /// @param values what stands at each axis
    record Point(String name, List<String> values) {}

    /// The values of a point beside their axes.
    String text(Point point) {
        var parts = new ArrayList<String>();
        for (int i = 0; i < axes.size(); i++) parts.add(axes.get(i) + " " + point.values().get(i));
        return String.join("  ", parts);
    }

    String json() {
        var text = new StringBuilder("{\n  \"by\": ").append(Json.quote(by)).append(",\n  \"rises\": ").append(rises).append(",\n  \"epochs\": ").append(epochs);
        halving.ifPresent(h -> text.append(",\n  \"halving\": {\"epochs\": ").append(h.epochs()).append(", \"factor\": ").append(h.factor()).append('}'));
        text.append(",\n  \"axes\": ").append(list(axes)).append(",\n  \"points\": [");
        for (int i = 0; i < points.size(); i++) {
            text.append(i == 0 ? "\n" : ",\n").append("    {\"name\": ").append(Json.quote(points.get(i).name())).append(", \"values\": ").append(list(points.get(i).values())).append('}');
        }
        return text.append("\n  ]\n}\n").toString();
    }

    private static String list(List<String> texts) {
        return texts.stream().map(Json::quote).collect(Collectors.joining(", ", "[", "]"));
    }

    /// Reads what [#json] wrote.
    static SweepPlan read(Path folder) throws IOException {
        var file = folder.resolve(FILE);
        try {
            var json = new JsonMapper().readTree(Files.readString(file));
            var halving = Optional.ofNullable(json.get("halving")).map(h -> new Halving(h.get("epochs").asInt(), h.get("factor").asInt()));
            var axes = StreamSupport.stream(json.get("axes").spliterator(), false).map(a -> a.asString()).toList();
            var points = StreamSupport.stream(json.get("points").spliterator(), false)
                    .map(p -> new Point(p.get("name").asString(), StreamSupport.stream(p.get("values").spliterator(), false).map(v -> v.asString()).toList())).toList();
            return new SweepPlan(json.get("by").asString(), json.get("rises").asBoolean(), json.get("epochs").asInt(), halving, axes, points);
        } catch (JacksonException | NullPointerException e) {
            throw new IOException(file + " is no plan of a sweep");
        }
    }
}
