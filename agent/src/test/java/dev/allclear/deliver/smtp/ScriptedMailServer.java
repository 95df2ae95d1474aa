package dev.allclear.deliver.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server on a real socket that accepts everything, except where the test says something else: an answer by the beginning
 * of the command, or one of the words below.
 */
final class ScriptedMailServer implements AutoCloseable {
    /** Closes the connection instead of answering. */
    static final String DROP = "DROP";
    /** Never answers. */
    static final String SILENCE = "SILENCE";
    /** Answers with a byte now and then, without an end. */
    static final String DRIP = "DRIP";
    /** As a command: the connection itself; {@code BODY}: the first line of the mail; {@code .}: the end of the mail. */
    static final String GREETING = "GREETING";

    static final String BODY = "BODY";

    private static final Map<String, String> USUAL = Map.of(
            GREETING,
            "220 ready",
            "EHLO",
            "250-test\r\n250-8BITMIME\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN",
            "STARTTLS",
            "220 go",
            "AUTH PLAIN",
            "235 welcome",
            "DATA",
            "354 go",
            "QUIT",
            "221 bye");

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, String> script;
    private final @Nullable SSLContext tls;
    private final boolean fromTheStart;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);

    ScriptedMailServer(Map<String, String> script) throws IOException {
        this(script, null, false);
    }

    ScriptedMailServer(Map<String, String> script, @Nullable SSLContext tls, boolean fromTheStart) throws IOException {
        this.script = script;
        this.tls = tls;
        this.fromTheStart = fromTheStart;
        start(() -> {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                open.add(socket);
                start(() -> serve(socket));
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    /** Every command so far. */
    List<String> commands() {
        return List.copyOf(commands);
    }

    /** Every mail that was confirmed, lines ended by CRLF, dots as sent. */
    List<String> mails() {
        return List.copyOf(mails);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception e) {
                // The other side or the test has ended the connection.
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket plain) throws Exception {
        Socket socket = fromTheStart ? secured(plain) : plain;
        if (!answer(socket, GREETING)) {
            return;
        }
        for (String line = line(socket); line != null; line = line(socket)) {
            commands.add(line);
            if (!answer(socket, line)) {
                return;
            }
            if (line.equals("STARTTLS")) {
                socket = secured(socket);
            } else if (line.equals("DATA") && !script.containsKey("DATA") && !mail(socket)) {
                return;
            }
        }
    }

    private boolean mail(Socket socket) throws Exception {
        StringBuilder mail = new StringBuilder();
        for (String line = line(socket); line != null; line = line(socket)) {
            if (script.containsKey(BODY)) {
                return answer(socket, BODY);
            }
            if (line.equals(".")) {
                if (!script.containsKey(".")) {
                    mails.add(mail.toString());
                }
                return answer(socket, ".");
            }
            mail.append(line).append("\r\n");
        }
        return false;
    }

    private Socket secured(Socket socket) throws IOException {
        if (tls == null) {
            throw new IOException("no TLS");
        }
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, "client", socket.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        return secure;
    }

    private boolean answer(Socket socket, String command) throws Exception {
        String reply = replyTo(command);
        switch (reply) {
            case DROP -> {
                socket.close();
                return false;
            }
            case SILENCE -> ended.await();
            case DRIP -> {
                OutputStream out = socket.getOutputStream();
                while (!ended.await(20, TimeUnit.MILLISECONDS)) {
                    out.write('2');
                    out.flush();
                }
            }
            default -> {
                socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
            }
        }
        return true;
    }

    private String replyTo(String command) {
        for (Map<String, String> replies : List.of(script, USUAL)) {
            for (Map.Entry<String, String> reply : replies.entrySet()) {
                if (command.startsWith(reply.getKey())) {
                    return reply.getValue();
                }
            }
        }
        return "250 ok";
    }

    /** The next line, one character for each byte; null at the end. */
    private static @Nullable String line(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                line.setLength(Math.max(0, line.length() - 1));
                return line.toString();
            }
            line.append((char) c);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        ended.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
