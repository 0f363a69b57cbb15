package gradshell.experiment;

import java.io.PrintStream;

import gradshell.shell.Style;
import gradshell.train.Epoch;
import gradshell.train.History;

/// Tells how a run comes on: on a terminal in one line that changes, elsewhere in a few lines.
sealed interface Progress {

    /// So many steps of the epoch are made.
    default void step(int epoch, int step, int steps) {}

    default void ended(Epoch epoch) {}

    /// Nothing more will come.
    default void finish() {}

    /// Tells nothing.
    record Silent() implements Progress {}

    /// At most some twenty lines, whatever the number of epochs: the first, some at equal distances, the last.
    final class Lines implements Progress {
        private static final int MOST = 18;

        private final PrintStream out;
        private final int epochs;
        private final int distance;
        private Epoch untold;

        Lines(PrintStream out, int epochs) {
            this.out = out;
            this.epochs = epochs;
            this.distance = Math.ceilDiv(epochs, MOST);
        }

        @Override
        public void ended(Epoch epoch) {
            untold = epoch;
            if (epoch.number() == 1 || epoch.number() % distance == 0) finish();
        }

        @Override
        public void finish() {
            if (untold != null) out.println(History.line(untold, epochs));
            untold = null;
        }
    }

    /// One line that is drawn over and over, and is gone in the end.
    final class Live implements Progress {
        private static final int WIDTH = 20;
        private static final int COLUMNS = 79;
        private static final long PAUSE = 100_000_000;

        private final PrintStream out;
        private final int epochs;
        private final Style style;
        private final long start = System.nanoTime();
        private long drawn = start;
        private Epoch last;

        Live(PrintStream out, int epochs, Style style) {
            this.out = out;
            this.epochs = epochs;
            this.style = style;
        }

        @Override
        public void step(int epoch, int step, int steps) {
            long now = System.nanoTime();
            if (now - drawn < PAUSE) return;
            drawn = now;
            draw(epoch, (epoch - 1 + step / (double) steps) / epochs, (now - start) / 1e9);
        }

        @Override
        public void ended(Epoch epoch) {
            last = epoch;
        }

        private void draw(int epoch, double share, double seconds) {
            int done = (int) (share * WIDTH);
            var text = " epoch " + epoch + "/" + epochs + (last != null ? "  " + time(seconds / share - seconds) + " left" : "");
            if (last != null) for (var figure : last.figures().entrySet()) text += "  " + figure.getKey() + " " + History.number(figure.getValue());
            if (text.length() > COLUMNS - WIDTH) text = text.substring(0, COLUMNS - WIDTH - 1) + ".";
            out.print("\r" + style.good("#".repeat(done)) + style.faint("-".repeat(WIDTH - done)) + text + "\033[K");
            out.flush();
        }

        private static String time(double seconds) {
            long whole = Math.round(seconds);
            return whole < 60 ? whole + " s" : whole < 3600 ? whole / 60 + " min " + whole % 60 + " s" : whole / 3600 + " h " + whole / 60 % 60 + " min";
        }

        @Override
        public void finish() {
            if (drawn != start) out.print("\r\033[K");
            out.flush();
        }
    }
}
