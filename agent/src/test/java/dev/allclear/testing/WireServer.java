package dev.allclear.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Does with every request on a real socket what the test says, also what no HTTP server would do. */
public final class WireServer implements AutoCloseable {
    /** Answers the request with this head; the connection stays open until the script closes it. */
    public interface Script {
        /** In a thread of this connection; the body has been read. */
        void answer(String head, Socket socket) throws Exception;
    }

    /** A body. */
    public static final String GOOD = "{\"data\":\"good\"}";

    private static final Pattern LENGTH = Pattern.compile("\r\nContent-Length: ([0-9]+)", Pattern.CASE_INSENSITIVE);

    private final ServerSocket server;
    private final Script script;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    public WireServer(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    public WireServer(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
        start(() -> {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            }
        });
    }

    /** Always the same answer. */
    public static WireServer saying(String answer) throws IOException {
        return new WireServer((head, socket) -> write(socket, answer));
    }

    /** An answer of JSON. */
    public static String json(String body, String... headers) {
        return http("200 OK", "application/json;charset=UTF-8", body, headers);
    }

    /** An answer. */
    public static String http(String status, String type, String body, String... headers) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\n"
                + String.join(
                        "", List.of(headers).stream().map(line -> line + "\r\n").toList())
                + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    /** Sends as UTF-8. */
    public static void write(Socket socket, String text) throws IOException {
        write(socket, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends. */
    public static void write(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** With a reset instead of an orderly end. */
    public static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Where it listens. */
    public URI url(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort());
    }

    /** Where it listens, with http. */
    public URI url() {
        return url("http");
    }

    /** The port it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    /** Every request body so far, empty ones included. */
    public List<String> bodies() {
        return bodies;
    }

    /** Every request head so far. */
    public List<String> heads() {
        return heads;
    }

    /** Connections that were ever made. */
    public int connections() {
        return sockets.size();
    }

    /** Connections that nobody has closed yet. */
    public long open() {
        return sockets.stream().filter(socket -> !socket.isClosed()).count();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception e) {
                // The other side went away, or the test is over: the test looks at what the client says.
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static int length(CharSequence head) {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    private void serve(Socket socket) throws Exception {
        try (socket) {
            StringBuilder head = new StringBuilder();
            InputStream in = socket.getInputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                head.append((char) b);
                if (head.length() > 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                    bodies.add(new String(in.readNBytes(length(head)), StandardCharsets.UTF_8));
                    heads.add(head.toString());
                    script.answer(head.toString(), socket);
                    head.setLength(0);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
