package gradshell.shell;

/// Memory that is held back for the time when there is no more: with it a prompt can still compile what frees some.
final class Reserve {

    private static final long MOST = 16 << 20;
    /// The part of all memory that it may take, and how many times as much must be free beside it.
    private static final int SHARE = 16, BESIDE = 2;

    private boolean wanted;
    private byte[] memory;

    /// From now on there is one.
    void keep() {
        wanted = true;
        renew();
    }

    /// Takes back what was released, if there is enough besides.
    void renew() {
        if (!wanted || memory != null) return;
        int size = (int) Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE);
        try {
            var room = new byte[1 + BESIDE][size];
            memory = room[0];
        } catch (OutOfMemoryError _) {
            // Later, perhaps.
        }
    }

    /// Gives it away: there is no other memory left.
    void release() {
        memory = null;
    }
}
