package dev.allclear.deliver.http;

import static dev.allclear.testing.WireServer.http;
import static dev.allclear.testing.WireServer.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Refused;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.Push.Signal;
import dev.allclear.deliver.PushChannel;
import dev.allclear.testing.Keys;
import dev.allclear.testing.WireServer;
import dev.allclear.testing.WireServer.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every channel that pushes over HTTP, against sockets that do what servers, proxies and networks do. */
public abstract class HttpPushContract {
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final String PAGE = "<!DOCTYPE html><html><body>Sign in</body></html>";
    private static final Set<Integer> NEVER_ACCEPTED = Set.of(400, 413, 414, 431, 494);
    private static final Set<Integer> NOT_THIS_SERVER = Set.of(501, 505, 506, 510, 511);

    @TempDir
    private Path directory;

    /** A channel to this {@code http://host:port}. */
    protected abstract PushChannel channel(String origin, Duration timeout, LazyTls tls);

    /** What the service answers to what it has taken, as it goes over the wire. */
    protected abstract String confirmation();

    /** What must never be shown. */
    protected abstract List<String> secrets();

    /** Whether the service names no words of success, so that nothing at all may be one. */
    protected boolean emptyIsGood() {
        return false;
    }

    private static Push push(Signal signal) {
        return new Push(signal, "14/14 guests", Duration.ofMinutes(41), "run-1", "a report");
    }

    private Answer send(String origin, Duration timeout) {
        try (PushChannel channel = channel(origin, timeout, LazyTls.ofTheSystem())) {
            Answer answer = channel.send(push(Signal.UP));
            assertThat(secrets())
                    .isNotEmpty()
                    .allSatisfy(secret -> assertThat(answer + " " + channel).doesNotContainIgnoringCase(secret));
            return answer;
        }
    }

    private Answer send(Duration timeout, Script script) throws IOException {
        try (WireServer server = new WireServer(script)) {
            return send(server.url().toString(), timeout);
        }
    }

    private static Retry retry(Answer answer) {
        assertThat(answer).isInstanceOf(Retry.class);
        return (Retry) answer;
    }

    private static String quick(Answer answer) {
        assertThat(retry(answer).slow()).as(answer.toString()).isFalse();
        return retry(answer).reason();
    }

    private static String slow(Answer answer) {
        assertThat(retry(answer).slow()).as(answer.toString()).isTrue();
        return retry(answer).reason();
    }

    @Test
    void isDeliveredByTheConfirmationAlone() throws IOException {
        assertThat(send(AMPLE, (head, socket) -> write(socket, confirmation()))).isInstanceOf(Delivered.class);
    }

    @Test
    void sendsEverySignalThatItKnowsOnceAndNoOther() throws IOException {
        try (WireServer server = WireServer.saying(confirmation());
                PushChannel channel = channel(server.url().toString(), AMPLE, LazyTls.ofTheSystem())) {
            for (Signal signal : Signal.values()) {
                int before = server.heads().size();
                assertThat(channel.send(push(signal))).isInstanceOf(Delivered.class);
                assertThat(server.heads()).hasSize(before + (channel.knows(signal) ? 1 : 0));
            }
        }
    }

    @Test
    void takesNoOtherAnswerForAConfirmation() throws IOException {
        int[] status = {200};
        try (WireServer server = new WireServer((head, socket) ->
                        write(socket, http(status[0] + " x", "text/html", PAGE, "Connection: close")));
                PushChannel channel = channel(server.url().toString(), AMPLE, LazyTls.ofTheSystem())) {
            for (; status[0] <= 599; status[0]++) {
                judge(status[0], channel.send(push(Signal.UP)));
            }
        }
    }

    private void judge(int status, Answer answer) {
        if (answer instanceof Delivered) {
            // The only ones that have no body.
            assertThat(emptyIsGood() && Set.of(204, 205).contains(status))
                    .as("%d is no success", status)
                    .isTrue();
        } else if (NEVER_ACCEPTED.contains(status)) {
            assertThat(answer).as("%d", status).isInstanceOf(Refused.class);
        } else {
            boolean passes =
                    Set.of(408, 425, 429).contains(status) || (status >= 500 && !NOT_THIS_SERVER.contains(status));
            assertThat(retry(answer).slow()).as(answer.toString()).isEqualTo(!passes);
            assertThat(retry(answer).reason()).contains(String.valueOf(status));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void waitsAsLongAsItIsAskedTo(int status) throws IOException {
        Answer answer =
                send(AMPLE, (head, socket) -> write(socket, http(status + " x", "text/plain", "", "Retry-After: 77")));
        assertThat(quick(answer)).contains("77 s");
        assertThat(retry(answer).notBefore()).isEqualTo(Duration.ofSeconds(77));
    }

    @Test
    void saysThatItMayHaveArrivedWhenNoAnswerComes() throws IOException {
        assertThat(quick(send(SHORT, (head, socket) -> socket.getInputStream().read())))
                .contains("did not answer within 400 ms", "may have arrived");
    }

    @Test
    void givesUpAnAnswerThatDrips() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        Instant start = Instant.now();
        Answer answer = send(SHORT, (head, socket) -> {
            for (byte b : ("HTTP/1.1 200 OK\r\nX: " + "x".repeat(1000)).getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(b);
                assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
            }
        });
        assertThat(quick(answer)).contains("did not answer within 400 ms");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void saysThatTheConnectionWasReset() throws IOException {
        assertThat(quick(send(AMPLE, (head, socket) -> WireServer.reset(socket))))
                .contains("reset the connection", "may have arrived");
    }

    @Test
    void saysThatTheAnswerBrokeOff() throws IOException {
        Answer answer = send(AMPLE, (head, socket) -> {
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nOK");
            socket.close();
        });
        assertThat(quick(answer)).contains("broke off in the middle", "may have arrived");
    }

    @Test
    void saysThatTheAnswerWasEmpty() throws IOException {
        assertThat(quick(send(AMPLE, (head, socket) -> socket.close())))
                .contains("closed the connection without an answer", "may have arrived");
    }

    @Test
    void stopsReadingAnAnswerOfFiveGigabytes() throws IOException {
        Instant start = Instant.now();
        Answer answer = send(AMPLE, (head, socket) -> {
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n");
            while (!socket.isClosed()) {
                write(socket, new byte[8192]);
            }
        });
        assertThat(slow(answer)).contains("more than 65536 bytes");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void saysWhereARedirectPointsAndDoesNotFollowIt(int status) throws IOException {
        try (WireServer elsewhere = WireServer.saying(confirmation());
                WireServer server = new WireServer((head, socket) -> write(
                        socket,
                        http(
                                status + " x",
                                "text/html",
                                "",
                                "Location: " + elsewhere.url() + head.split(" ", -1)[1])))) {
            assertThat(slow(send(server.url().toString(), AMPLE)))
                    .contains("redirect to " + elsewhere.url() + "/", "not followed");
            assertThat(elsewhere.connections()).isZero();
            assertThat(server.heads()).hasSize(1);
        }
    }

    @Test
    void showsNoSecretThatAnAnswerRepeats() throws IOException {
        for (int status : new int[] {200, 201, 400, 401, 403, 404, 405, 409, 418, 422, 429, 500, 503}) {
            send(AMPLE, (head, socket) -> {
                String everything = String.join(" ", secrets()) + " " + head;
                write(
                        socket,
                        http(
                                status + " x",
                                "text/plain",
                                everything,
                                "X-Echo: " + secrets().get(0)));
            });
        }
    }

    @Test
    void saysThatTheCertificateIsNotTrusted() throws Exception {
        Keys keys = new Keys(directory).make("stranger", "-ext", "san=ip:127.0.0.1");
        try (WireServer server = keys.serve("stranger", confirmation())) {
            assertThat(slow(send(server.url("https").toString(), AMPLE)))
                    .contains("does not trust", "update-ca-certificates", "Nothing was sent");
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    void saysThatTheCertificateIsForAnotherNameAndSendsToTheRightOne() throws Exception {
        Keys keys = new Keys(directory)
                .make("other", "-ext", "san=dns:other.example")
                .make("right", "-ext", "san=ip:127.0.0.1");
        for (String alias : List.of("other", "right")) {
            LazyTls tls = new LazyTls(() -> Keys.trusting(keys.certificate(alias)));
            try (WireServer server = keys.serve(alias, confirmation());
                    PushChannel channel = channel(server.url("https").toString(), AMPLE, tls)) {
                Answer answer = channel.send(push(Signal.UP));
                assertThat(answer instanceof Delivered).isEqualTo(alias.equals("right"));
                assertThat(server.heads()).hasSize(alias.equals("right") ? 1 : 0);
            }
        }
    }

    @Test
    void saysThatTheNameIsUnknown() {
        assertThat(quick(send("http://switch.invalid:3001", AMPLE)))
                .contains("the name switch.invalid is unknown", "Nothing was sent");
    }

    @Test
    void saysThatTheConnectionWasRefused() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(quick(send("http://127.0.0.1:" + free, AMPLE)))
                .contains("connection refused", "port " + free, "Nothing was sent");
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void isDeliveredWithoutSendingWhenItIsNotKnown(Signal signal) throws IOException {
        try (WireServer server = new WireServer((head, socket) -> socket.close());
                PushChannel channel = channel(server.url().toString(), AMPLE, LazyTls.ofTheSystem())) {
            Answer answer = channel.send(push(signal));
            assertThat(answer instanceof Delivered).isEqualTo(!channel.knows(signal));
            assertThat(server.connections()).isEqualTo(channel.knows(signal) ? 1 : 0);
        }
    }

    @Test
    void warmsUpWithoutConnecting() throws IOException {
        try (WireServer server = WireServer.saying(confirmation());
                PushChannel channel = channel(server.url().toString(), AMPLE, LazyTls.ofTheSystem())) {
            channel.warmUp();
            assertThat(server.connections()).isZero();
        }
    }
}
