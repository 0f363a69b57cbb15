package gradshell.kernel;

import java.util.Locale;

/// Which form loops take.
enum Mode {
    /// Each walks its program first, is compiled when it has seen some elements, and gets vector code when it is hot.
    AUTO,
    /// All walk their programs.
    EVALUATOR,
    /// All are compiled to scalar code at once.
    SCALAR,
    /// All are compiled to vector code at once where there is any.
    VECTOR;

    /// What the system property `gradshell.kernel` says; AUTO without it.
    static final Mode CHOSEN = valueOf(System.getProperty("gradshell.kernel", "auto").toUpperCase(Locale.ROOT));
}
