import java.util.function.*
import java.util.stream.*;

/** Doc. */
record Point(double x, double y) {
    Point {
        if (Double.isNaN(x)) throw new IllegalArgumentException("nan");
    }

    static Point origin() { return new Point(0, 0); }
    double norm() {
        return Math.sqrt(
            x * x
            + y * y);
    }
}

enum Color { RED, GREEN { @Override int v() { return 2; } }; int v() { return 1; } }

sealed interface Expr permits Num, Add {}
record Num(int v) implements Expr {}
record Add(Expr l, Expr r) implements Expr {}

int eval(Expr e) {
    return switch (e) {
        case Num(var v) -> v;
        case Add(var l, var r) -> eval(l)
            + eval(r);
    };
}
var total = eval(new Add(new Num(1), new Num(2)))
String msg = "total "
    + total
    + " done"
int[][] table = {
    {1, 2},
    {3, 4}
}
Function<Integer, Function<Integer, Integer>> add =
    a -> b ->
        a + b
outer:
for (int i = 0; i < 3; i++) {
    for (int j = 0; ; j++) {
        if (j > 2) continue outer;
        if (i > 1) break outer;
    }
}
var grouped = Stream.of("a", "bb", "cc")
    .collect(Collectors.groupingBy(
        String::length,   // by length
        TreeMap::new,
        /* in lists */ Collectors.toList()))
abstract class Shape<T extends Number & Comparable<T>>
        implements Comparable<Shape<T>> {
    private final T size;
    Shape(T size) { this.size = size; }
    public int compareTo(Shape<T> o) { return size.compareTo(o.size); }
    class Inner { T get() { return size; } }
}
class Sq extends Shape<Integer> { Sq(int i) { super(i); } }
var cmp = new Sq(3).compareTo(new Sq(4)) < 0
    ? "less"
    : "more"
Runnable r = new Runnable() {
    int n;
    @Override
    public void run() {
        n++;
    }
}
r.run()
long count = IntStream.rangeClosed(1, 5).filter(i -> i % 2
    == 0).count()
switch (total) {
    case 3 -> said.add("three");
    default -> throw new IllegalStateException();
}
synchronized (msg) {
    said.add(msg);
}
static final int LIMIT = 10
public
static
int later() { return
    LIMIT; }
if (total == 3)
    said.add(cmp);
else if (total == 4)
    said.add("no");
else
    said.add("no");
while (total < 10)
    total++;
do { total--; }
while (total > 5);
said.add(total + later() + table[1][0] + add.apply(1).apply(2) + count + grouped.toString());
throwing: {
    try (var in = new java.io.StringReader("x");
         var other = new java.io.StringReader("y")) {
        said.add((char) in.read());
    }
}
<T extends Comparable<T>> T top(List<T> all) { return all.stream().max(Comparator.naturalOrder()).get(); }
said.add(top(List.of(1, 5, 2)))
var s = switch (Color.GREEN) { case RED -> "r";
  case GREEN -> { yield "g"; } }
said.add(s + Color.GREEN.v())
var t = """
  Hi "there"
    { [ (
  """.strip()
said.add(t.length())
int a = 5, b = 6
a = a
  - b
said.add(a)
-a
int neg =
  -a
;;
var map = new HashMap<String, List<Integer>>() {{
    put("a", List.of(1));
}}
assert a < 0 : "no"
var q = a > 0 ? 1
      : 2
Object o = (Object) "x"
boolean isS = o instanceof String str
    && str.length() == 1
said.add(isS)
