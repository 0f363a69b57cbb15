package gradshell.experiment;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Keys of a record that rule each other out; `required` asks for one of them.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(OneOf.Several.class)
public @interface OneOf {

    String[] value();

    boolean required() default true;

    /// More than one such rule.
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Several {
        OneOf[] value();
    }
}
