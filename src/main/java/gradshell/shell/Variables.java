package gradshell.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.VarSnippet;

/// What the variables of snippets hold: the objects themselves.
final class Variables {

    /// How many values without a name of their own (`$1`) are kept: each may be as large as memory allows.
    private static final int TEMPORARIES = 8;

    private final JShell shell;
    private final Engine engine;
    private final Deque<VarSnippet> temporaries = new ArrayDeque<>();

    Variables(JShell shell, Engine engine) {
        this.shell = shell;
        this.engine = engine;
    }

    List<Session.Variable> all() {
        return shell.variables().filter(v -> shell.status(v) == Status.VALID)
                .map(v -> new Session.Variable(v.typeName(), v.name(), value(v))).toList();
    }

    Object value(VarSnippet variable) {
        shell.varValue(variable);
        try {
            return engine.field().get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    void assign(VarSnippet variable, Object value) {
        shell.varValue(variable);
        try {
            if (value != null || !engine.field().getType().isPrimitive()) engine.field().set(null, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A temporary that falls off the end loses its value and its name.
    void remember(VarSnippet temporary) {
        temporaries.addLast(temporary);
        if (temporaries.size() <= TEMPORARIES) return;
        var oldest = temporaries.removeFirst();
        if (shell.status(oldest) != Status.VALID) return;
        assign(oldest, null);
        shell.drop(oldest);
    }
}
