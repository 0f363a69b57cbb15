package gradshell;

import gradshell.plot.Picture;
import gradshell.shell.Dialect;
import gradshell.shell.Display;
import gradshell.shell.Outcome;
import gradshell.shell.Passage;
import gradshell.shell.Report;
import gradshell.shell.Session;
import gradshell.shell.Source;
import gradshell.shell.Style;
import gradshell.train.History;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.history.HistoryEntry;
import org.dflib.jjava.jupyter.kernel.history.HistoryManager;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;

/// A Jupyter kernel of the language: cells are evaluated as at the prompt, with operators on tensors. A cell shows the value of its last
/// expression; pictures, and trainings, as images.
final class Notebook extends BaseKernel {
    private static final Display PAGE = new Display(110, 30, Style.PLAIN, 0, true, "text");
    /// What is longer is cut off, so that a notebook's file stays small.
    private static final int SHOWN = 20_000;
    private static final String PNG = "image/png", HTML = "text/html";

    private final Session session;
    private final Report report = new Report(false, Style.COLOR), plain = Report.plain(false);

    private Notebook(Session session) {
        super("gradshell", Version.number(), language(), List.of(), new Unremembered(), new JupyterIO(StandardCharsets.UTF_8), new CommManager(), new Renderer(), null, new MagicsRegistry(), false,
                new StringStyler("", "", "", _ -> ""));
        this.session = session;
    }

    /// What was typed in other sessions, which is nothing: consoles wait for an answer.
    private static final class Unremembered implements HistoryManager {
        @Override
        public List<HistoryEntry> lookupTail(int most, Set<ResultFlag> flags) { return List.of(); }

        @Override
        public List<HistoryEntry> lookupRange(int session, int start, int stop, Set<ResultFlag> flags) { return List.of(); }

        @Override
        public List<HistoryEntry> search(String pattern, int most, Set<ResultFlag> flags) { return List.of(); }
    }

    private static LanguageInfo language() {
        return new LanguageInfo.Builder("Java").version(Runtime.version().feature() + "").mimetype("text/x-java-source").fileExtension(".jsh").pygments("java").codemirror("java").build();
    }

    /// Answers what the file of a connection says who asks, until told to shut down.
    static void serve(Path file, String startup) throws Exception {
        System.setProperty("slf4j.internal.verbosity", "ERROR");    // nobody listens to its log
        JupyterConnection connection = new JupyterConnection(KernelConnectionProperties.parse(Files.readString(file)));
        try (Session session = Language.open(startup)) {
            Notebook notebook = new Notebook(session);
            Views.pictures(notebook::print);
            notebook.becomeHandlerForConnection(connection);
            connection.connect();
            connection.waitUntilClose();
        } finally {
            Views.pictures(null);
        }
    }

    // ---- cells ----

    /// A cell that failed, with what there is to say about it, in colours.
    private static final class CellFailed extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient List<String> lines;

        CellFailed(String message, String text) {
            super(message, null, false, false);
            lines = text.lines().toList();
        }
    }

    @Override
    public Object evalRaw(String cell) {
        Outcome[] last = {new Outcome.Done()};
        session.together(() -> last[0] = evaluated(cell));
        // As in other notebooks, what is given a name is not shown.
        return last[0] instanceof Outcome.Value value && (value.temporary() || value.name().isEmpty()) ? value.value() : null;
    }

    private Outcome evaluated(String cell) {
        Outcome last = new Outcome.Done();
        for (Passage passage : session.split(new Source("In[" + (executionCount.get() - 1) + "]", cell))) {
            if (passage.kind() == Passage.Kind.COMMAND) {
                command(passage.text().strip());
                last = new Outcome.Done();
                continue;
            }
            last = session.eval(passage);
            if (last.failed()) throw new CellFailed(plain.text(last), report.text(last));
            if (last instanceof Outcome.Declared declared) notice(declared);
        }
        return last;
    }

    private void command(String text) {
        if (!text.startsWith("?")) {
            String message = text.split("\\s", 2)[0] + " is a command of the prompt; a cell knows Java, and ?NAME for help";
            throw new CellFailed(message, message);
        }
        System.out.println(Help.about(text.substring(1)));
    }

    private void notice(Outcome.Declared declared) {
        if (!declared.missing().isEmpty()) System.out.println(declared.name() + " is declared, but needs " + String.join(", ", declared.missing()));
        else if (declared.name().endsWith(")")) {
            String method = declared.name().substring(0, declared.name().indexOf('('));
            session.hiddenBy(method).ifPresent(type -> System.out.println("every " + method + "() of " + type + " is now hidden"));
        }
    }

    @Override
    public DisplayData eval(String cell) {
        Object value = evalRaw(cell);
        return value == null ? null : data(value);
    }

    @Override
    public List<String> formatError(Throwable e) { return e instanceof CellFailed failed ? failed.lines : List.of(report.message(e)); }

    @Override
    public void interrupt() { session.stop(); }

    // ---- values ----

    private DisplayData data(Object value) {
        String text = session.show(value, PAGE, Notebook::cut);
        DisplayData data = new DisplayData(text);
        if (value instanceof Picture picture) data.putData(PNG, png(picture));
        if (value instanceof History history && !history.epochs().isEmpty()) data.putData(HTML, "<pre>" + escaped(text) + "</pre><img src=\"data:image/png;base64," + png(history.plot()) + "\"/>");
        return data;
    }

    /// Shows a picture in the midst of a cell, behind what was printed before.
    private void print(Picture picture) {
        System.out.flush();
        DisplayData data = new DisplayData(Views.of(picture, PAGE).orElseThrow());
        data.putData(PNG, png(picture));
        display(data);
    }

    private static String png(Picture picture) { return Base64.getEncoder().encodeToString(picture.png()); }

    private static String escaped(String text) { return text.replace("&", "&amp;").replace("<", "&lt;"); }

    private static String cut(String text) { return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "\n… " + (text.length() - SHOWN) + " more characters"; }

    // ---- while a cell is written ----

    @Override
    public ReplacementOptions complete(String code, int cursor) {
        var found = session.completions(code, cursor);
        return new ReplacementOptions(found.words(), found.anchor(), cursor);
    }

    @Override
    public DisplayData inspect(String code, int cursor, boolean more) {
        Optional<Dialect.Page> page = session.help(code, Math.min(cursor, code.length()), PAGE.columns());
        return page.map(known -> new DisplayData(known.text())).orElse(null);
    }

    @Override
    public String isComplete(String code) { return session.complete(code) ? IS_COMPLETE_YES : "    "; }
}
