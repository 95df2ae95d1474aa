package dev.allclear.it.receiver;

import dev.allclear.it.world.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A real Alertmanager on a loopback port, that nobody else talks to and that tells a webhook of every alert at once, also when
 * it ends. It is Debian's prometheus-alertmanager, installed or only unpacked. Thread-safe.
 */
public final class Alertmanager implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PROGRAM = "/usr/bin/prometheus-alertmanager";

    /** Where it/setup.sh unpacks the package. */
    private static final Path UNPACKED = Path.of("target/alertmanager").toAbsolutePath();

    private final Process process;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    private Alertmanager(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Why there can be none on this machine; empty if there can. */
    public static Optional<String> missing() {
        if (Files.isExecutable(Path.of(PROGRAM))) {
            return Optional.empty();
        }
        if (!Files.isExecutable(Path.of(UNPACKED + PROGRAM))) {
            return Optional.of("there is no prometheus-alertmanager; it/verify fetches it from Debian");
        }
        try {
            Process tried = new ProcessBuilder(command("--version"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return tried.waitFor() == 0 ? Optional.empty() : Optional.of("this machine allows no mounts");
        } catch (IOException e) {
            return Optional.of("there is no unshare: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** Debian's has its templates in /usr/share, and nowhere else; what is only unpacked sees its own one there. */
    private static List<String> command(String... options) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of(PROGRAM))) {
            command.add(PROGRAM);
        } else {
            String mount = "mount --bind '" + UNPACKED + "/usr/share' /usr/share && exec \"$@\"";
            command.addAll(List.of("unshare", "--map-root-user", "--mount", "sh", "-c", mount, "sh"));
            command.add(UNPACKED + PROGRAM);
        }
        command.addAll(List.of(options));
        return command;
    }

    /**
     * Starts one, which takes alerts when this returns.
     *
     * @param home an empty directory
     * @param webhook whom it tells
     */
    public static Alertmanager start(Path home, String webhook) throws InterruptedException {
        try {
            Files.createDirectories(home);
            int port = freePort();
            Path config = Files.writeString(home.resolve("alertmanager.yml"), """
                    route:
                      receiver: hook
                      group_by: ['...']
                      group_wait: 0s
                      group_interval: 1s
                      repeat_interval: 1h
                    receivers:
                      - name: hook
                        webhook_configs:
                          - url: %s
                            send_resolved: true
                    """.formatted(webhook));
            Process process = new ProcessBuilder(command(
                            "--config.file=" + config,
                            "--storage.path=" + home.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port,
                            "--cluster.listen-address="))
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("log").toFile())
                    .start();
            Alertmanager started = new Alertmanager(process, port);
            started.awaitReady(home.resolve("log"));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private void awaitReady(Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                if (get("/-/ready").statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    close();
                    throw new IOException("Alertmanager does not answer: " + Files.readString(log), notYet);
                }
            }
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path)).build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** Its base URL, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The alerts that fire, as its API lists them. */
    public List<Map<String, Object>> firing() {
        try {
            List<Map<String, Object>> alerts = new ArrayList<>();
            for (Object alert : JsonText.array(get("/api/v2/alerts?active=true").body())) {
                alerts.add(object(alert));
            }
            return alerts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The labels of an alert. */
    public static Map<String, Object> labels(Map<String, Object> alert) {
        return object(Objects.requireNonNull(alert.get("labels")));
    }

    @SuppressWarnings("unchecked") // a JSON object
    private static Map<String, Object> object(Object json) {
        return (Map<String, Object>) json;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
