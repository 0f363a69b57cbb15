package gradshell.compile;

import gradshell.array.Array;
import gradshell.array.Storage;
import gradshell.tensor.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Brings elementwise steps together into loops.
///
/// A group stays open while others go by, and is computed when something needs what it computes, or changes what it reads. So a loop
/// is computed later than its first steps were recorded, and never before what it needs.
final class Grouping {
    /// So many groups may wait at a time.
    private static final int OPEN = 8;

    private final List<Work> schedule = new ArrayList<>();
    private final List<Group> open = new ArrayList<>();

    private Grouping() {}

    /// The same tasks in an order that is as good, in groups.
    ///
    /// @param outside whether memory is read by others than the tasks
    static List<Work> of(List<Task> tasks, Predicate<Storage> outside) {
        Grouping grouping = new Grouping();
        for (Task task : tasks) grouping.add(task);
        grouping.closeIf(_ -> true);
        return joined(grouping.trimmed(outside));
    }

    /// With every product and the group right behind it in one.
    private static List<Work> joined(List<Work> schedule) {
        List<Work> result = new ArrayList<>();
        for (Work work : schedule) {
            Product before = result.isEmpty() ? null : result.getLast() instanceof Product p ? p : null, alone = Product.of(work);
            Product both = before != null && work instanceof Group group ? before.followedBy(group) : null;
            if (both != null) result.set(result.size() - 1, both);
            else result.add(alone != null ? alone : work);
        }
        return result;
    }

    private void add(Task task) {
        if (task instanceof Task.Elementwise step && step.out().elements() > 0) {
            Group home = null;
            for (Group group : open.reversed()) if (home == null && group.accepts(step)) home = group;
            Group chosen = home;
            closeIf(group -> group != chosen && conflicts(group, task));
            // What else has to wait for another may have been the reason to belong there.
            if (home != null) home.add(step);
            else {
                closeIf(group -> conflicts(group, task));
                if (open.size() >= OPEN) close(open.removeFirst());
                open.add(new Group(step));
            }
            return;
        }
        closeIf(group -> task instanceof Task.Action a && a.effect() == Recording.Effect.ANYTHING || conflicts(group, task));
        schedule.add(task);
    }

    private static boolean conflicts(Group group, Task task) {
        for (Array read : task.reads()) if (group.writes(read.storage())) return true;
        return task.out() != null && (group.reads(task.out().storage()) || group.writes(task.out().storage()));
    }

    private void closeIf(Predicate<Group> condition) {
        for (Group group : List.copyOf(open)) if (condition.test(group)) {
            open.remove(group);
            close(group);
        }
    }

    private void close(Group group) { schedule.add(group); }

    /// Without the values that nobody reads.
    private List<Work> trimmed(Predicate<Storage> outside) {
        Set<Storage> read = Tasks.identitySet();
        List<Work> result = new ArrayList<>();
        for (Work work : schedule.reversed()) {
            switch (work) {
                case Group group -> {
                    Group kept = group.keeping(storage -> outside.test(storage) || read.contains(storage));
                    if (kept.values().isEmpty()) continue;
                    for (Array input : kept.inputs()) read.add(input.storage());
                    result.add(kept);
                }
                case Task task -> {
                    for (Array input : task.reads()) read.add(input.storage());
                    result.add(task);
                }
                case Product _ -> throw new IllegalStateException("compile: products are put together last");
            }
        }
        return result.reversed();
    }
}
