package gradshell;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/// Standard error, where the launcher has put it.
///
/// The JVM writes a warning about incubating modules to descriptor 2 before any of our code runs, and no option turns it
/// off. So the launcher puts a filter there, hands the real stream over as another descriptor, and names it in a property.
final class ErrorStream {

    private ErrorStream() {}

    static void restore() {
        var number = Integer.getInteger("gradshell.stderr");
        if (number == null) return;
        try {
            var constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
            constructor.setAccessible(true);    // the launcher opens java.io to us
            System.setErr(new PrintStream(new FileOutputStream(constructor.newInstance(number)), true, System.err.charset()));
        } catch (ReflectiveOperationException | RuntimeException _) {
            // The filtered stream serves as well.
        }
    }
}
