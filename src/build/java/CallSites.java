import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Writes out the switches over types and the records' `equals`, `hashCode` and `toString`, which javac leaves to the JVM.
///
/// Run by the build: `java -cp CLASSPATH CallSites.java CLASSES`. For each of them javac writes an `invokedynamic`, whose target the JVM
/// makes at the first call, out of a class or some method handles, and again in each process: the JDK's archive of linked classes keeps
/// targets of lambdas and of string concatenation only. That takes about a millisecond for each and 15 more for the first. Here each becomes
/// the call of a private static method that does what `java.lang.runtime.SwitchBootstraps` and `ObjectMethods` document. Switches whose labels
/// are not all types stay as they are, and so do classes that have none, so that a second run changes nothing.
public final class CallSites {
    private static final ClassDesc SWITCHES = ClassDesc.of("java.lang.runtime.SwitchBootstraps"), RECORDS = ClassDesc.of("java.lang.runtime.ObjectMethods");
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects"), BUILDER = ClassDesc.of("java.lang.StringBuilder");

    private CallSites() {}

    public static void main(String[] args) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of(args[0]))) {
            files = all.filter(f -> f.toString().endsWith(".class")).toList();
        }
        // new constant pools, without what the call sites had there
        var classes = ClassFile.of(ClassFile.ConstantPoolSharingOption.NEW_POOL);
        for (var file : files) {
            var model = classes.parse(file);
            var writing = new Writing(model);
            var written = classes.transformClass(model, ClassTransform.transformingMethodBodies(writing::call).andThen(ClassTransform.endHandler(writing::write)));
            if (!writing.methods.isEmpty()) Files.write(file, written);
        }
    }

    private static final class Writing {
        private final ClassDesc owner;
        private final boolean isInterface;
        /// What to write, by name.
        private final Map<String, InvokeDynamicInstruction> methods = new LinkedHashMap<>();

        Writing(ClassModel model) {
            owner = model.thisClass().asSymbol();
            isInterface = model.flags().has(AccessFlag.INTERFACE);
        }

        void call(CodeBuilder code, CodeElement instruction) {
            if (instruction instanceof InvokeDynamicInstruction site && isWritten(site)) {
                var name = site.name().stringValue() + "$" + methods.size();
                methods.put(name, site);
                code.invokestatic(owner, name, site.typeSymbol(), isInterface);
            } else {
                code.with(instruction);
            }
        }

        private static boolean isWritten(InvokeDynamicInstruction site) {
            var bootstrap = site.bootstrapMethod().owner();
            return bootstrap.equals(RECORDS)
                || bootstrap.equals(SWITCHES) && site.name().equalsString("typeSwitch") && !site.typeSymbol().parameterType(0).isPrimitive()
                    && site.bootstrapArgs().stream().allMatch(label -> label instanceof ClassDesc type && !type.isPrimitive());
        }

        void write(ClassBuilder builder) {
            methods.forEach((name, site) -> builder.withMethodBody(name, site.typeSymbol(), ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC, code -> {
                switch (site.name().stringValue()) {
                    case "typeSwitch" -> writeSwitch(code, site);
                    case "equals" -> writeEquals(code, components(site));
                    case "hashCode" -> writeHashCode(code, components(site));
                    case "toString" -> writeToString(code, components(site));
                    default -> throw new IllegalStateException(owner + ": " + site);
                }
            }));
        }

        /// What gets each component of a record: the arguments of the call site after the record and the names in one text.
        private static List<DirectMethodHandleDesc> components(InvokeDynamicInstruction site) {
            return site.bootstrapArgs().stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
        }

        /// The index of the first label, counted from the second argument on, that the first argument is of; -1 for null, and how many labels there are for none.
        private static void writeSwitch(CodeBuilder code, InvokeDynamicInstruction site) {
            var there = code.newLabel();
            code.aload(0).ifnonnull(there).loadConstant(-1).ireturn().labelBinding(there);
            int index = 0;
            for (var label : site.bootstrapArgs()) {
                var next = code.newLabel();
                code.loadConstant(index).iload(1).if_icmplt(next).aload(0).instanceOf((ClassDesc) label).ifeq(next).loadConstant(index).ireturn().labelBinding(next);
                index++;
            }
            code.loadConstant(index).ireturn();
        }

        private void writeEquals(CodeBuilder code, List<DirectMethodHandleDesc> components) {
            Label differs = code.newLabel(), same = code.newLabel();
            code.aload(0).aload(1).if_acmpeq(same).aload(1).instanceOf(owner).ifeq(differs);
            for (var component : components) {
                code.aload(0);
                get(code, component);
                code.aload(1).checkcast(owner);
                get(code, component);
                var type = component.invocationType().returnType();
                switch (TypeKind.from(type)) {
                    case LONG -> code.lcmp().ifne(differs);
                    case FLOAT, DOUBLE -> code.invokestatic(boxed(type), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, type, type)).ifne(differs);
                    case REFERENCE -> code.invokestatic(OBJECTS, "equals", MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object)).ifeq(differs);
                    default -> code.if_icmpne(differs);
                }
            }
            code.labelBinding(same).loadConstant(1).ireturn().labelBinding(differs).loadConstant(0).ireturn();
        }

        private void writeHashCode(CodeBuilder code, List<DirectMethodHandleDesc> components) {
            code.loadConstant(0);
            for (var component : components) {
                code.loadConstant(31).imul().aload(0);
                get(code, component);
                var type = component.invocationType().returnType();
                if (type.isPrimitive()) code.invokestatic(boxed(type), "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, type));
                else code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object));
                code.iadd();
            }
            code.ireturn();
        }

        private void writeToString(CodeBuilder code, List<DirectMethodHandleDesc> components) {
            var name = owner.displayName();
            code.new_(BUILDER).dup().invokespecial(BUILDER, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
            append(code.loadConstant(name.substring(name.lastIndexOf('$') + 1) + "["), ConstantDescs.CD_String);
            var separator = "";
            for (var component : components) {
                append(code.loadConstant(separator + component.methodName() + "="), ConstantDescs.CD_String);
                code.aload(0);
                get(code, component);
                append(code, component.invocationType().returnType());
                separator = ", ";
            }
            append(code.loadConstant("]"), ConstantDescs.CD_String);
            code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(ConstantDescs.CD_String)).areturn();
        }

        private void get(CodeBuilder code, DirectMethodHandleDesc component) {
            code.getfield(owner, component.methodName(), component.invocationType().returnType());
        }

        private static void append(CodeBuilder code, ClassDesc type) {
            var appended = switch (TypeKind.from(type)) {
                case BYTE, SHORT -> ConstantDescs.CD_int;
                case REFERENCE -> type.equals(ConstantDescs.CD_String) ? type : ConstantDescs.CD_Object;
                default -> type;
            };
            code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, appended));
        }

        private static ClassDesc boxed(ClassDesc primitive) {
            return switch (TypeKind.from(primitive)) {
                case BOOLEAN -> ConstantDescs.CD_Boolean;
                case BYTE -> ConstantDescs.CD_Byte;
                case CHAR -> ConstantDescs.CD_Character;
                case SHORT -> ConstantDescs.CD_Short;
                case INT -> ConstantDescs.CD_Integer;
                case LONG -> ConstantDescs.CD_Long;
                case FLOAT -> ConstantDescs.CD_Float;
                case DOUBLE -> ConstantDescs.CD_Double;
                case REFERENCE, VOID -> throw new IllegalArgumentException(primitive.toString());
            };
        }
    }
}
