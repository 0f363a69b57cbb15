package gradshell.compile;

import gradshell.array.Array;
import gradshell.array.Storage;
import gradshell.kernel.Copies;
import gradshell.tensor.Op;
import gradshell.tensor.Pointwise;
import gradshell.tensor.Recording;
import gradshell.tensor.Recording.Acted;
import gradshell.tensor.Recording.Computed;
import gradshell.tensor.Recording.Gathered;
import gradshell.tensor.Recording.Origin;
import gradshell.tensor.Recording.Overwritten;
import gradshell.tensor.Tensor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A recording with its inputs and its results.
record Trace(Recording recording, Tensor[] inputs, Tensor[] results) {

    /// What another recording did otherwise, or null if it did the same: the same operations on memory that stands in the same places.
    String difference(Trace other) {
        return new Comparison(this, other).difference();
    }

    private static final class Comparison {
        private final Trace a, b;
        /// The memory of the second that stands where this memory of the first does.
        private final Map<Storage, Storage> pairs = new IdentityHashMap<>();

        Comparison(Trace a, Trace b) {
            this.a = a;
            this.b = b;
            for (int i = 0; i < a.inputs.length; i++) pairs.put(a.inputs[i].array().storage(), b.inputs[i].array().storage());
        }

        String difference() {
            List<Recording.Step> first = a.recording.steps(), second = b.recording.steps();
            for (int i = 0; i < Math.min(first.size(), second.size()); i++)
                if (!same(first.get(i), second.get(i))) return "operation " + (i + 1) + " was " + what(first.get(i)) + ", and then " + (what(first.get(i)).equals(what(second.get(i))) ? "the same on other numbers" : what(second.get(i)));
            if (first.size() != second.size()) return "it made once " + first.size() + " and once " + second.size() + " operations";
            if (a.results.length != b.results.length) return "it gave back " + a.results.length + " tensors, and then " + b.results.length;
            for (int i = 0; i < a.results.length; i++) if (!same(a.results[i].array(), b.results[i].array())) return "it gave back another tensor";
            return null;
        }

        private static String what(Recording.Step step) {
            return switch (step) {
                case Computed c -> c.op().name() + " to " + c.out().type();
                case Overwritten o -> o.op().name() + "_ of " + o.target().type();
                case Acted a -> a.effect().name().toLowerCase(java.util.Locale.ROOT) + (a.out() == null ? "" : " " + a.out().type());
                case Gathered g -> g.gradient() == null ? "a gradient forgotten" : "a gradient " + g.gradient().dtype() + " " + g.gradient().shape();
            };
        }

        private boolean same(Recording.Step first, Recording.Step second) {
            if (first instanceof Computed c && second instanceof Computed d)
                return sameOp(c.op(), d.op()) && same(c.in(), d.in()) && same(c.out(), d.out());
            if (first instanceof Overwritten c && second instanceof Overwritten d)
                return sameOp(c.op(), d.op()) && same(c.in(), d.in()) && same(c.target(), d.target());
            if (first instanceof Acted c && second instanceof Acted d)
                return c.effect() == d.effect() && sameSetting(c.action(), d.action()) && same(c.in(), d.in())
                        && (c.out() == null ? d.out() == null : d.out() != null && same(c.out(), d.out()));
            return first instanceof Gathered c && second instanceof Gathered d && c.leaf() == d.leaf()
                    && (c.gradient() == null ? d.gradient() == null : d.gradient() != null && same(c.gradient().array(), d.gradient().array()));
        }

        private boolean same(Array[] first, Array[] second) {
            if (first.length != second.length) return false;
            for (int i = 0; i < first.length; i++) if (!same(first[i], second[i])) return false;
            return true;
        }

        private boolean same(Array first, Array second) {
            if (first.dtype() != second.dtype() || !first.layout().equals(second.layout())) return false;
            Origin origin = a.recording.origin(first.storage());
            if (origin != b.recording.origin(second.storage())) return false;
            if (origin == null) return first.storage() == second.storage();
            Storage pair = pairs.get(first.storage());
            if (pair != null) return pair == second.storage();
            pairs.put(first.storage(), second.storage());
            return origin != Origin.CONSTANT || Copies.sameBits(first.storage(), second.storage());
        }

        private boolean sameOp(Op first, Op second) {
            if (first == second) return true;
            if (first instanceof Pointwise p && second instanceof Pointwise q) return p.name().equals(q.name()) && p.formula().equals(q.formula());
            return sameSetting(first, second);
        }

        /// Settings are values but for tensors, which must hold memory in the same place, and functions, which must be written in one
        /// place and hold the same values.
        private boolean sameSetting(Object first, Object second) {
            if (Objects.equals(first, second)) return true;
            if (first == null || second == null || first.getClass() != second.getClass()) return false;
            if (first instanceof Tensor x) return same(x.array(), ((Tensor) second).array());
            if (first instanceof List<?> list) {
                List<?> others = (List<?>) second;
                if (list.size() != others.size()) return false;
                for (int i = 0; i < list.size(); i++) if (!sameSetting(list.get(i), others.get(i))) return false;
                return true;
            }
            if (first.getClass().isArray()) return Objects.deepEquals(new Object[] {first}, new Object[] {second});
            if (!(first instanceof Record) && !first.getClass().isHidden()) return !(first instanceof Number || first instanceof Boolean || first instanceof String || first instanceof Enum);
            for (Field field : first.getClass().getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) continue;
                try {
                    field.setAccessible(true);
                    if (!sameSetting(field.get(first), field.get(second))) return false;
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("compile: the settings of " + first + " cannot be read", e);
                }
            }
            return true;
        }
    }
}
