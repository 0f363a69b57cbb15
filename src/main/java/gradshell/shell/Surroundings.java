package gradshell.shell;

/// What is declared around a snippet: types as text, empty for what is unknown.
interface Surroundings {

    /// The type of a variable of the session.
    String variable(String name);

    /// What a method answers that is called by its name alone; empty if methods of one name differ in that.
    String method(String name);

    /// Whether snippets have declared a method of this name.
    boolean declares(String method);
}
