package gradshell;

import static gradshell.Dsl.apropos;
import static gradshell.Dsl.help;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.tensor.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HelpTest {
    @Test
    void aWordAndAMethod() {
        assertEquals("""
                prelu() -> Layer
                    `leakyRelu` with one slope that is learnt, 0.25 at first.

                        prelu().parameters().size()    // ==> 1

                prelu(int channels) -> Layer
                    `leakyRelu` with a slope that is learnt for each place of dimension 1.""", help("prelu").toString().lines().limit(7).collect(Collectors.joining("\n")));
        assertTrue(help("Tensor.softmax").toString().startsWith("softmax(int dim) -> Tensor  (a method of Tensor)\n"), help("Tensor.softmax").toString());
        assertEquals(List.of("tensor(1.0, 1.0).softmax(0)    // ==> [0.5000, 0.5000]  float32 [2]"), help("Tensor.softmax").examples());
    }

    @Test
    void aType() {
        String text = help("Loader").toString();
        assertTrue(text.startsWith("Loader  (a type)\n") && text.contains("Loader.batches") && text.contains("How many batches an epoch has"), text);
        assertTrue(help("Tensor").toString().contains("softmax"), help("Tensor").toString());
    }

    @Test
    void whatATypeInherits() {
        assertTrue(help("Linear.then").toString().contains("This layer followed by another"), help("Linear.then").toString());
        assertTrue(help("Adam.zeroGrad").toString().startsWith("zeroGrad()"), help("Adam.zeroGrad").toString());
    }

    @Test
    void whatNobodyKnows() {
        assertEquals("nothing is known about sofmax; did you mean softmax?", help("sofmax").toString());
        assertEquals("nothing is known about qqqqqqq; apropos(\"qqqqqqq\") looks for it in all texts", help("qqqqqqq").toString());
        assertEquals("nothing speaks of \"qqqqqqq\"", apropos("qqqqqqq").toString());
        assertEquals("nothing speaks of \"\"", apropos(" ").toString());
    }

    @Test
    void searching() {
        List<String> found = apropos("normal").toString().lines().toList();
        assertTrue(found.getFirst().startsWith("normal") || found.getFirst().contains(".normal"), found.getFirst());
        assertTrue(found.stream().anyMatch(l -> l.startsWith("randn ")) && found.size() <= 41, String.join("\n", found));
    }

    @Test
    void linesFitATerminal() {
        for (String name : List.of("Tensor", "Fit", "linear", "conv2d", "Optimizer")) help(name).toString().lines().forEach(l -> assertTrue(l.length() <= 130, l));
    }

    @Test
    void everyWordAndEveryMethodOfATensorIsDocumented() {
        Set<String> documented = Documentation.entries().stream().filter(e -> !e.text().isBlank()).map(e -> e.owner() + "." + e.name()).collect(Collectors.toSet());
        for (Method word : Dsl.class.getMethods()) if (Modifier.isStatic(word.getModifiers())) assertTrue(documented.contains("." + word.getName()), word + " has no comment");
        String missing = Arrays.stream(Tensor.class.getMethods()).filter(m -> !Modifier.isStatic(m.getModifiers()) && m.getDeclaringClass() != Object.class && !m.isSynthetic())
                .map(Method::getName).distinct().filter(name -> !documented.contains("Tensor." + name)).sorted().collect(Collectors.joining(", "));
        assertEquals("", missing, "methods of Tensor without a comment");
    }
}
