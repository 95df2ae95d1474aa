package dev.allclear.deliver.http;

import static dev.allclear.testing.WireServer.http;
import static dev.allclear.testing.WireServer.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.deliver.http.HttpUrl.Valid;
import dev.allclear.deliver.http.Sent.Failed;
import dev.allclear.deliver.http.Sent.Got;
import dev.allclear.testing.WireServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the contract of the channels does not show: bodies, headers and follow-ups. */
class HttpSenderTest {
    private static final Peer PEER = Peer.of("http://target/…", "the target", Secrets.of("s3cret"));
    private static final String OK = http("200 OK", "text/plain", "OK", "X-More: yes");

    private static HttpUrl url(WireServer server, String path) {
        return ((Valid) HttpUrl.parse(server.url() + path, "url")).url();
    }

    private static HttpSender sender(Duration timeout) {
        return new HttpSender(PEER, timeout);
    }

    @Test
    void sendsABodyWithItsLength() throws IOException {
        try (WireServer server = WireServer.saying(OK);
                HttpSender sender = sender(Duration.ofSeconds(20))) {
            sender.send(HttpMessage.of("PUT", url(server, "/a?b=c")).withBody("text/plain; charset=utf-8", "grün"));
            assertThat(server.heads().get(0))
                    .startsWith("PUT /a?b=c HTTP/1.1\r\n")
                    .contains("\r\nContent-Type: text/plain; charset=utf-8\r\n", "\r\nContent-Length: 5\r\n");
            assertThat(server.bodies()).containsExactly("grün");
        }
    }

    @Test
    void takesNoHeaderThatBelongsToHttp() throws IOException {
        try (WireServer server = WireServer.saying(OK);
                HttpSender sender = sender(Duration.ofSeconds(20))) {
            Sent sent = sender.send(HttpMessage.of("POST", url(server, "/"))
                    .with("content-length", "9")
                    .with("Transfer-Encoding", "chunked")
                    .with("Expect", "100-continue")
                    .withBody("text/plain", "x"));
            assertThat(sent).isInstanceOf(Got.class);
            assertThat(server.heads().get(0)).contains("Content-Length: 1\r\n").doesNotContain("Expect", "chunked");
        }
    }

    @Test
    void cannotBeMadeToSendASecondHeaderOrRequest() throws IOException {
        try (WireServer server = WireServer.saying(OK);
                HttpSender sender = sender(Duration.ofSeconds(20))) {
            sender.send(HttpMessage.of("GET", url(server, "/")).with("X-Title", "a\r\nX-Evil: b\r\n\r\nGET /evil"));
            assertThat(server.heads()).hasSize(1);
            assertThat(server.heads().get(0)).doesNotContain("\r\nX-Evil");
        }
    }

    @Test
    void handsOnStatusHeadersAndBody() throws IOException {
        try (WireServer server = WireServer.saying(OK);
                HttpSender sender = sender(Duration.ofSeconds(20))) {
            HttpReply reply = ((Got) sender.send(HttpMessage.of("GET", url(server, "/")))).reply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("x-more")).contains("yes");
            assertThat(reply.body()).isEqualTo("OK");
        }
    }

    @Test
    void boundsAMessageAndItsFollowUpsTogether() throws IOException {
        try (WireServer server = new WireServer((head, socket) -> write(socket, OK));
                HttpSender sender = sender(Duration.ofMillis(600))) {
            Sent sent = sender.send(HttpMessage.of("GET", url(server, "/")), (message, reply) -> message);
            assertThat(((Failed) sent).answer().reason()).contains("did not answer within 600 ms");
        }
    }

    @Test
    void showsNothingOfAMessage() throws IOException {
        try (WireServer server = WireServer.saying(OK)) {
            HttpMessage message = HttpMessage.of("GET", url(server, "/s3cret?t=s3cret"))
                    .with("Authorization", "s3cret")
                    .withBody("text/plain", "s3cret");
            assertThat(message + " " + message.headers() + " " + message.url()).doesNotContain("s3cret");
        }
    }
}
