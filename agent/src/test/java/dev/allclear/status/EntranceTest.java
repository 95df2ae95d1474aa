package dev.allclear.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the words of HTTP over real sockets: what keeps clients, slow, greedy or mad, from costing anything that lasts. */
class EntranceTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Visit.Patience LONG = new Visit.Patience(Duration.ofSeconds(30), Duration.ofSeconds(30));
    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
    /** More than the buffers of both kernels hold. */
    private static final int LARGE = 20_000_000;

    private final List<Socket> sockets = new ArrayList<>();
    private Entrance entrance;

    @BeforeEach
    void open() throws IOException {
        entrance = Entrance.open(ANY_PORT, echo(), LONG);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        entrance.close();
    }

    private void openForTheQuick() throws IOException {
        entrance.close();
        entrance = Entrance.open(ANY_PORT, echo(), new Visit.Patience(Duration.ofMillis(300), Duration.ofMillis(300)));
    }

    /** Says the path that it was asked for. */
    private static Door echo() {
        return new Door(new Guard(Set.of(), null), path -> {
            if (path.equals("/long")) {
                await().pollDelay(Duration.ofMillis(600)).until(() -> true);
            }
            return Reply.text(200, path.equals("/large") ? "x".repeat(LARGE) : "path=" + path + "\n");
        });
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setSoTimeout(20_000);
        socket.connect(entrance.address());
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String ask(String text) throws IOException {
        Socket socket = connect();
        send(socket, text);
        return rest(socket);
    }

    private static boolean isOver(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static long pageThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("page") && thread.isAlive())
                .count();
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/../b/./c, /a/../b/./c",
        "//, //",
        "//evil.example/a, //evil.example/a",
        "/a%2Fb%20c, /a%2Fb%20c",
        "/a?b=/c, /a",
        "/{}|^, /{}|^",
        "http://localhost/a%2Fb?c, /a%2Fb",
        "http://localhost, /",
        "HTTP://localhost:8019/a, /a",
        "*, *",
        "localhost:443, localhost:443"
    })
    void givesThePathAsItWasSent(String target, String path) throws IOException {
        assertThat(ask("GET " + target + HOST + "\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\npath=" + path + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001\u0002\r\n\r\n",
                "GET\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / FTP/1.1\r\n\r\n",
                "GET http://[/ HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nno header\r\n\r\n",
                "GET / HTTP/1.1\r\n: none\r\n\r\n",
                "\r\n\r\n\r\n\r\n\r\n"
            })
    void refusesNonsense(String text) throws IOException {
        assertThat(ask(text)).startsWith("HTTP/1.1 400 Bad Request\r\n");
    }

    @Test
    void refusesAnotherVersion() throws IOException {
        assertThat(ask("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).startsWith("HTTP/1.1 505 ");
    }

    @Test
    void refusesALineThatIsTooLong() throws IOException {
        assertThat(ask("GET /" + "x".repeat(10_000) + HOST + "\r\n")).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void refusesTooManyHeaders() throws IOException {
        assertThat(ask("GET /" + HOST + "a: b\r\n".repeat(200) + "\r\n")).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void refusesHeadersThatAreTooMuchTogether() throws IOException {
        assertThat(ask("GET /" + HOST + ("a: " + "b".repeat(8000) + "\r\n").repeat(5) + "\r\n"))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void saysWithEachAnswerWhatHoldsForAll() throws IOException {
        for (String text : List.of("GET /" + HOST + "\r\n", "no\r\n\r\n", "GET / HTTP/3.0\r\n\r\n")) {
            assertThat(ask(text))
                    .contains("\r\nContent-Security-Policy: default-src 'none';")
                    .contains("\r\nX-Content-Type-Options: nosniff\r\n")
                    .contains("\r\nConnection: close\r\n")
                    .containsPattern("\r\nDate: [A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT\r\n")
                    .doesNotContain("Server:");
        }
    }

    @Test
    void answersWithoutReadingTheBody() throws IOException {
        assertThat(ask("POST /" + HOST + "Content-Length: 5000000000\r\n\r\n" + "x".repeat(20_000)))
                .startsWith("HTTP/1.1 405 ")
                .contains("\r\nAllow: GET, HEAD\r\n");
    }

    @Test
    void saysNothingToOneWhoLeavesInTheMiddle() throws IOException {
        Socket socket = connect();
        send(socket, "GET /" + HOST);
        socket.shutdownOutput();
        assertThat(rest(socket)).isEmpty();
    }

    @Test
    void sendsAwayOneMoreThanItsNumberAndMakesNoThreadForIt() throws IOException {
        for (int i = 0; i < 24; i++) {
            send(connect(), "GET / HTTP/1.1\r\n");
        }
        assertThat(isOver(connect())).isTrue();
        // The listener, the timer and the visits.
        assertThat(pageThreads()).isLessThanOrEqualTo(26);
    }

    @Test
    void hasRoomAgainWhenOthersHaveLeft() throws IOException {
        for (int i = 0; i < 30; i++) {
            send(connect(), "GET / HTTP/1.1\r\n");
        }
        for (Socket socket : sockets) {
            socket.close();
        }
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(ask("GET /" + HOST + "\r\n")).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void cutsOneWhoAsksAByteAtATime() throws IOException {
        openForTheQuick();
        Socket socket = connect();
        assertThatThrownBy(() -> {
                    for (char c : ("GET /" + HOST).repeat(20).toCharArray()) {
                        send(socket, String.valueOf(c));
                        TimeUnit.MILLISECONDS.sleep(20);
                    }
                })
                .isInstanceOf(SocketException.class);
    }

    @Test
    void cutsOneWhoDoesNotTakeTheAnswer() throws IOException {
        openForTheQuick();
        Socket socket = connect();
        send(socket, "GET /large" + HOST + "\r\n");
        await().until(() -> pageThreads() > 2);
        await().until(() -> pageThreads() == 1);
        assertThatThrownBy(() -> assertThat(rest(socket)).hasSizeGreaterThan(LARGE))
                .isInstanceOfAny(SocketException.class, AssertionError.class);
    }

    @Test
    void givesTheAnswerTheTimeThatItTakesToBeMade() throws IOException {
        openForTheQuick();
        assertThat(ask("GET /long" + HOST + "\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void itsPortIsFreeWheneverItIsClosed() throws IOException {
        InetSocketAddress address = entrance.address();
        for (int i = 0; i < 50; i++) {
            entrance.close();
            entrance = Entrance.open(address, echo(), LONG);
        }
        assertThat(ask("GET /" + HOST + "\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void keepsOnlyTheThreadThatWaitsWhenNobodyIsThere() throws IOException {
        assertThat(ask("GET /" + HOST + "\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(pageThreads()).isGreaterThan(1);
        await().until(() -> pageThreads() == 1);
    }

    @Test
    void closesWhileOneHangsAndItsPortIsFreeAtOnce() throws IOException {
        Socket hanging = connect();
        send(hanging, "GET / HTTP/1.1\r\n");
        InetSocketAddress address = entrance.address();
        assertThatThrownBy(() -> Entrance.open(address, echo(), LONG)).isInstanceOf(BindException.class);
        long start = System.nanoTime();
        entrance.close();
        entrance = Entrance.open(address, echo(), LONG);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(isOver(hanging)).isTrue();
        assertThat(ask("GET /" + HOST + "\r\n")).startsWith("HTTP/1.1 200 ");
    }
}
