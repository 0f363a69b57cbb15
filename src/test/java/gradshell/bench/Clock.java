package gradshell.bench;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/// What time is measured by.
enum Clock {
    /// The clock on the wall.
    WALL {
        @Override
        long nanoseconds() { return System.nanoTime(); }
    },
    /// The time that the computing thread has had of its processor, which other programs cannot take; the collector's pauses are added.
    CPU {
        @Override
        long nanoseconds() {
            long collected = 0;
            for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) collected += collector.getCollectionTime();
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + collected * 1_000_000;
        }
    };

    abstract long nanoseconds();

    /// Microseconds that each of so many runs takes.
    double time(Runnable step, int steps) {
        long start = nanoseconds();
        for (int i = 0; i < steps; i++) step.run();
        return (nanoseconds() - start) / 1e3 / steps;
    }
}
