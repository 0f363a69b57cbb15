package gradshell.shell;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.LineNumber;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.EngineTerminationException;
import jdk.jshell.spi.ExecutionControl.InternalException;
import jdk.jshell.spi.ExecutionControl.NotImplementedException;

/// Holds the compiled snippets. Classes are defined when first used, all of a snippet being known by then.
final class SnippetLoader extends URLClassLoader {

    private final Map<String, byte[]> compiled = new HashMap<>();
    private final Weaver weaver = new Weaver(this);

    SnippetLoader(ClassLoader parent) {
        super("snippets", new URL[0], parent);
        setDefaultAssertionStatus(true);    // who writes assert at a prompt wants to know
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes;
        synchronized (compiled) {
            bytes = compiled.get(name);
        }
        if (bytes == null) return super.findClass(name);
        var woven = weaver.weave(bytes);
        return defineClass(name, woven, 0, woven.length);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        if (name.endsWith(".class")) {
            synchronized (compiled) {
                var bytes = compiled.get(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                if (bytes != null) return new ByteArrayInputStream(bytes);
            }
        }
        return super.getResourceAsStream(name);
    }

    /// The first line of the method in which a snippet of this class runs; 1 if that is not known.
    int firstLine(String className) {
        byte[] bytes;
        synchronized (compiled) {
            bytes = compiled.get(className);
        }
        if (bytes == null) return 1;
        var snippet = ClassFile.of().parse(bytes);
        int first = snippet.methods().stream().filter(method -> method.methodName().stringValue().startsWith("do_it$")).flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream()).mapMulti(SnippetLoader::line).mapToInt(Integer::intValue).min().orElse(1);
        return snippet.fields().isEmpty() ? first : first + 1;    // a variable's value stands in the line below its name
    }

    private static void line(CodeElement element, Consumer<Integer> lines) {
        if (element instanceof LineNumber number) lines.accept(number.line());
    }

    /// What JShell's engine asks for. Apart from the loader because `findClass` is protected there and public here.
    LoaderDelegate delegate() {
        return new LoaderDelegate() {
            @Override
            public void load(ClassBytecodes[] classes) throws ClassInstallException, NotImplementedException, EngineTerminationException {
                var loaded = new boolean[classes.length];
                synchronized (compiled) {
                    for (var c : classes) compiled.put(c.name(), c.bytecodes());
                }
                for (int i = 0; i < classes.length; i++) {
                    try {
                        loadClass(classes[i].name());
                        loaded[i] = true;
                    } catch (ClassNotFoundException | LinkageError e) {
                        throw new ClassInstallException("cannot load " + classes[i].name() + ": " + e, loaded);
                    }
                }
            }

            /// Never: this engine cannot redefine, so JShell compiles anew under another name.
            @Override
            public void classesRedefined(ClassBytecodes[] classes) {
                throw new UnsupportedOperationException("redefine");
            }

            @Override
            public void addToClasspath(String path) throws InternalException {
                try {
                    for (var entry : path.split(File.pathSeparator)) addURL(Path.of(entry).toUri().toURL());
                } catch (MalformedURLException e) {
                    throw new InternalException(e.toString());
                }
            }

            @Override
            public Class<?> findClass(String name) throws ClassNotFoundException {
                return loadClass(name);
            }
        };
    }
}
