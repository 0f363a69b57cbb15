package gradshell.compile;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Which memory a plan uses for what: a buffer whose contents nobody needs any more is used again.
final class Memory {
    private final Map<Storage, Storage> places = new IdentityHashMap<>();
    private long bytes;

    private Memory() {}

    /// @param movable whether memory may lie elsewhere than where it was recorded
    static Memory of(List<Work> schedule, Predicate<Storage> movable) {
        Memory memory = new Memory();
        Map<Storage, Integer> last = new IdentityHashMap<>();
        for (int i = 0; i < schedule.size(); i++) for (Array array : touched(schedule.get(i))) last.put(array.storage(), i);
        List<List<Array>> ends = new ArrayList<>();
        for (int i = 0; i < schedule.size(); i++) ends.add(new ArrayList<>());
        Map<DType, List<Object>> free = new IdentityHashMap<>();
        for (int i = 0; i < schedule.size(); i++) {
            for (Array array : touched(schedule.get(i))) {
                Storage storage = array.storage();
                if (memory.places.containsKey(storage) || !movable.test(storage)) continue;
                int length = java.lang.reflect.Array.getLength(storage.values());
                memory.places.put(storage, new Storage(memory.take(free.computeIfAbsent(array.dtype(), _ -> new ArrayList<>()), array.dtype(), length)));
                ends.get(last.get(storage)).add(array);
            }
            for (Array array : ends.get(i)) free.get(array.dtype()).add(memory.places.get(array.storage()).values());
        }
        return memory;
    }

    private Object take(List<Object> free, DType dtype, int length) {
        Object best = null;
        for (Object buffer : free) {
            int size = java.lang.reflect.Array.getLength(buffer);
            // Of equal ones the last that was used, which may still be in a cache.
            if (size >= length && size <= 2L * length && (best == null || size <= java.lang.reflect.Array.getLength(best))) best = buffer;
        }
        if (best != null) {
            Object found = best;
            free.removeIf(buffer -> buffer == found);
            return best;
        }
        bytes += (long) length * dtype.bytes();
        return dtype.allocate(length);
    }

    /// What some work reads and writes.
    static List<Array> touched(Work work) {
        return switch (work) {
            case Product(Task.Operation product, Group then) -> {
                List<Array> all = new ArrayList<>(touched(product));
                if (then != null) all.addAll(touched(then));
                yield all;
            }
            case Group group -> {
                List<Array> all = new ArrayList<>(group.inputs());
                for (Group.Value value : group.values()) all.add(value.out());
                yield all;
            }
            case Task task -> {
                List<Array> all = new ArrayList<>(Arrays.asList(task.reads()));
                if (task.out() != null) all.add(task.out());
                yield all;
            }
        };
    }

    /// What some work writes.
    static Set<Storage> written(Work work) {
        Set<Storage> all = Tasks.identitySet();
        switch (work) {
            case Product(Task.Operation product, Group then) -> {
                all.add(product.out().storage());
                if (then != null) all.addAll(written(then));
            }
            case Group group -> group.values().forEach(value -> all.add(value.out().storage()));
            case Task task -> {
                if (task.out() != null) all.add(task.out().storage());
            }
        }
        return all;
    }

    /// Where an array of the recording lies in the plan.
    Array at(Array array) {
        Storage place = places.get(array.storage());
        return place == null ? array : new Array(array.dtype(), array.layout(), place);
    }

    Array[] at(Array[] arrays) { return Arrays.stream(arrays).map(this::at).toArray(Array[]::new); }

    /// How much memory was planned.
    long bytes() { return bytes; }
}
