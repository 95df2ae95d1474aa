package dev.allclear.deliver;

import static dev.allclear.deliver.RawServer.http;
import static dev.allclear.deliver.RawServer.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.Secret;
import dev.allclear.config.TargetConf;
import dev.allclear.config.TargetConf.Header;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Refused;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.alertmanager.AlertmanagerChannel;
import dev.allclear.deliver.gotify.GotifyChannel;
import dev.allclear.deliver.template.Templates;
import dev.allclear.deliver.webhook.WebhookChannel;
import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The requests as they arrive. */
class HttpNoticeWireTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final TargetConf.Common COMMON =
            new TargetConf.Common("mine", false, Duration.ZERO, Duration.ZERO, null);
    private static final Templates TEMPLATES = new Templates(null, e -> "text", e -> "", ZoneOffset.UTC);
    private static final Event EVENT = new Event(
            "e-1",
            Severity.ERROR,
            Instant.ofEpochSecond(1795248000),
            new TreeMap<>(Map.of("type", "vzdump")),
            "Sicherung für pve1 ✗",
            List.of());

    private RawServer server;
    private String base;

    @BeforeEach
    void listen() throws IOException {
        server = new RawServer((request, socket) -> write(socket, http(200, "", "{\"id\":1}")));
        base = "http://127.0.0.1:" + server.port();
    }

    @AfterEach
    void listenNoMore() throws IOException {
        server.close();
    }

    private String request() {
        assertThat(server.requests()).hasSize(1);
        return server.requests().get(0);
    }

    private String gotify(String path) {
        TargetConf.Gotify conf = new TargetConf.Gotify(COMMON, base + path, new Secret("tok"));
        try (GotifyChannel channel = new GotifyChannel(conf, TEMPLATES, TIMEOUT)) {
            assertThat(channel.send(new Notice("n", EVENT))).isInstanceOf(Delivered.class);
        }
        return request();
    }

    private Answer webhook(String method, String path, String body, Header... headers) {
        TargetConf.Webhook conf = new TargetConf.Webhook(
                COMMON,
                method,
                new Secret(base + path),
                List.of(headers),
                new Secret(body),
                new TreeMap<>(Map.of("tok", new Secret("s3cr3t-value"))));
        try (WebhookChannel channel = new WebhookChannel(conf, TEMPLATES, TIMEOUT)) {
            return channel.send(new Notice("n-77", EVENT));
        }
    }

    private static Header header(String name, String template) {
        return new Header(name, new Secret(template));
    }

    @Test
    void postsToGotifyBelowAPathWithoutASlash() {
        assertThat(gotify("/push")).startsWith("POST /push/message HTTP/1.1\r\n");
    }

    @Test
    void postsToGotifyBelowAPathWithASlash() {
        assertThat(gotify("/push/")).startsWith("POST /push/message HTTP/1.1\r\n");
    }

    @Test
    void showsGotifyTheTokenInBothWays() {
        assertThat(gotify(""))
                .contains(
                        "X-Gotify-Key: tok\r\n", "Authorization: Bearer tok\r\n", "Content-Type: application/json\r\n");
    }

    @Test
    void marksEveryWebhookWithTheIdentityOfItsMessage() {
        webhook("post", "/x", "{{title}}");
        assertThat(request())
                .startsWith("POST /x HTTP/1.1\r\n")
                .contains("Idempotency-Key: n-77\r\n")
                .endsWith("\r\n\r\nSicherung für pve1 ✗");
    }

    @Test
    void leavesAConfiguredIdentityAlone() {
        webhook("put", "/x", "", header("idempotency-key", "mine"));
        assertThat(request())
                .startsWith("PUT ")
                .contains("idempotency-key: mine\r\n")
                .doesNotContain("n-77");
    }

    @Test
    void putsTheMessageIntoTheUrlOfAGet() {
        webhook("get", "/x?t={{url-encode title}}&s={{severity}}", "");
        assertThat(request()).startsWith("GET /x?t=Sicherung%20f%C3%BCr%20pve1%20%E2%9C%97&s=error HTTP/1.1\r\n");
    }

    @Test
    void encodesHeadersBeyondAscii() {
        webhook("post", "/x", "", header("X-Title", "{{title}}"));
        assertThat(request()).contains("X-Title: =?UTF-8?B?U2ljaGVydW5nIGbDvHIgcHZlMSDinJc=?=\r\n");
    }

    @Test
    void sendsNoLengthOfSomebodyElse() {
        webhook("post", "/x", "abc", header("Content-Length", "7"));
        assertThat(request()).contains("Content-Length: 3\r\n").doesNotContain("Content-Length: 7");
    }

    @Test
    void refusesAMessageThatItsTemplateCannotTake() {
        assertThat(webhook("post", "/x", "{\n{{escape timestamp}}"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains("template body, line 2, column 3", "escape needs a text"));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void refusesABlankInTheUrl() {
        assertThat(webhook("post", "/{{title}}", ""))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).contains("url-encode"));
    }

    @Test
    void neverLetsAMessageChooseTheHost() {
        TargetConf.Webhook conf = new TargetConf.Webhook(
                COMMON, "post", new Secret("http://{{title}}/x"), List.of(), Secret.NONE, new TreeMap<>());
        try (WebhookChannel channel = new WebhookChannel(conf, TEMPLATES, TIMEOUT)) {
            assertThat(channel.send(new Notice("n", EVENT))).isInstanceOf(Refused.class);
        }
    }

    @Test
    void masksNoHalfOfASecret() throws IOException {
        for (int length = 80; length < 125; length++) {
            String filling = "x".repeat(length);
            try (RawServer echo = new RawServer((request, socket) ->
                    write(socket, http(500, "", filling + " " + request.split(" ", 3)[1])))) {
                base = "http://127.0.0.1:" + echo.port();
                assertThat(webhook("post", "/PathTok3nOfMine", ""))
                        .isInstanceOfSatisfying(
                                Retry.class, retry -> assertThat(retry.reason()).doesNotContain("/Path"));
            }
        }
    }

    private static RawServer answering(int status) throws IOException {
        return new RawServer((request, socket) -> write(socket, http(status, "", "")));
    }

    @Test
    void asksOnlyThoseMembersAgainThatDidNotTakeIt() throws IOException {
        try (RawServer good = answering(200);
                RawServer bad = answering(503)) {
            List<URI> urls = List.of(
                    URI.create("http://127.0.0.1:" + good.port() + "/am/"),
                    URI.create("http://127.0.0.1:" + bad.port()));
            TargetConf.Alertmanager conf = new TargetConf.Alertmanager(COMMON, urls, Map.of());
            try (AlertmanagerChannel channel = new AlertmanagerChannel(conf, TEMPLATES, TIMEOUT)) {
                Retry first = (Retry) channel.send(new Notice("n", EVENT));
                assertThat(first.reached()).containsExactly("http://127.0.0.1:" + good.port() + "/am/");
                channel.send(new Notice("n", EVENT, List.of(EVENT), Set.copyOf(first.reached())));
                assertThat(good.requests()).singleElement().asString().startsWith("POST /am/api/v2/alerts ");
                assertThat(bad.requests()).hasSize(2);
            }
        }
    }
}
