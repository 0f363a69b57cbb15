package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    @TempDir
    private Path folder;
    private Path startup;

    /// What a run printed, and how it ended.
    @BeforeEach
    void writeStartup() throws IOException {
        startup = Files.writeString(folder.resolve("startup.jsh"), "import java.util.*;\n");
    }

    private Path script(String text) throws IOException {
        return Files.writeString(folder.resolve("s.jsh"), text);
    }

    private Ran run(Object... args) {
        var all = new ArrayList<>(List.of("--startup", startup.toString()));
        for (var arg : args) all.add(arg.toString());
        return Ran.main(all.toArray());
    }

    private ProcessBuilder child(Object... args) {
        var command = Java.command("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("gradshell.Main", "--startup", startup.toString()));
        for (var arg : args) command.add(arg.toString());
        return new ProcessBuilder(command);
    }

    private Ran runChild(String in, Object... args) throws Exception {
        var err = folder.resolve("err").toFile();
        var process = child(args).redirectError(err).start();
        try (var to = process.getOutputStream()) {
            to.write(in.getBytes(StandardCharsets.UTF_8));
        }
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), out, Files.readString(err.toPath()));
    }

    @Test
    void aScriptWithArguments() throws IOException {
        assertEquals(new Ran(0, "2 -x\n", ""), run(script("1 + 1\nSystem.out.println(args.length + \" \" + args[1])\n"), "a", "-x"));
    }

    @Test
    void aSnippet() {
        assertEquals(new Ran(0, "3b\n", ""), run("-e", "System.out.println(1 + 2 + args[0])", "b"));
        var failed = run("-e", "int x = y");
        assertEquals(1, failed.code());
        assertEquals("-e:1:9: cannot find symbol: variable y\n    int x = y\n            ^\n", failed.err());
    }

    @Test
    void anEmptyScriptDoesNothing() throws IOException {
        assertEquals(new Ran(0, "", ""), run(script("")));
    }

    @Test
    void wrongInput() throws IOException {
        assertEquals(new Ran(2, "", "gradshell: no such file: none.jsh\n"), run("none.jsh"));
        assertEquals(2, run("--nope").code());
        assertTrue(run("--nope").err().lines().count() <= 2);
        assertEquals(2, run("-e").code());
        assertEquals(2, run("jshell", "too", "much").code());
        var bytes = Files.write(folder.resolve("b.jsh"), new byte[] {(byte) 0xff, 1});
        assertEquals(new Ran(2, "", "gradshell: " + bytes + " is not text in UTF-8\n"), run(bytes));
        assertEquals(2, run(folder).code());
    }

    @Test
    void keepGoingAndTrace() throws IOException {
        var script = script("int[] a = new int[-1]\nSystem.out.println(7)\n");
        assertEquals(1, run(script).code());
        var kept = run("--keep-going", script);
        assertEquals(1, kept.code());
        assertEquals("7\n", kept.out());
        assertEquals(script + ":1: NegativeArraySizeException: -1\n    int[] a = new int[-1]\n", kept.err());
        assertTrue(run("--trace", "-e", "Integer.parseInt(\"x\")").err().contains("at java.base/"));
    }

    @Test
    void linesThatNeedNoParser() {
        for (var line : List.of(List.<String>of(), List.of("x.jsh"), List.of("a/x.jsh", "-q", "--help"), List.of("-e", "1"), List.of("-e", "--x", "1", "-e")))
            assertTrue(Main.plain(line.toArray(String[]::new)).isPresent(), line.toString());
        for (var line : List.of(List.of("-e"), List.of("-"), List.of("run"), List.of("--help"), List.of("--keep-going", "x.jsh"), List.of("-x.jsh"), List.of("-e", "1", "--trace"), List.of("x.jsh", "@y")))
            assertTrue(Main.plain(line.toArray(String[]::new)).isEmpty(), line.toString());
    }

    @Test
    void plainLines() throws Exception {
        assertEquals(new Ran(0, "[a, -b]\n", ""), Ran.main("-e", "System.out.println(List.of(args))", "a", "-b"));
        assertEquals(new Ran(2, "", "gradshell: no such file: no.jsh\n"), Ran.main("no.jsh"));
        assertEquals(1, Ran.main("-e", "nope()").code());
    }

    @Test
    void helpAndVersion() {
        assertEquals(0, run("--help").code());
        assertTrue(run("--help").out().contains("jshell"));
        assertTrue(run("--version").out().startsWith("gradshell "));
        assertEquals(0, run("jshell", "--help").code());
    }

    @Test
    void theLineForPlainJShell() {
        var run = run("jshell");
        assertEquals(0, run.code());
        assertTrue(run.out().matches("\\S+/jshell --class-path \\S+ --add-modules jdk.incubator.vector --startup \\S+/startup.jsh\n"), run.out());
    }

    @Test
    void standardInput() throws Exception {
        assertEquals(new Ran(0, "5\n", ""), runChild("int f(int x) {\n  return x + 1;\n}\nSystem.out.println(f(4))\n", "-"));
        assertEquals(new Ran(0, "6\n", ""), runChild("1 + 1\nSystem.out.println(6)"));
        assertEquals(1, runChild("oops\n").code());
    }

    @Test
    void systemExit() throws Exception {
        assertEquals(new Ran(9, "a", ""), runChild("", "-e", "System.out.print(\"a\"); System.exit(9)"));
        assertEquals(4, runChild("", "-e", "/exit 2 + 2").code());
    }

    @Test
    @Timeout(60)
    void anInterruptEndsAScriptWith130() throws Exception {
        var process = child("-e", "System.out.println(\"on\"); while (true) { }").start();
        assertEquals('o', process.getInputStream().read());
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(130, process.exitValue());
    }

    @Test
    void anExceptionInAThreadOfTheUsersOwn() throws Exception {
        var ran = runChild("", script("""
                int a = 1;
                new Thread(() -> {
                    int b = a / 0; }, "mine").start();
                Thread.sleep(300);
                Thread t = new Thread(() -> {

                    int b = a / 0;
                });
                t.start(); t.join();
                var u = new Thread(() ->
                    System.out.println(a / 0)); u.start(); u.join();
                System.out.println("on");
                """));
        assertEquals(0, ran.code(), ran::toString);
        assertEquals("on\n", ran.out());
        var err = ran.err().replace(folder + "/", "").replaceAll("thread Thread-\\d+", "another");
        for (var told : List.of("in thread mine: s.jsh:3: ArithmeticException: / by zero\n        int b = a / 0; }, \"mine\").start();\n", "in another: s.jsh:7: ArithmeticException: / by zero\n        int b = a / 0;\n",
                "in another: s.jsh:11: ArithmeticException: / by zero\n        System.out.println(a / 0)); u.start(); u.join();\n")) assertTrue(err.contains(told), told + "in\n" + err);
        assertFalse(err.contains("\tat "), err);
    }
}
