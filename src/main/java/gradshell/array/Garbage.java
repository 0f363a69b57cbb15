package gradshell.array;

/// Has memory collected that nobody uses any more, before the heap grows over it.
///
/// What is made in a step of training lives until its gradients are computed: longer than a collector of young memory waits, so it goes to the
/// old memory. The serial collector lets that grow up to the limit of the heap, and lets the system hand out fresh memory all the while, which
/// takes longer than to look what is still in use.
final class Garbage {
    /// So much may always be in use or garbage, in bytes.
    private static final long ROOM = 512L << 20;
    /// So many times what is in use may lie there, garbage included.
    private static final int TIMES = 3;
    /// After so many bytes of larger arrays it looks again. Smaller arrays come and go in young memory.
    private static final long LOOK = 64L << 20;
    private static final int LARGE = 1 << 14;

    /// Not exact where several threads count, and need not be.
    private static long made;
    private static long most = ROOM;

    private Garbage() {}

    /// Notes that so many bytes are about to be taken.
    static void comes(long bytes) {
        if (bytes < LARGE || (made += bytes) < LOOK) return;
        made = 0;
        if (used() < most) return;
        System.gc();
        most = Math.max(ROOM, TIMES * used());
    }

    private static long used() { return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(); }
}
