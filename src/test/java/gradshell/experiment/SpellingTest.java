package gradshell.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class SpellingTest {
    private static final List<String> NAMES = List.of("lr", "momentum", "weightDecay", "batch", "epochs", "crossEntropyLoss", "mseLoss", "linear", "in", "out", "p");

    @Test
    void likelyNames() {
        assertEquals(Optional.of("momentum"), Spelling.nearest("momentun", NAMES));
        assertEquals(Optional.of("weightDecay"), Spelling.nearest("weight_decay", NAMES));
        assertEquals(Optional.of("crossEntropyLoss"), Spelling.nearest("CrossEntropyLoss", NAMES));
        assertEquals(Optional.of("crossEntropyLoss"), Spelling.nearest("categorical_crossentropy", NAMES));
        assertEquals(Optional.of("mseLoss"), Spelling.nearest("mse", NAMES));
        assertEquals(Optional.of("lr"), Spelling.nearest("learning-rate", NAMES));
        assertEquals(Optional.of("linear"), Spelling.nearest("Dense", NAMES));
    }

    @Test
    void unlikelyNames() {
        assertEquals(Optional.empty(), Spelling.nearest("x", NAMES));
        assertEquals(Optional.empty(), Spelling.nearest("quantum", NAMES));
        assertEquals(Optional.empty(), Spelling.nearest("colour", NAMES));
    }
}
