package gradshell;

import gradshell.nn.Layer;
import gradshell.shell.Dialect;
import gradshell.shell.Session;
import gradshell.tensor.Names;
import gradshell.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What the shell is told of tensors, and tensors of the shell: messages call values by the names of their variables.
final class Language implements Dialect {

    /// A session of the language that has evaluated the start-up text.
    static Session open(String startup) {
        var session = Session.open(startup, new Language());
        session.prepare(() -> Names.variables(() -> tensors(session)));
        return session;
    }

    private static Map<String, Tensor> tensors(Session session) {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var variable : session.variables()) if (variable.value() instanceof Tensor tensor) tensors.put(variable.name(), tensor);
        return tensors;
    }

    @Override
    public Optional<Page> help(String name) {
        var help = Help.about(name);
        return Optional.of(new Page(help.toString(), help.examples()));
    }

    @Override
    public Optional<String> summary(String type, String name) {
        var known = type.isEmpty() ? Documentation.about(name).stream().filter(e -> e.isWord() || e.isType()).findFirst() : Documentation.of(type, name);
        return known.map(Documentation.Entry::summary).filter(text -> !text.isEmpty());
    }

    @Override
    public Optional<String> describe(Object value) {
        return switch (value) {
            case Tensor tensor -> Optional.of(tensor.dtype() + " " + tensor.shape());
            case Record layer when layer instanceof Layer -> Optional.of(layer.toString());
            case Number _, Boolean _ -> Optional.of(value.toString());
            default -> Optional.empty();
        };
    }
}
