package dev.allclear.it.fleet;

import dev.allclear.it.world.JsonText;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** One answer, read from the socket by hand, so that nothing of it is lost: reason phrase, repeated headers, fingerprint. */
record Asked(int status, String reason, List<String> headers, String body, String fingerprint) {
    private static final int PATIENCE_MILLIS = 20_000;

    private static final X509TrustManager ANYBODY = new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    };

    private static final SSLContext TRUSTING = trusting();

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {ANYBODY}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param more header lines */
    static Asked get(String base, String target, String... more) throws IOException {
        try (Connection connection = Connection.to(base)) {
            return connection.get(target, more);
        }
    }

    List<String> header(String name) {
        return headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ": "))
                .map(line -> line.substring(name.length() + 2))
                .toList();
    }

    /** The list that {@code data} is. */
    @SuppressWarnings("unchecked") // a list of objects
    List<Map<String, Object>> rows() {
        return (List<Map<String, Object>>)
                Objects.requireNonNull(JsonText.object(body).get("data"));
    }

    /** The values of one field of all rows. */
    List<String> column(String name) {
        return rows().stream()
                .map(row -> Objects.requireNonNull(row.get(name)).toString())
                .toList();
    }

    String headerNames() {
        return headers.stream()
                .map(line -> line.split(":", 2)[0].toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /** A connection that stays open. */
    static final class Connection implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final String fingerprint;

        private Connection(Socket socket, String fingerprint) throws IOException {
            this.socket = socket;
            this.in = new DataInputStream(socket.getInputStream());
            this.fingerprint = fingerprint;
        }

        static Connection to(String base) throws IOException {
            URI uri = URI.create(base);
            Socket plain = new Socket(uri.getHost(), uri.getPort());
            plain.setSoTimeout(PATIENCE_MILLIS);
            if (uri.getScheme().equals("http")) {
                return new Connection(plain, "");
            }
            try {
                SSLSocket socket =
                        (SSLSocket) TRUSTING.getSocketFactory().createSocket(plain, uri.getHost(), uri.getPort(), true);
                byte[] certificate =
                        socket.getSession().getPeerCertificates()[0].getEncoded();
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate);
                return new Connection(
                        socket, HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT));
            } catch (GeneralSecurityException | IOException e) {
                plain.close();
                throw new IOException(e);
            }
        }

        Asked get(String target, String... more) throws IOException {
            send("GET " + target + " HTTP/1.1\r\nHost: x\r\n" + String.join("\r\n", more)
                    + (more.length > 0 ? "\r\n\r\n" : "\r\n"));
            String[] start = line().split(" ", 3);
            List<String> headers = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                headers.add(line);
            }
            Asked head = new Asked(Integer.parseInt(start[1]), start[2], headers, "", fingerprint);
            return new Asked(head.status, head.reason, headers, body(head), fingerprint);
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        InputStream in() {
            return in;
        }

        private String body(Asked head) throws IOException {
            byte[] body;
            if (head.header("Transfer-Encoding").contains("chunked")) {
                StringBuilder all = new StringBuilder();
                for (int size = chunk(); size > 0; size = chunk()) {
                    all.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
                    line();
                }
                line();
                return all.toString();
            } else if (head.header("Content-Length").isEmpty()) {
                body = in.readAllBytes();
            } else {
                body = new byte[Integer.parseInt(head.header("Content-Length").get(0))];
                in.readFully(body);
            }
            InputStream plain = head.header("Content-Encoding").contains("gzip")
                    ? new GZIPInputStream(new ByteArrayInputStream(body))
                    : new ByteArrayInputStream(body);
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }

        private int chunk() throws IOException {
            return Integer.parseInt(line(), 16);
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
                line.append((char) b);
            }
            return line.toString().stripTrailing();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
