package dev.allclear.deliver.kuma;

import static dev.allclear.testing.WireServer.http;
import static dev.allclear.testing.WireServer.json;
import static dev.allclear.testing.WireServer.write;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.kuma.KumaChannel.Method;
import dev.allclear.deliver.kuma.PushUrl.Valid;
import dev.allclear.testing.WireServer;
import dev.allclear.testing.WireServer.Script;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against sockets that misbehave in ways that no HTTP server offers. */
class KumaChannelSocketTest {
    private static final String TOKEN = "AbCdEfGhIj0123456789AbCdEfGhIj01";
    private static final Push PUSH = new Push("14/14 guests", Duration.ofMinutes(41));
    private static final String OK = json("{\"ok\":true}");
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(500);

    private @Nullable WireServer started;
    private @Nullable KumaChannel opened;

    @AfterEach
    void closeBoth() throws IOException {
        if (opened != null) {
            opened.close();
        }
        if (started != null) {
            started.close();
        }
    }

    private WireServer server() {
        return requireNonNull(started);
    }

    private KumaChannel channel() {
        return requireNonNull(opened);
    }

    private static KumaChannel channelTo(String scheme, String host, int port, Duration timeout) {
        String url = scheme + "://" + host + ":" + port + "/api/push/" + TOKEN + "?status=up&msg=OK&ping=";
        return new KumaChannel(((Valid) PushUrl.parse(url)).url(), Method.GET, timeout);
    }

    private Answer send(Duration timeout, Script script) throws IOException {
        started = new WireServer(script);
        opened = channelTo("http", "127.0.0.1", server().port(), timeout);
        return channel().send(PUSH);
    }

    private static String reason(Answer answer) {
        assertThat(answer).isInstanceOf(Retry.class);
        assertThat(((Retry) answer).reason()).doesNotContain(TOKEN);
        return ((Retry) answer).reason();
    }

    @Test
    void sendsExactlyOnePlainRequest() throws IOException {
        assertThat(send(AMPLE, (head, socket) -> write(socket, OK))).isEqualTo(new Delivered());
        assertThat(server().heads())
                .containsExactly("GET /api/push/" + TOKEN + "?status=up&msg=14%2F14%20guests&ping=2460000 HTTP/1.1\r\n"
                        + "Accept: application/json\r\nHost: 127.0.0.1:" + server().port()
                        + "\r\nConnection: keep-alive\r\nUser-Agent: allclear\r\n\r\n");
    }

    @Test
    void speaksToAnIpv6Address() throws IOException {
        started = new WireServer(
                new ServerSocket(0, 5, InetAddress.getAllByName("::1")[0]), (h, socket) -> write(socket, OK));
        opened = channelTo("http", "[::1]", server().port(), AMPLE);
        assertThat(channel().send(PUSH)).isEqualTo(new Delivered());
        assertThat(server().heads().get(0)).contains("\r\nHost: [::1]:" + server().port() + "\r\n");
    }

    @Test
    void saysThatTheConnectionWasRefused() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        opened = channelTo("http", "127.0.0.1", free, AMPLE);
        assertThat(reason(channel().send(PUSH))).contains("connection refused", "port " + free, "Nothing was sent");
    }

    @Test
    void saysThatTheNameIsUnknown() {
        opened = channelTo("http", "kuma.invalid", 3001, AMPLE);
        assertThat(reason(channel().send(PUSH)))
                .contains("the name kuma.invalid is unknown", "getent hosts kuma.invalid");
    }

    @Test
    void saysThatTheAnswerWasEmpty() throws IOException {
        assertThat(reason(send(AMPLE, (head, socket) -> socket.close())))
                .contains("closed the connection without an answer", "https://", "second beat");
    }

    @Test
    void saysThatTheConnectionWasReset() throws IOException {
        Answer answer = send(AMPLE, (head, socket) -> {
            socket.setSoLinger(true, 0);
            socket.close();
        });
        assertThat(reason(answer)).contains("reset the connection", "second beat");
    }

    @Test
    void saysThatTheAnswerBrokeOff() throws IOException {
        Answer answer = send(AMPLE, (head, socket) -> {
            write(socket, OK.substring(0, OK.length() - 3));
            socket.close();
        });
        assertThat(reason(answer)).contains("broke off in the middle", "second beat");
    }

    @Test
    void saysThatAChunkedAnswerBrokeOff() throws IOException {
        Answer answer = send(AMPLE, (head, socket) -> {
            write(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n{\"ok\":true}\r\n");
            socket.close();
        });
        assertThat(reason(answer)).contains("broke off in the middle");
    }

    @Test
    void acceptsAnAnswerThatEndsWithTheConnection() throws IOException {
        Answer answer = send(AMPLE, (head, socket) -> {
            write(socket, "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{\"ok\":true}");
            socket.close();
        });
        assertThat(answer).isEqualTo(new Delivered());
    }

    @Test
    void stopsReadingAnEndlessAnswer() throws IOException {
        Answer answer = send(AMPLE, (head, socket) -> {
            write(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
            OutputStream out = socket.getOutputStream();
            while (!socket.isClosed()) {
                out.write(new byte[8192]);
            }
        });
        assertThat(reason(answer)).contains("more than 65536 bytes");
    }

    @Test
    void stopsReadingAnEndlessHead() throws IOException {
        Answer answer = send(AMPLE, (head, socket) -> {
            write(socket, "HTTP/1.1 200 OK\r\n");
            while (!socket.isClosed()) {
                write(socket, "X-Header: " + "x".repeat(1000) + "\r\n");
            }
        });
        assertThat(reason(answer)).contains("not Kuma");
    }

    @Test
    void saysThatSomethingElseListens() throws IOException {
        Answer answer = send(AMPLE, (head, socket) -> {
            write(socket, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
            socket.close();
        });
        assertThat(reason(answer)).containsAnyOf("did not answer in HTTP", "without an answer");
    }

    @Test
    void saysThatHttp2Answers() throws IOException {
        Answer answer = send(AMPLE, (head, socket) -> write(socket, "HTTP/2.0 200 OK\r\n\r\n"));
        assertThat(reason(answer)).contains("did not answer in HTTP");
    }

    @Test
    void takesNoInterimAnswerForTheFinalOne() throws IOException {
        Answer answer = send(AMPLE, (head, socket) -> write(socket, "HTTP/1.1 103 Early Hints\r\n\r\n" + OK));
        assertThat(answer).isEqualTo(new Delivered());
    }

    @Test
    void saysThatAnAnswerThatNeverComesMayBeABeat() throws IOException {
        assertThat(reason(send(SHORT, (head, socket) -> socket.getInputStream().read())))
                .contains("did not answer within 500 ms", "may have arrived", "second beat");
    }

    @Test
    void givesUpAnAnswerThatDrips() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        Instant start = Instant.now();
        Answer answer = send(SHORT, (head, socket) -> {
            for (byte b : OK.getBytes(StandardCharsets.UTF_8)) {
                socket.getOutputStream().write(b);
                assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
            }
        });
        assertThat(reason(answer)).contains("did not answer within 500 ms");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void leavesNoConnectionBehindWhenItGivesUp() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        send(SHORT, (head, socket) -> {
            try {
                end.complete("ended with " + socket.getInputStream().read());
            } catch (IOException e) {
                end.complete("reset");
            }
        });
        assertThat(end.get(10, TimeUnit.SECONDS)).isIn("reset", "ended with -1");
    }

    @Test
    void saysThatNothingWasSentWhenNobodyAcceptsTheConnection() throws IOException {
        // A full queue of a socket that never accepts: Linux drops what comes on top of it.
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(deaf.getInetAddress(), deaf.getLocalPort());
                Socket second = new Socket(deaf.getInetAddress(), deaf.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            opened = channelTo("http", "127.0.0.1", deaf.getLocalPort(), SHORT);
            assertThat(reason(channel().send(PUSH))).contains("could not be reached within 500 ms", "Nothing was sent");
        }
    }

    @Test
    void reusesAConnection() throws IOException {
        send(AMPLE, (head, socket) -> write(socket, OK));
        assertThat(channel().send(PUSH)).isEqualTo(new Delivered());
        assertThat(server().connections()).isEqualTo(1);
    }

    @Test
    void doesNotStumbleOverAConnectionThatWasClosedSince() throws IOException {
        CountDownLatch closed = new CountDownLatch(1);
        send(AMPLE, (head, socket) -> {
            write(socket, OK);
            socket.close();
            closed.countDown();
        });
        await().atMost(Duration.ofSeconds(10)).until(() -> closed.getCount() == 0);
        // Older than the age from which a connection is looked at before its use.
        await().pollDelay(Duration.ofMillis(150)).until(() -> true);
        assertThat(channel().send(PUSH)).isEqualTo(new Delivered());
        assertThat(server().connections()).isEqualTo(2);
    }

    @Test
    void closesItsConnectionBeforeKumaDoes() throws Exception {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        send(AMPLE, (head, socket) -> {
            write(socket, OK);
            end.complete(socket.getInputStream().read());
        });
        assertThat(end.get(15, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    @Test
    void sendsAgainAfterATimeOut() throws IOException {
        CountDownLatch first = new CountDownLatch(1);
        send(SHORT, (head, socket) -> {
            if (first.getCount() > 0) {
                first.countDown();
                socket.getInputStream().read();
            } else {
                write(socket, OK);
            }
        });
        assertThat(channel().send(PUSH)).isEqualTo(new Delivered());
    }

    @Test
    void endsARunningAttemptWhenItIsClosed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        started = new WireServer((head, socket) -> {
            asked.countDown();
            socket.getInputStream().read();
        });
        opened = channelTo("http", "127.0.0.1", server().port(), AMPLE);
        CompletableFuture<Answer> answer =
                CompletableFuture.supplyAsync(() -> channel().send(PUSH));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        channel().close();
        assertThat(reason(answer.get(10, TimeUnit.SECONDS))).contains("allclear is stopping", "may have arrived");
    }

    @Test
    void saysThatThePortDoesNotSpeakTls() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (Socket socket = plain.accept()) {
                    assertThat(socket.getInputStream().read(new byte[8192])).isPositive();
                    write(socket, http("400 Bad Request", "text/plain", "Bad Request"));
                } catch (IOException e) {
                    return;
                }
            });
            answering.setDaemon(true);
            answering.start();
            opened = channelTo("https", "127.0.0.1", plain.getLocalPort(), AMPLE);
            assertThat(reason(channel().send(PUSH)))
                    .contains("does not speak TLS on port " + plain.getLocalPort(), "http:// instead of https://");
        }
    }
}
