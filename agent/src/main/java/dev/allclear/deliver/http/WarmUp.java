package dev.allclear.deliver.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One request from this process to itself, over a loopback socket that is open only for it. It loads what a request needs, some
 * seven hundred classes. With TLS a handshake is begun as well; it fails, since there is no certificate, but by then the dear
 * part (random source, key exchange) is done.
 */
final class WarmUp {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final byte[] OK =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK".getBytes(StandardCharsets.US_ASCII);

    private WarmUp() {}

    /** @param trust to warm up TLS with; null for plain http only */
    static void run(@Nullable SSLContext trust) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout((int) LIMIT.toMillis());
            Thread answering = new Thread(() -> answer(server, trust == null ? 1 : 2), "warm-up");
            answering.setDaemon(true);
            answering.start();
            send("http", server, null);
            if (trust != null) {
                send("https", server, trust);
            }
        }
    }

    private static void send(String scheme, ServerSocket server, @Nullable SSLContext trust) {
        String own = scheme + "://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
        LazyTls tls = trust == null ? LazyTls.ofTheSystem() : new LazyTls(() -> trust);
        Peer peer = Peer.of(own, "warm-up", Secrets.of());
        try (HttpSender sender = new HttpSender(peer, LIMIT, tls, Clock.systemUTC())) {
            if (HttpUrl.parse(own, "URL") instanceof HttpUrl.Valid valid) {
                sender.send(HttpMessage.of("GET", valid.url()).with("Accept", "application/json"));
            }
        }
    }

    private static void answer(ServerSocket server, int times) {
        for (int i = 0; i < times; i++) {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout((int) LIMIT.toMillis());
                InputStream in = socket.getInputStream();
                if (in.read(new byte[8192]) > 0) {
                    socket.getOutputStream().write(OK);
                }
            } catch (IOException e) {
                return;
            }
        }
    }
}
