package gradshell.experiment;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.tensor.Tensor;

/// A value that a file asks for, checked but not yet made: it can be made again and again, walked, printed, and written as Java.
public sealed interface Bound<T> {

    /// Where it stands.
    Node node();

    /// Makes the value. A word that refuses its arguments is a problem at its place.
    T make(Map<Supply, ?> supplied);

    /// The same in the language.
    String java();

    /// A number, a text, true or false, a name, a file.
    record Literal<T>(Node node, T value) implements Bound<T> {

        @Override
        public T make(Map<Supply, ?> supplied) {
            return value;
        }

        @Override
        public String java() {
            return switch (value) {
                case Long n -> n + "L";
                case Float f when f.isInfinite() -> f > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
                case Float f -> f + "f";
                case Double d when d.isInfinite() -> d > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
                case String s -> quote(s);
                case Path p -> "Path.of(" + quote(p.toString()) + ")";
                case Enum<?> e -> e.getDeclaringClass().getSimpleName() + "." + e.name();
                default -> value.toString();
            };
        }

        static String quote(String text) {
            var escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
            return '"' + escaped + '"';
        }
    }

    /// Numbers in rows, or rows of rows: a tensor. Whole numbers make int64, others float32, as in the language.
    record Cells(Node node, Shape shape, List<Double> numbers, boolean whole) implements Bound<Tensor> {

        @Override
        public Tensor make(Map<Supply, ?> supplied) {
            if (whole) return Tensor.of(gradshell.array.Array.of(DType.INT64, shape, numbers.stream().mapToLong(Double::longValue).toArray()));
            var floats = new float[numbers.size()];
            for (int i = 0; i < floats.length; i++) floats[i] = numbers.get(i).floatValue();
            return Tensor.of(gradshell.array.Array.of(DType.FLOAT32, shape, floats));
        }

        /// As a file and as the language write it.
        String text() {
            return text(0, 0, numbers.size());
        }

        private String text(int dimension, int from, int to) {
            if (dimension == shape.rank()) return whole ? Long.toString(numbers.get(from).longValue()) : Float.toString(numbers.get(from).floatValue());
            var parts = new ArrayList<String>();
            int size = shape.size(dimension) == 0 ? 1 : (to - from) / shape.size(dimension);
            for (int at = from; at < to; at += size) parts.add(text(dimension + 1, at, at + size));
            return "[" + String.join(", ", parts) + "]";
        }

        @Override
        public String java() {
            return "tensor(\"" + text() + "\")";
        }
    }

    /// Values in a row: a `List`, or an array of the element's type.
    record Items<T>(Node node, Class<T> type, List<Bound<?>> items) implements Bound<T> {

        @Override
        public T make(Map<Supply, ?> supplied) {
            var problems = new Problems();
            var made = new ArrayList<Object>();
            for (var item : items) problems.attempt(() -> item.make(supplied)).ifPresent(made::add);
            problems.check();
            if (!type.isArray()) return type.cast(List.copyOf(made));
            var array = Array.newInstance(type.getComponentType(), made.size());
            for (int i = 0; i < made.size(); i++) Array.set(array, i, made.get(i));
            return type.cast(array);
        }

        @Override
        public String java() {
            return (type.isArray() ? "new " + type.getSimpleName() + " {" : "List.of(") + spread() + (type.isArray() ? "}" : ")");
        }

        String spread() {
            return items.stream().map(Bound::java).collect(Collectors.joining(", "));
        }
    }

    /// A value that may be absent, as one of the `Optional`s.
    record Maybe<T>(Node node, Class<T> type, Optional<Bound<?>> present) implements Bound<T> {

        @Override
        public T make(Map<Supply, ?> supplied) {
            var value = present.map(p -> (Object) p.make(supplied));
            return type.cast(switch (type.getSimpleName()) {
                case "OptionalInt" -> value.map(v -> OptionalInt.of((Integer) v)).orElse(OptionalInt.empty());
                case "OptionalLong" -> value.map(v -> OptionalLong.of((Long) v)).orElse(OptionalLong.empty());
                case "OptionalDouble" -> value.map(v -> OptionalDouble.of((Double) v)).orElse(OptionalDouble.empty());
                default -> value;
            });
        }

        @Override
        public String java() {
            return type.getSimpleName() + present.map(p -> ".of(" + p.java() + ")").orElse(".empty()");
        }
    }

    /// A value that is handed to an onlooker whenever it is made.
    record Watched<T>(Bound<T> plan, UnaryOperator<T> onlooker) implements Bound<T> {

        @Override
        public Node node() {
            return plan.node();
        }

        @Override
        public T make(Map<Supply, ?> supplied) {
            return onlooker.apply(plan.make(supplied));
        }

        @Override
        public String java() {
            return plan.java();
        }
    }

    /// A component that asks for the plan itself, to make its value when it is time.
    record Later<T>(Bound<T> plan) implements Bound<Bound<T>> {

        @Override
        public Node node() {
            return plan.node();
        }

        @Override
        public Bound<T> make(Map<Supply, ?> supplied) {
            return plan;
        }

        @Override
        public String java() {
            return plan.java();
        }
    }

    /// A word with its arguments: those of its parameters by name (supplied ones left out), then the withers in their order.
    record Call<T>(Node node, Place place, Class<T> kind, Signature signature, Map<String, Bound<?>> arguments, List<Setting> settings) implements Bound<T> {

        /// A wither and its argument; one that takes none has a truth value, and is called if it is true.
        record Setting(Method method, Bound<?> argument) {

            /// What it is called with.
            Object[] values(Map<Supply, ?> supplied) {
                if (bare()) return new Object[0];
                if (argument instanceof Changes changes) return new Object[] {changes.part().value(), changes.make(supplied)};
                return method.getParameterCount() == 1 ? new Object[] {argument.make(supplied)} : (Object[]) argument.make(supplied);
            }

            /// Where it stands, as far as it alone can be wrong.
            Place place() {
                return argument instanceof Changes changes ? changes.part().node().place() : argument.node().place();
            }

            String java() {
                var spread = method.isVarArgs() || method.getParameterCount() > 1;
                return on() ? "." + method.getName() + "(" + (bare() ? "" : Call.java(argument, spread)) + ")" : "";
            }

            boolean bare() {
                return method.getParameterCount() == 0;
            }

            boolean on() {
                return !bare() || Boolean.TRUE.equals(((Literal<?>) argument).value());
            }
        }

        /// The word itself.
        public String word() {
            return signature.method().getName();
        }

        /// What the file says, by name: arguments first.
        public Map<String, Bound<?>> written() {
            var written = new LinkedHashMap<String, Bound<?>>();
            arguments.forEach((name, argument) -> {
                var absent = argument instanceof Maybe<?> maybe && maybe.present().isEmpty() || argument instanceof Items<?> items && items.items().isEmpty();
                if (!absent) written.put(name, argument);
            });
            for (var s : settings) {
                if (s.argument() instanceof Changes) written.merge(Signature.key(s.method()), new Items<>(s.argument().node(), List.class, List.of(s.argument())), Call::joined);
                else written.put(s.method().getName(), s.argument());
            }
            return written;
        }

        private static Items<?> joined(Bound<?> some, Bound<?> more) {
            return new Items<>(some.node(), List.class, Stream.concat(((Items<?>) some).items().stream(), ((Items<?>) more).items().stream()).toList());
        }

        /// The same without what it says of single parts.
        Call<T> plain() {
            return new Call<>(node, place, kind, signature, arguments, settings.stream().filter(s -> !(s.argument() instanceof Changes)).toList());
        }

        @Override
        public T make(Map<Supply, ?> supplied) {
            return kind.cast(Calling.make(this, supplied));
        }

        @Override
        public String java() {
            var written = signature.parameters().stream().map(p -> p.supply().map(Supply::java).orElseGet(() -> java(arguments.get(p.name()), p.variable())));
            var call = written.filter(text -> !text.isEmpty()).collect(Collectors.joining(", ", word() + "(", ")"));
            return call + settings.stream().map(Setting::java).collect(Collectors.joining());
        }

        private static String java(Bound<?> argument, boolean variable) {
            return variable && argument instanceof Items<?> rest ? rest.spread() : argument.java();
        }
    }

    /// Settings of its own for a part of a thing: which part, then the withers in their order.
    record Changes(Node node, String key, Literal<?> part, List<Call.Setting> settings) implements Bound<UnaryOperator<?>> {

        /// What the file says, by name.
        Map<String, Bound<?>> written() {
            var written = new LinkedHashMap<String, Bound<?>>(Map.of(key, part));
            settings.forEach(s -> written.put(s.method().getName(), s.argument()));
            return written;
        }

        @Override
        public UnaryOperator<?> make(Map<Supply, ?> supplied) {
            return thing -> Calling.set(thing, "", settings, supplied);
        }

        @Override
        public String java() {
            return part.java() + ", g -> g" + settings.stream().map(Call.Setting::java).collect(Collectors.joining());
        }
    }

    /// Things that follow one another, such as the layers of a model.
    record Chain<T>(Node node, Class<T> kind, Method then, List<Bound<T>> links) implements Bound<T> {

        @Override
        public T make(Map<Supply, ?> supplied) {
            var problems = new Problems();
            var made = links.stream().map(link -> problems.attempt(() -> link.make(supplied))).flatMap(Optional::stream).toList();
            problems.check();
            return made.stream().reduce((a, b) -> kind.cast(Calling.invoke(then, a, node.place(), b))).orElseThrow();
        }

        @Override
        public String java() {
            return links.getFirst().java() + links.stream().skip(1).map(link -> ".then(" + link.java() + ")").collect(Collectors.joining());
        }
    }

    /// The keys of a record, in its order.
    record Group<T>(Node node, Class<T> type, Map<String, Bound<?>> parts) implements Bound<T> {

        @Override
        public T make(Map<Supply, ?> supplied) {
            return type.cast(Calling.construct(this, supplied));
        }

        @Override
        public String java() {
            return parts.values().stream().map(Bound::java).collect(Collectors.joining(", ", "new " + type.getSimpleName() + "(", ")"));
        }
    }
}
