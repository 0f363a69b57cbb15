package gradshell.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentTest {
    @TempDir Path folder;

    private String said(byte... bytes) throws IOException {
        var file = folder.resolve("a.yaml");
        Files.write(file, bytes);
        return said(file);
    }

    private String said(Path file) {
        var problems = new Problems();
        Document.read(file, problems);
        return problems.isEmpty() ? "no problem" : new ExperimentException(problems.list()).getMessage().replace(folder + "/", "");
    }

    @Test
    void encodings() throws IOException {
        assertEquals("a.yaml: is written in UTF-16; save it as UTF-8", said("name: x".getBytes(StandardCharsets.UTF_16)));
        assertEquals("a.yaml: is written in UTF-16; save it as UTF-8", said((byte) 0xff, (byte) 0xfe, (byte) 'a', (byte) 0));
        assertEquals("""
                a.yaml:2:11: byte 0xe9 is not UTF-8; save the file as UTF-8
                    title: caf\ufffd
                              ^""", said("name: x\ntitle: café\n".getBytes(StandardCharsets.ISO_8859_1)));
        assertEquals("no problem", said("\ufeffname: x".getBytes(StandardCharsets.UTF_8)));
        assertEquals("no problem", said("name: x\r\nseed: 1\r\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals("""
                a.yaml:1:8: control character 0x00; take it out
                    name: x·
                           ^""", said("name: x\0".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void filesThatCannotBeRead() throws IOException {
        Files.writeString(folder.resolve("spirals.yaml"), "");
        assertEquals("sprials.yaml: no such file; did you mean spirals.yaml?", said(folder.resolve("sprials.yaml")));
        assertEquals("other.yaml: no such file", said(folder.resolve("other.yaml")));
        assertTrue(said(folder).endsWith(": is a folder, not an experiment file"));
        assertEquals("a.yaml: has 1048577 bytes, and an experiment file at most 1048576", said(new byte[(1 << 20) + 1]));
    }

    @Test
    void scalarsKeepTextAndStyle() {
        var source = Source.file(Path.of("a.yaml"), "a: 1e-4\nb: \"1\"\nc: |\n  x\n  y\nd: &k 'z'\ne: &m plain\n");
        var map = assertInstanceOf(Node.MapNode.class, Document.parse(source, new Problems()).orElseThrow());
        var scalars = map.entries().stream().map(e -> (Node.ScalarNode) e.value()).toList();
        assertEquals(List.of("1e-4", "1", "x\ny\n", "z", "plain"), scalars.stream().map(Node.ScalarNode::text).toList());
        assertEquals(List.of(false, true, true, true, false), scalars.stream().map(Node.ScalarNode::quoted).toList());
        assertEquals(List.of(4, 4, 4, 7, 7), scalars.stream().map(s -> s.place().column()).toList());
    }

    /// Layers in layers in layers, the innermost wrong: overloads must not be tried over and over.
    @Test
    void nestingIsBoundOnce() throws IOException {
        var yaml = new StringBuilder("reloo");
        for (int i = 0; i < 15; i++) yaml.insert(0, "{wrap: [{linear: [1, 1]}, ").append("]}");
        var table = new Table("deep", "name: x\ndata: {randn: [[1], 1]}\nloss: mseLoss\noptimizer: adam\nepochs: 1\nmodel: " + yaml, List.of(), "");
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertTrue(table.said(folder).contains("unknown layer reloo; did you mean relu?")));
    }

    /// The same of what is included, and of what the command line says.
    @Test
    void anythingElseIsSurvived() throws IOException {
        var random = new Random(2);
        var tables = Stream.concat(Table.read("valid.txt").stream(), Table.read("broken.txt").stream()).filter(t -> !t.others().isEmpty() || !t.overrides().isEmpty()).toList();
        var pieces = "${a} ${epochs} ${vars. $${ ${2*( include: a.yaml \n vars: model. .0 [ ] { } , : = null 1e9 ~ & * !!".split(" ");
        for (int i = 0; i < 1200; i++) {
            var from = tables.get(i % tables.size());
            var others = new LinkedHashMap<String, String>();
            from.others().forEach((name, text) -> others.put(name, name.endsWith(".yaml") ? edited(text, pieces, random) : text));
            var overrides = from.overrides().stream().map(change -> edited(change, pieces, random)).toList();
            var yaml = random.nextInt(3) == 0 ? edited(from.yaml(), pieces, random) : from.yaml();
            var said = new Table("fuzz", yaml, others, overrides, "").said(folder);
            if (said.equals("no problem")) continue;
            assertTrue(said.matches("(?s)([\\w/]+\\.yaml(:\\d+:\\d+)?: |override .+: |override *: ).*"), said);
            assertFalse(said.contains("Exception") || said.contains("java."), said);
        }
    }

    private static String edited(String text, String[] pieces, Random random) {
        var edited = new StringBuilder(text);
        for (int edits = 1 + random.nextInt(2); edits > 0; edits--) {
            int at = random.nextInt(edited.length() + 1);
            if (random.nextInt(3) == 0) edited.delete(at, Math.min(edited.length(), at + 1 + random.nextInt(6)));
            else edited.insert(at, pieces[random.nextInt(pieces.length)]);
        }
        return edited.toString();
    }

    /// Whatever is in a file, a user gets a message with a place, and soon.
    @Test
    void anythingIsSurvived() throws IOException {
        var random = new Random(1);
        var tables = Table.read("valid.txt");
        var broken = Table.read("broken.txt");
        var letters = ":,-[]{}&*!|>'\"%@`#?~ \n\t\u00a0é\r学\0<=0x.e_".codePoints().toArray();
        var refused = 0;
        for (int i = 0; i < 1600; i++) {
            var from = i % 2 == 0 ? tables.get(i / 2 % tables.size()) : broken.get(i / 2 % broken.size());
            var text = new StringBuilder(from.yaml());
            for (int edits = 1 + random.nextInt(4); edits > 0 && !text.isEmpty(); edits--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, Character.toString(letters[random.nextInt(letters.length)]));
                    case 2 -> text.setLength(at);
                    default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
                }
            }
            var said = new Table("fuzz", text.toString(), from.others(), from.overrides(), "").said(folder);
            if (said.equals("no problem")) continue;
            refused++;
            assertTrue(said.matches("(?s)([\\w/]+\\.yaml(:\\d+:\\d+)?: |override .+: ).*"), said);
            assertFalse(said.contains("Exception") || said.contains("java."), said);
        }
        assertTrue(refused > 400, "only " + refused);
    }
}
