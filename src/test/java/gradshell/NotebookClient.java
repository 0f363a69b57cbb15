package gradshell;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What a notebook is to its kernel: it sends cells and gathers what they give, by Jupyter's protocol over ZeroMQ.
final class NotebookClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "secret";
    /// In milliseconds: the machine may be busy.
    private static final int PATIENCE = 60_000;

    /// One message: its type and content, and the request that it belongs to.
    record Message(String type, String parent, JsonNode content) {}

    private final Map<String, Integer> ports;
    private final ZContext context = new ZContext();
    private final ZMQ.Socket shell, control, events;
    private final String session = UUID.randomUUID().toString();

    NotebookClient(Path connection) throws IOException {
        ports = Map.of("shell_port", free(), "control_port", free(), "iopub_port", free(), "stdin_port", free(), "hb_port", free());
        StringBuilder text = new StringBuilder("{\"transport\": \"tcp\", \"ip\": \"127.0.0.1\", \"signature_scheme\": \"hmac-sha256\", \"key\": \"" + KEY + "\"");
        ports.forEach((name, port) -> text.append(", \"" + name + "\": " + port));
        Files.writeString(connection, text + "}");
        shell = socket(SocketType.DEALER, "shell_port");
        control = socket(SocketType.DEALER, "control_port");
        events = socket(SocketType.SUB, "iopub_port");
        events.subscribe(ZMQ.SUBSCRIPTION_ALL);
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private ZMQ.Socket socket(SocketType type, String port) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setReceiveTimeOut(PATIENCE);
        socket.setLinger(0);
        socket.connect("tcp://127.0.0.1:" + ports.get(port));
        return socket;
    }

    /// Waits until the kernel hears and is heard.
    void await() {
        events.setReceiveTimeOut(200);
        for (int tries = 0; tries < PATIENCE / 200; tries++) {
            request("kernel_info_request", "{}");
            if (events.recv() == null) continue;
            // What is left over belongs to these requests.
            while (events.recv() != null) { }
            events.setReceiveTimeOut(PATIENCE);
            return;
        }
        throw new AssertionError("no kernel answers");
    }

    /// Asks by the shell's socket and answers the reply's content.
    JsonNode request(String type, String content) {
        String id = send(shell, type, content);
        for (Message reply = receive(shell); ; reply = receive(shell)) if (reply.parent.equals(id)) return reply.content;
    }

    /// Asks by the socket for what must not wait.
    JsonNode control(String type) {
        String id = send(control, type, "{}");
        for (Message reply = receive(control); ; reply = receive(control)) if (reply.parent.equals(id)) return reply.content;
    }

    /// Sends a cell.
    String start(String cell) {
        return send(shell, "execute_request", JSON.writeValueAsString(Map.of("code", cell, "silent", false, "store_history", true, "user_expressions", Map.of(), "allow_stdin", false)));
    }

    /// Waits for the first message of a type that a cell gives.
    void listen(String id, String type) {
        for (Message event = receive(events); !event.parent.equals(id) || !event.type.equals(type); event = receive(events)) { }
    }

    /// What a cell gives, until the kernel is idle again; then the reply.
    List<Message> finish(String id) {
        List<Message> all = new ArrayList<>();
        while (true) {
            Message event = receive(events);
            if (!event.parent.equals(id)) continue;
            if (event.type.equals("status") && event.content.get("execution_state").asString().equals("idle")) break;
            if (!event.type.equals("status") && !event.type.equals("execute_input")) all.add(event);
        }
        for (Message reply = receive(shell); ; reply = receive(shell)) {
            if (!reply.parent.equals(id)) continue;
            all.add(reply);
            return all;
        }
    }

    /// What a cell gives.
    List<Message> run(String cell) { return finish(start(cell)); }

    private String send(ZMQ.Socket socket, String type, String content) {
        String id = UUID.randomUUID().toString();
        String header = JSON.writeValueAsString(Map.of("msg_id", id, "session", session, "username", "test", "date", "2026-01-01T00:00:00.000000Z", "msg_type", type, "version", "5.3"));
        socket.sendMore("<IDS|MSG>");
        socket.sendMore(signature(header + "{}{}" + content));
        for (String part : List.of(header, "{}", "{}")) socket.sendMore(part);
        socket.send(content);
        return id;
    }

    private static Message receive(ZMQ.Socket socket) {
        List<String> parts = new ArrayList<>();
        do {
            byte[] part = socket.recv();
            if (part == null) throw new AssertionError("the kernel is silent");
            parts.add(new String(part, StandardCharsets.UTF_8));
        } while (socket.hasReceiveMore());
        int at = parts.indexOf("<IDS|MSG>");
        if (!parts.get(at + 1).equals(signature(String.join("", parts.subList(at + 2, at + 6))))) throw new AssertionError("a wrong signature");
        JsonNode parent = JSON.readTree(parts.get(at + 3)).get("msg_id");
        return new Message(JSON.readTree(parts.get(at + 2)).get("msg_type").asString(), parent == null ? "" : parent.asString(), JSON.readTree(parts.get(at + 5)));
    }

    private static String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() { context.close(); }
}
