package gradshell.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> NAMES = List.of("softmax", "requiresGrad", "relu", "sum", "at");

    @Test
    void distances() {
        assertEquals(0, Nearest.distance("same", "same"));
        assertEquals(1, Nearest.distance("swpa", "swap"));
        assertEquals(1, Nearest.distance("drop", "drops"));
        assertEquals(3, Nearest.distance("kitten", "sitting"));
    }

    @Test
    void names() {
        assertEquals(Optional.of("requiresGrad"), Nearest.alike("requires_grad", NAMES));
        assertEquals(Optional.of("softmax"), Nearest.close("sofmaxx", NAMES));
        assertEquals(Optional.of("relu"), Nearest.close("rleu", NAMES));
        assertEquals(Optional.empty(), Nearest.alike("rleu", NAMES));
        assertEquals(Optional.empty(), Nearest.close("median", NAMES));
    }
}
