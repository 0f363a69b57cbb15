package gradshell.experiment;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a file may write for a component of a record. Together with the component's name and type this is the whole of a key's description.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {

    /// What it is, in a few words.
    String value();

    /// What stands in the file's place when it does not say, as YAML. A key without it must be written, unless its type is optional.
    String otherwise() default "";

    /// What could stand there, as YAML, where a bare word would not do.
    String example() default "";

    /// Limits of a number, themselves allowed.
    double least() default Double.NEGATIVE_INFINITY;
    double most() default Double.POSITIVE_INFINITY;

    /// A pattern that a text must match, and what that means in words.
    String matches() default "";
    String madeOf() default "";

    /// Limits of a number, themselves not allowed.
    double above() default Double.NEGATIVE_INFINITY;
    double below() default Double.POSITIVE_INFINITY;
}
