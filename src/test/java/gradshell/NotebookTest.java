package gradshell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.NotebookClient.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The kernel, spoken to as a notebook speaks to it. It is a process of its own: it takes the streams of the whole program.
@Timeout(120)
class NotebookTest {
    @TempDir
    private static Path folder;
    private static Process kernel;
    private static NotebookClient notebook;

    @BeforeAll
    static void start() throws IOException {
        Path file = folder.resolve("connection.json");
        notebook = new NotebookClient(file);
        var command = Java.command("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("gradshell.Main", "kernel", file.toString()));
        kernel = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
        notebook.await();
    }

    @AfterAll
    static void stop() throws InterruptedException, IOException {
        try {
            notebook.control("shutdown_request");
            assertTrue(kernel.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, kernel.exitValue());
            assertEquals("", Files.readString(folder.resolve("log")));
        } finally {
            kernel.destroyForcibly();
            notebook.close();
        }
    }

    private static String text(Message message) { return message.content().get("data").get("text/plain").asString(); }

    private static List<String> types(List<Message> messages) { return messages.stream().map(Message::type).toList(); }

    @Test
    void showsTheLastExpressionOfACell() {
        List<Message> given = notebook.run("var x = tensor(\"[[1., 2.], [3., 4.]]\")\nx * 2 - 1");
        assertEquals(List.of("execute_result", "execute_reply"), types(given));
        assertEquals("[[1., 3.],\n [5., 7.]]  float32 [2, 2]", text(given.getFirst()));
        assertEquals("ok", given.getLast().content().get("status").asString());
        assertEquals(List.of("execute_reply"), types(notebook.run("var unseen = ones(3);")));
        assertEquals("[1., 1., 1.]  float32 [3]", text(notebook.run("unseen").getFirst()));
    }

    @Test
    void showsPicturesAsImages() throws IOException {
        List<Message> given = notebook.run("print(\"before\"); print(plot(arange(5))); print(\"after\"); imshow(eye(4))");
        assertEquals(List.of("stream", "display_data", "stream", "execute_result", "execute_reply"), types(given));
        for (int at : new int[] {1, 3}) {
            byte[] png = Base64.getDecoder().decode(given.get(at).content().get("data").get("image/png").asString());
            assertTrue(ImageIO.read(new ByteArrayInputStream(png)).getWidth() >= 4);
            assertFalse(text(given.get(at)).isBlank());
        }
        Message training = notebook.run("var line = linear(2, 1); fit(line).data(ones(2, 2), ones(2, 1)).loss(mseLoss()).optimizer(sgd(line.parameters(), 0.1)).epochs(3).run()").getFirst();
        String html = training.content().get("data").get("text/html").asString();
        assertTrue(html.contains("<pre>epoch") && html.contains("<img src=\"data:image/png;base64,"), html);
        assertTrue(text(training).startsWith("epoch"), text(training));
    }

    @Test
    void printsWhileACellRuns() {
        String id = notebook.start("for (int i = 0; i < 2; i++) { print(\"step \" + i); }\nSystem.out.print(\"end\");");
        String printed = notebook.finish(id).stream().filter(m -> m.type().equals("stream")).map(m -> m.content().get("text").asString()).reduce("", String::concat);
        assertEquals("step 0\nstep 1\nend", printed);
        assertTrue(notebook.run("?softmax").getFirst().content().get("text").asString().startsWith("softmax(int dim)"));
    }

    @Test
    void tellsWhatWentWrongAndWhere() {
        assertFails("""
                In[N]:2: matmul: [2] x [3]: inner sizes 2 and 3 differ
                    a.matmul(ones(3))
                  a is float32 [2]""", "var a = ones(2);\na.matmul(ones(3))");
        assertFails("""
                In[N]:1:5: cannot find symbol: method soft()
                    1 + soft()""", "1 + soft()");
        assertFails("%timeit is a command of the prompt; a cell knows Java, and ?NAME for help", "%timeit 1");
    }

    private static void assertFails(String expected, String cell) {
        List<Message> given = notebook.run(cell);
        assertEquals("error", given.getFirst().type());
        assertEquals("error", given.getLast().content().get("status").asString());
        StringBuilder text = new StringBuilder();
        for (JsonNode line : given.getFirst().content().get("traceback")) text.append(text.isEmpty() ? "" : "\n").append(line.asString());
        String plain = text.toString().replaceAll("\033\\[[\\d;]*m", "").replaceAll("In\\[\\d+]", "In[N]");
        assertTrue(plain.startsWith(expected.lines().findFirst().orElseThrow()) && plain.contains(expected.lines().skip(1).findFirst().orElse("")), plain);
        assertEquals(plain, given.getFirst().content().get("evalue").asString().replaceAll("In\\[\\d+]", "In[N]"));
    }

    @Test
    void isInterrupted() {
        for (String cell : List.of("print(\"on\"); while (true) { }", "print(\"on\"); var big = randn(200, 200); while (true) { big = big.matmul(big).tanh(); }",
                "print(\"on\"); var net = linear(2, 2); fit(net).data(ones(4, 2), ones(4, 2)).loss(mseLoss()).optimizer(sgd(net.parameters(), 0.1)).epochs(1_000_000_000).run();")) {
            String id = notebook.start(cell);
            notebook.listen(id, "stream");
            notebook.control("interrupt_request");
            Message error = notebook.finish(id).getFirst();
            assertEquals("interrupted", error.content().get("evalue").asString());
        }
        assertEquals("3", text(notebook.run("1 + 2").getFirst()));
    }

    @Test
    void completesAndExplains() {
        notebook.run("var known = ones(2)");
        JsonNode found = notebook.request("complete_request", "{\"code\": \"known.soft\", \"cursor_pos\": 10}");
        assertEquals(6, found.get("cursor_start").asInt());
        assertTrue(found.get("matches").toString().contains("\"softmax("), found.toString());
        // the cursor may be in a later line than the first
        JsonNode later = notebook.request("complete_request", "{\"code\": \"var x = 1\\nknown.soft\\nx\", \"cursor_pos\": 20}");
        assertEquals(16, later.get("cursor_start").asInt());
        assertTrue(later.get("matches").toString().contains("\"softmax("), later.toString());
        assertEquals("[]", notebook.request("history_request", "{\"output\": false, \"raw\": true, \"hist_access_type\": \"tail\", \"n\": 10}").get("history").toString());
        JsonNode page = notebook.request("inspect_request", "{\"code\": \"known.softmax(0)\", \"cursor_pos\": 9, \"detail_level\": 0}");
        assertTrue(page.get("data").get("text/plain").asString().startsWith("softmax(int dim) -> Tensor"), page.toString());
        assertEquals("complete", notebook.request("is_complete_request", "{\"code\": \"1 + 2\"}").get("status").asString());
        assertEquals("incomplete", notebook.request("is_complete_request", "{\"code\": \"for (int i = 0; i < 3; i++) {\"}").get("status").asString());
    }

    // ---- how Jupyter finds it ----

    @Test
    void writesTheFileThatJupyterReads() throws IOException {
        Path file = KernelFile.write(folder);
        assertEquals(folder.resolve("kernels/gradshell/kernel.json"), file);
        JsonNode kernel = new ObjectMapper().readTree(Files.readString(file));
        List<String> words = Arrays.asList(new ObjectMapper().convertValue(kernel.get("argv"), String[].class));
        assertEquals(List.of("gradshell.Main", "kernel", "{connection_file}"), words.subList(words.size() - 3, words.size()));
        assertEquals("message", kernel.get("interrupt_mode").asString());
        String odd = new ObjectMapper().readTree(KernelFile.json(List.of("a \"b\" \\c"))).get("argv").get(0).asString();
        assertEquals("a \"b\" \\c", odd);
    }

    @Test
    void looksForJupytersFolderWhereJupyterDoes() {
        Path home = Path.of("/home/me");
        String[] found = {
            KernelFile.folder(Map.of(), "Linux", home).toString(), KernelFile.folder(Map.of("XDG_DATA_HOME", "/data"), "Linux", home).toString(),
            KernelFile.folder(Map.of(), "Mac OS X", home).toString(), KernelFile.folder(Map.of("JUPYTER_DATA_DIR", "/there"), "Mac OS X", home).toString(),
            KernelFile.folder(Map.of("APPDATA", "/app"), "Windows 11", home).toString()};
        assertArrayEquals(new String[] {"/home/me/.local/share/jupyter", "/data/jupyter", "/home/me/Library/Jupyter", "/there", "/app/jupyter"}, found);
    }
}
