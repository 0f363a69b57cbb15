import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/// Gathers the documentation comments of the sources into one text that ships in the jar, because a class file has none.
///
/// Run by the build: `java DocumentationIndex.java SOURCES OUTPUT`. For each type a line `@ package.Type`, for each method a line
/// `- name(type name, …) -> type`, and below both the comment, each line with a bar in front.
public final class DocumentationIndex {
    private static final Set<String> KINDS = Set.of("CLASS", "INTERFACE", "RECORD", "ENUM");
    /// What users meet; the root package is "gradshell".
    private static final Set<String> PACKAGES = Set.of("gradshell", "gradshell.array", "gradshell.tensor", "gradshell.compile", "gradshell.nn", "gradshell.optim", "gradshell.data", "gradshell.train", "gradshell.plot");

    private DocumentationIndex() {}

    public static void main(String[] args) throws IOException {
        Path sources = Path.of(args[0]), output = Path.of(args[1]);
        List<Path> files;
        try (Stream<Path> all = Files.walk(sources)) {
            files = all.filter(f -> f.toString().endsWith(".java") && !f.endsWith("package-info.java")).sorted().toList();
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        var manager = compiler.getStandardFileManager(null, null, null);
        var task = (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
        DocTrees trees = DocTrees.instance(task);
        List<String> lines = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) if (unit.getPackageName() != null && PACKAGES.contains(unit.getPackageName().toString())) new Members(trees, unit, lines).scan(new TreePath(unit), null);
        Files.createDirectories(output.toAbsolutePath().getParent());
        Files.write(output, lines);
    }

    private static final class Members extends TreePathScanner<Void, Void> {
        private final DocTrees trees;
        private final CompilationUnitTree unit;
        private final List<String> lines;

        Members(DocTrees trees, CompilationUnitTree unit, List<String> lines) {
            this.trees = trees;
            this.unit = unit;
            this.lines = lines;
        }

        @Override
        public Void visitClass(ClassTree type, Void none) {
            boolean isOpen = type.getKind() == Tree.Kind.INTERFACE;
            if (!KINDS.contains(type.getKind().name()) || !isOpen && !type.getModifiers().getFlags().contains(Modifier.PUBLIC)) return null;
            boolean isWords = name(getCurrentPath()).matches("gradshell\\.(Dsl|\\w+Words)");
            if (unit.getPackageName().toString().equals("gradshell") && !isWords) return null;
            lines.add("@ " + name(getCurrentPath()));
            comment(getCurrentPath());
            for (Tree member : type.getMembers()) {
                TreePath path = new TreePath(getCurrentPath(), member);
                if (member instanceof MethodTree method && !method.getName().contentEquals("<init>") && (isOpen || method.getModifiers().getFlags().contains(Modifier.PUBLIC)) && !method.getModifiers().getFlags().contains(Modifier.PRIVATE)
                        // Users call static methods as words of the language.
                        && (isWords || !method.getModifiers().getFlags().contains(Modifier.STATIC))) {
                    boolean isOverride = method.getModifiers().getAnnotations().stream().anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
                    if (isOverride && trees.getDocComment(path) == null) continue;
                    String parameters = method.getParameters().stream().map(Members::parameter).collect(Collectors.joining(", "));
                    lines.add("- " + method.getName() + "(" + parameters + ") -> " + method.getReturnType());
                    comment(path);
                }
            }
            for (Tree member : type.getMembers()) if (member instanceof ClassTree) scan(member, none);
            return null;
        }

        private static String parameter(VariableTree parameter) {
            String type = parameter.getType().toString();
            boolean isVariable = parameter.toString().contains("...");
            return (isVariable ? type.replaceFirst("\\[\\]$", "...") : type) + " " + parameter.getName();
        }

        private String name(TreePath path) {
            String name = "";
            for (TreePath at = path; at != null; at = at.getParentPath()) if (at.getLeaf() instanceof ClassTree type) name = type.getSimpleName() + (name.isEmpty() ? "" : "." + name);
            return unit.getPackageName() + "." + name;
        }

        private void comment(TreePath path) {
            String comment = trees.getDocComment(path);
            if (comment != null) comment.strip().lines().forEach(line -> lines.add("| " + line.replaceFirst("^ ", "").stripTrailing()));
        }
    }
}
