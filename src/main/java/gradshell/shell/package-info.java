/// A Java shell that knows nothing of tensors: it evaluates text, completes it, shows it.
///
/// A [gradshell.shell.Session] evaluates one snippet after another in this JVM, on a thread of its own. A
/// [gradshell.shell.Script] runs a whole text and stops at its first failure; a [gradshell.shell.Repl] asks for one line after
/// another. What a language adds to Java goes into a [gradshell.shell.Dialect]: a [gradshell.shell.Notation] among it, by which a snippet
/// that Java rejects is written anew, with methods for operators. The compiler's first answer names the innermost operators and their types;
/// what stands around these is guessed from the syntax tree, and the compiler checks it, so that most snippets cost one rejection more.
///
/// Tried and dropped: JShell's own engines. "local" fails on class hierarchies and starts a thread per snippet, which
/// loses thread locals; the default one adds 190 ms to each snippet and hands back only strings.
package gradshell.shell;
