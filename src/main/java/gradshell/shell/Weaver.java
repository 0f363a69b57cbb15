package gradshell.shell;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.HashSet;
import java.util.Set;

/// Puts a [Stop#check] at the start of every method and before every jump backwards, so that no snippet runs for ever.
final class Weaver {

    private static final ClassDesc STOP = Stop.class.describeConstable().orElseThrow();

    private final ClassFile classFile;

    /// The loader is asked for the classes that a snippet mentions.
    Weaver(ClassLoader loader) {
        var hierarchy = ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver());
        classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy));
    }

    byte[] weave(byte[] bytes) {
        return classFile.transformClass(classFile.parse(bytes), (builder, element) -> {
            if (element instanceof MethodModel method) {
                // A stop inside a static initialiser's first line would spoil the class for good.
                var atEntry = !method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME);
                builder.transformMethod(method, MethodTransform.transformingCode(
                        CodeTransform.ofStateful(() -> new Checks(atEntry))));
            } else {
                builder.with(element);
            }
        });
    }

    private static final class Checks implements CodeTransform {

        private final boolean atEntry;
        private final Set<Label> passed = new HashSet<>();

        Checks(boolean atEntry) {
            this.atEntry = atEntry;
        }

        @Override
        public void atStart(CodeBuilder code) {
            if (atEntry) check(code);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            switch (element) {
                case LabelTarget label -> passed.add(label.label());
                case BranchInstruction branch when passed.contains(branch.target()) -> check(code);
                case TableSwitchInstruction table when table.cases().stream().anyMatch(c -> passed.contains(c.target())) -> check(code);
                case LookupSwitchInstruction lookup when lookup.cases().stream().anyMatch(c -> passed.contains(c.target())) -> check(code);
                default -> { }
            }
            code.with(element);
        }

        private static void check(CodeBuilder code) {
            code.invokestatic(STOP, "check", ConstantDescs.MTD_void);
        }
    }
}
