package gradshell.kernel;

import gradshell.array.DType;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Memory of each thread for what a kernel notes while it works, so that a call allocates nothing.
///
/// What is in it is left over from the last use. A kernel that calls another must not share a slot with it.
final class Scratch {
    /// More elements than this are not kept: a thread may live long after its one large call.
    private static final int MOST = 1 << 14;
    /// Slot 0 belongs to `Reductions`, which the kernels of rows call.
    private static final int SLOTS = 5;
    private static final int TYPES = DType.values().length;

    private static final ThreadLocal<Object[][]> KEPT = ThreadLocal.withInitial(() -> new Object[SLOTS * TYPES][]);

    private static final int LARGE_SLOTS = 6;
    private static final ThreadLocal<List<SoftReference<Object>>> LARGE = ThreadLocal.withInitial(() -> new ArrayList<>(Collections.nCopies(LARGE_SLOTS * TYPES, new SoftReference<>(null))));

    private Scratch() {}

    /// At least `length` elements that nobody else on this thread uses under the same slot.
    static Object of(int slot, DType dtype, int length) {
        if (length > MOST) return dtype.allocate(length);
        Object[][] kept = KEPT.get();
        int place = slot * TYPES + dtype.ordinal(), size = sizeOf(length);
        if (kept[place] == null) kept[place] = new Object[Integer.SIZE];
        Object[] bySize = kept[place];
        return bySize[size] != null ? bySize[size] : (bySize[size] = dtype.allocate(1 << size));
    }

    /// The same for what may be large, under slots of its own; it is given up when memory runs short.
    static Object large(int slot, DType dtype, int length) {
        List<SoftReference<Object>> kept = LARGE.get();
        int place = slot * TYPES + dtype.ordinal();
        Object known = kept.get(place).get();
        if (known != null && java.lang.reflect.Array.getLength(known) >= length) return known;
        known = dtype.allocate(length);
        kept.set(place, new SoftReference<>(known));
        return known;
    }

    /// The same, all zeros.
    static Object zeros(int slot, DType dtype, int length) {
        Object values = large(slot, dtype, length);
        Copies.clear(values, 0, length);
        return values;
    }

    /// The exponent of the smallest power of two that is as large.
    private static int sizeOf(int length) { return length <= 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(length - 1); }
}
