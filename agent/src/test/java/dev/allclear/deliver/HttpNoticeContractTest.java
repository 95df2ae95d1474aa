package dev.allclear.deliver;

import static dev.allclear.deliver.RawServer.http;
import static dev.allclear.deliver.RawServer.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Refused;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import dev.allclear.testing.Keys;
import dev.allclear.testing.WireServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every target over HTTP does, whatever the other side does: on real sockets. */
class HttpNoticeContractTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private static Notice notice() {
        return new Notice(
                "n-1",
                new Event(
                        "e-1",
                        Severity.ERROR,
                        Instant.ofEpochSecond(1795248000),
                        new TreeMap<>(Map.of("type", "vzdump", "hostname", "pve1", "job-id", "b1")),
                        "vzdump failed",
                        List.of()));
    }

    private static Answer send(HttpTarget target, RawServer server, Duration timeout) {
        return send(target, "http://127.0.0.1:" + server.port(), timeout);
    }

    private static Answer send(HttpTarget target, String base, Duration timeout) {
        try (NoticeChannel channel = target.open(base, timeout)) {
            Answer answer = channel.send(notice());
            assertHidesSecrets(answer);
            assertThat(channel.toString()).doesNotContain(HttpTarget.SECRETS);
            return answer;
        }
    }

    private static void assertHidesSecrets(Answer answer) {
        assertThat(answer.toString()).doesNotContain(HttpTarget.SECRETS);
    }

    private static String reason(Answer answer) {
        assertThat(answer).isInstanceOf(Retry.class);
        return ((Retry) answer).reason();
    }

    @ParameterizedTest
    @EnumSource
    void isDeliveredOnlyByStatusesOfSuccess(HttpTarget target) throws Exception {
        AtomicInteger status = new AtomicInteger();
        List<String> wrong = new ArrayList<>();
        try (RawServer server = new RawServer((request, socket) -> write(
                        socket,
                        http(status.get(), "Connection: close\r\n", status.get() < 300 ? target.good : request)));
                NoticeChannel channel = target.open("http://127.0.0.1:" + server.port(), LONG)) {
            for (int code = 200; code < 600; code++) {
                status.set(code);
                Answer answer = channel.send(notice());
                assertHidesSecrets(answer);
                // This one has no body by definition, so nothing can be named in it.
                boolean good = code < 300 && (target.good.isEmpty() || code != 204);
                boolean redirect = code >= 300 && code < 400;
                boolean fits = good
                        ? answer instanceof Delivered
                        : redirect ? answer instanceof Retry retry && retry.slow() : !(answer instanceof Delivered);
                if (!fits) {
                    wrong.add(code + ": " + answer);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatWillNeverBeAccepted(HttpTarget target) throws Exception {
        for (int code : new int[] {400, 413}) {
            try (RawServer server = new RawServer((request, socket) -> write(socket, http(code, "", request)))) {
                assertThat(send(target, server, LONG)).isInstanceOf(Refused.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitsForAPersonWhenTheLoginIsWrong(HttpTarget target) throws Exception {
        for (int code : new int[] {401, 403, 404}) {
            try (RawServer server = new RawServer((request, socket) -> write(socket, http(code, "", request)))) {
                assertThat(send(target, server, LONG))
                        .isInstanceOfSatisfying(
                                Retry.class, retry -> assertThat(retry.slow()).isTrue());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void comesBackWhenTheOtherSideAsks(HttpTarget target) throws Exception {
        for (int code : new int[] {429, 503}) {
            try (RawServer server =
                    new RawServer((request, socket) -> write(socket, http(code, "Retry-After: 77\r\n", "")))) {
                assertThat(send(target, server, LONG)).isInstanceOfSatisfying(Retry.class, retry -> {
                    assertThat(retry.slow()).isFalse();
                    assertThat(retry.notBefore()).isEqualTo(Duration.ofSeconds(77));
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void followsNoRedirect(HttpTarget target) throws Exception {
        try (RawServer other = new RawServer((request, socket) -> write(socket, http(200, "", target.good)));
                RawServer server = new RawServer((request, socket) ->
                        write(socket, http(307, "Location: http://127.0.0.1:" + other.port() + "/x\r\n", "")))) {
            assertThat(reason(send(target, server, LONG))).contains("307", "redirect");
            assertThat(other.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesNoWebPageForAConfirmation(HttpTarget target) throws Exception {
        if (target == HttpTarget.WEBHOOK) {
            // Any page may be the answer of a service that nobody knows.
            return;
        }
        String page = "<!DOCTYPE html><html><body>Please log in</body></html>";
        try (RawServer server =
                new RawServer((request, socket) -> write(socket, http(200, "Content-Type: text/html\r\n", page)))) {
            assertThat(reason(send(target, server, LONG))).contains("Please log in");
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesUpAtTheTimeOut(HttpTarget target) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, socket) -> never.await())) {
            assertThat(reason(send(target, server, SHORT))).contains("300 ms");
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesUpAnAnswerThatDrips(HttpTarget target) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, socket) -> {
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            while (!never.await(50, TimeUnit.MILLISECONDS)) {
                write(socket, " ");
            }
        })) {
            assertThat(reason(send(target, server, SHORT))).contains("300 ms");
        }
    }

    @ParameterizedTest
    @EnumSource
    void triesAgainAfterAReset(HttpTarget target) throws Exception {
        try (RawServer server = new RawServer((request, socket) -> {
            WireServer.reset(socket);
        })) {
            assertThat(reason(send(target, server, LONG))).isNotBlank();
        }
    }

    @ParameterizedTest
    @EnumSource
    void triesAgainAfterHalfAnAnswer(HttpTarget target) throws Exception {
        try (RawServer server = new RawServer((request, socket) -> {
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + target.good);
            socket.close();
        })) {
            assertThat(reason(send(target, server, LONG))).isNotBlank();
        }
    }

    @ParameterizedTest
    @EnumSource
    void triesAgainAfterAnEmptyAnswer(HttpTarget target) throws Exception {
        try (RawServer server = new RawServer((request, socket) -> socket.close())) {
            assertThat(reason(send(target, server, LONG))).isNotBlank();
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsOnlySoMuchOfAHugeAnswer(HttpTarget target) throws Exception {
        byte[] chunk = new byte[8192];
        try (RawServer server = new RawServer((request, socket) -> {
            write(socket, "HTTP/1.1 500 No\r\n\r\n");
            while (true) {
                socket.getOutputStream().write(chunk);
            }
        })) {
            assertThat(reason(send(target, server, LONG))).contains("500");
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysThatNobodyListens(HttpTarget target) throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        assertThat(reason(send(target, "http://127.0.0.1:" + port, LONG))).contains("127.0.0.1:" + port);
    }

    @ParameterizedTest
    @EnumSource
    void saysThatTheHostIsUnknown(HttpTarget target) {
        assertThat(reason(send(target, "http://no-such-host.invalid", LONG))).contains("no-such-host.invalid");
    }

    @ParameterizedTest
    @EnumSource
    void sendsNothingToACertificateThatIsNotTrusted(HttpTarget target) throws Exception {
        Keys keys = new Keys(directory).make("a", "-ext", "san=ip:127.0.0.1");
        try (WireServer server = keys.serve("a", http(200, "", target.good))) {
            assertThat(reason(send(target, "https://127.0.0.1:" + server.port(), LONG)))
                    .contains("certificate");
            assertThat(server.heads()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsAgainAfterAFailure(HttpTarget target) throws Exception {
        AtomicInteger times = new AtomicInteger();
        try (RawServer server = new RawServer((request, socket) -> answerTheSecond(times, socket, target));
                NoticeChannel channel = target.open("http://127.0.0.1:" + server.port(), LONG)) {
            assertThat(channel.send(notice())).isInstanceOf(Retry.class);
            assertThat(channel.send(notice())).isInstanceOf(Delivered.class);
        }
    }

    private static void answerTheSecond(AtomicInteger times, Socket socket, HttpTarget target) throws Exception {
        if (times.incrementAndGet() == 1) {
            socket.close();
        } else {
            write(socket, http(200, "", target.good));
        }
    }
}
