package gradshell.train;

import gradshell.shell.Style;
import java.io.PrintStream;

/// Tells how a training comes on: on a terminal in one line that changes, elsewhere in a few lines.
public sealed interface Progress extends Watcher {

    /// Tells nothing.
    record Silent() implements Progress {}

    /// What suits a stream, on a terminal or not.
    static Progress of(PrintStream out, boolean terminal, int epochs) { return terminal && !"dumb".equals(System.getenv("TERM")) ? new Live(out, epochs, Style.of(true), 0) : new Lines(out, epochs); }

    /// What is shown where nothing else is asked for: on a terminal one line, once a training lasts longer than a second, that is gone in the end.
    static Progress modest(int epochs) {
        var console = System.console();
        boolean live = console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
        return live ? new Live(System.err, epochs, Style.of(true), 1_000_000_000) : new Silent();
    }

    /// At most some twenty lines, whatever the number of epochs: the first, some at equal distances, the last.
    final class Lines implements Progress {
        private static final int MOST = 18;

        private final PrintStream out;
        private final int epochs;
        private final int distance;
        private Epoch untold;

        public Lines(PrintStream out, int epochs) {
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
        /// The terminal cuts the line where it ends, however wide it is. The cursor waits at its beginning: if the window gets narrower
        /// meanwhile and breaks the line, all its parts are behind the cursor and are cleared with it.
        private static final String CLEAR = "\r\033[J", CUT = "\033[?7l", WRAP = "\033[?7h";

        private final PrintStream out;
        private final int epochs;
        private final Style style;
        private final long delay;
        private final long start = System.nanoTime();
        private long drawn = start;
        private long examples;
        /// How far the training was when this began to look on, as a share; negative before.
        private double begun = -1;
        private Epoch last;

        /// @param delay how long to wait before anything is drawn, in nanoseconds
        public Live(PrintStream out, int epochs, Style style, long delay) {
            this.out = out;
            this.epochs = epochs;
            this.style = style;
            this.delay = delay;
        }

        @Override
        public void stepped(int epoch, int step, int steps, double loss, int seen) {
            examples += seen;
            double share = (epoch - 1 + step / (double) steps) / epochs;
            if (begun < 0) begun = share - 1.0 / steps / epochs;
            long now = System.nanoTime();
            if (now - drawn < PAUSE || now - start < delay) return;
            drawn = now;
            draw(epoch, step, steps, share, loss, (now - start) / 1e9);
        }

        @Override
        public void ended(Epoch epoch) { last = epoch; }

        private void draw(int epoch, int step, int steps, double share, double loss, double seconds) {
            int done = (int) (Math.min(share, 1) * WIDTH);
            String text = " epoch " + epoch + "/" + epochs + (steps > 1 ? " step " + step + "/" + steps : "") + "  " + time(seconds / (share - begun) * (1 - share)) + " left  loss " + History.number(loss)
                    + "  " + rate(examples / seconds) + "/s";
            if (last != null) for (var figure : last.figures().entrySet()) if (!figure.getKey().equals("loss")) text += "  " + figure.getKey() + " " + History.number(figure.getValue());
            if (text.length() > COLUMNS - WIDTH) text = text.substring(0, COLUMNS - WIDTH - 1) + ".";
            out.print(CLEAR + CUT + style.good("#".repeat(done)) + style.faint("-".repeat(WIDTH - done)) + text + WRAP + "\r");
            out.flush();
        }

        private static String rate(double perSecond) { return perSecond < 100_000 ? Long.toString(Math.round(perSecond)) : Math.round(perSecond / 1000) + "k"; }

        private static String time(double seconds) {
            long whole = Math.round(seconds);
            return whole < 60 ? whole + " s" : whole < 3600 ? whole / 60 + " min " + whole % 60 + " s" : whole / 3600 + " h " + whole / 60 % 60 + " min";
        }

        @Override
        public void finish() {
            if (drawn != start) out.print(CLEAR);
            out.flush();
        }
    }
}
