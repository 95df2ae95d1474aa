package dev.allclear.deliver.kuma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Refused;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.http.HttpReply;
import dev.allclear.deliver.kuma.PushUrl.Valid;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
    static final String TOKEN = "AbCdEfGhIj0123456789AbCdEfGhIj01";
    private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
    private static final String JSON = "application/json; charset=utf-8";
    private static final String FRONT_PAGE =
            "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Uptime Kuma</title></head><body></body></html>";

    private final ReplyReader reader = new ReplyReader(
            ((Valid) PushUrl.parse("http://10.0.0.5:3001/api/push/" + TOKEN + "?status=up&msg=OK&ping=")).url());

    private Answer read(int status, String type, String body) {
        return read(status, type, body, null, null);
    }

    private Answer read(int status, String type, String body, @Nullable String location, @Nullable String retryAfter) {
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", type));
        if (location != null) {
            headers.put("Location", location);
        }
        if (retryAfter != null) {
            headers.put("Retry-After", retryAfter);
        }
        return reader.read(HttpReply.of(status, headers, body, true, NOW));
    }

    private static Retry retry(Answer answer) {
        assertThat(answer).isInstanceOf(Retry.class);
        Retry retry = (Retry) answer;
        assertThat(retry.reason())
                .startsWith("http://10.0.0.5:3001/api/push/*** ")
                .doesNotContain(TOKEN);
        return retry;
    }

    private static void assertSlow(Answer answer, String... words) {
        assertThat(retry(answer).reason()).contains(words);
        assertThat(retry(answer).slow()).isTrue();
    }

    private static void assertQuick(Answer answer, String... words) {
        assertThat(retry(answer).reason()).contains(words);
        assertThat(retry(answer).slow()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ok\":true}",
                " \r\n{ \"ok\" : true }\n",
                "\uFEFF{\"ok\":true}",
                "{\"msg\":\"fine\",\"ok\":true,\"more\":{\"ok\":false}}"
            })
    void isDeliveredWithOkTrue(String body) {
        assertThat(read(200, JSON, body)).isEqualTo(new Delivered());
    }

    @Test
    void believesTheBodyAndNotItsName() {
        assertThat(read(200, "text/plain", "{\"ok\":true}")).isEqualTo(new Delivered());
        assertThat(read(200, "", "{\"ok\":true}")).isEqualTo(new Delivered());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ok\":true,\"ok\":true}",
                "{\"ok\":false,\"ok\":true}",
                "{\"nested\":{\"ok\":true}}",
                "[{\"ok\":true}]",
                "{\"ok\":\"true\"}",
                "{\"ok\":1}",
                "{\"ok\":null}",
                "{\"Ok\":true}",
                "{}",
                "true",
                "{\"ok\":true",
                "{\"ok\":true}}",
                "{\"ok\":true} {\"ok\":true}",
                "{'ok':true}",
                "{ok:true}",
                "",
                "OK"
            })
    void isNotDeliveredWithAnythingThatOnlyLooksLikeIt(String body) {
        assertSlow(read(200, JSON, body), "answered 200");
    }

    private static IntStream everyStatusButOk() {
        return IntStream.rangeClosed(201, 599);
    }

    @ParameterizedTest
    @MethodSource("everyStatusButOk")
    void everyOtherStatusHasAnAnswerAndIsNotDelivered(int status) {
        Answer answer = read(status, JSON, "{\"ok\":true}");
        if (Set.of(400, 413, 414, 431, 494).contains(status)) {
            assertThat(answer).isInstanceOf(Refused.class);
        } else {
            boolean passes = Set.of(408, 425, 429).contains(status)
                    || (status >= 500 && !Set.of(501, 505, 506, 510, 511).contains(status));
            assertThat(retry(answer).slow()).isEqualTo(!passes);
            assertThat(retry(answer).reason()).contains("answered " + status);
        }
    }

    @Test
    void namesAnUnknownTokenOrAPausedMonitor() {
        assertSlow(
                read(404, JSON, "{\"ok\":false,\"msg\":\"Monitor not found or not active.\"}"),
                "no active monitor has this token",
                "paused",
                "copy its Push URL again");
    }

    @Test
    void triesAgainSoonWhenKumaHasAProblemOfItsOwn() {
        assertQuick(
                read(404, JSON, "{\"ok\":false,\"msg\":\"SQLITE_BUSY: database is locked\"}"), "SQLITE_BUSY", "404");
        assertQuick(
                read(
                        404,
                        JSON,
                        "{\"ok\":false,\"msg\":\"Invalid ping value. Must be between 0 and 100000000000 ms.\"}"),
                "Invalid ping value");
        assertQuick(read(200, JSON, "{\"ok\":false,\"msg\":\"no\"}"), "ok:false (\"no\")");
        assertQuick(read(404, JSON, "{\"ok\":false}"), "ok:false:");
    }

    @Test
    void recognisesTheFrontPage() {
        assertSlow(read(200, "text/html; charset=utf-8", FRONT_PAGE), "web page", "slash after the token", "sub-path");
        assertSlow(read(200, "", FRONT_PAGE), "web page");
        assertSlow(read(200, "text/html", "Please log in"), "login");
    }

    @Test
    void recognisesAMigrationOrAWrongPath() {
        String html = "<html><body><pre>Cannot GET /api/push/" + TOKEN + "</pre></body></html>";
        assertQuick(read(404, "text/html", html), "migrating its database", "sub-path");
        assertQuick(read(404, "text/html", html.replace("GET", "POST")), "migrating its database");
    }

    @Test
    void recognisesA404ThatIsNotKumas() {
        assertSlow(read(404, "text/html", "<h1>404 Not Found</h1><hr>nginx"), "no sign of Kuma");
    }

    @Test
    void namesTheNewAddressOfARedirectWithoutTheToken() {
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            assertSlow(
                    read(status, "text/html", "", "https://kuma.example/api/push/" + TOKEN + "?status=up", null),
                    "to https://kuma.example/api/push/<masked>;",
                    "Nothing was stored");
        }
        assertSlow(read(301, "", "", "/login/" + TOKEN + "?next=" + TOKEN, null), "to /login/<masked>;");
        assertSlow(read(302, "", "", "https://bob:pass@h/x", null), "to https://***@h/x;");
        assertSlow(read(302, "", "", null, null), "without a new address");
        assertSlow(read(304, "", ""), "redirect");
    }

    @Test
    void recognisesPlainHttpOnATlsPort() {
        assertSlow(
                read(400, "text/html", "<center>The plain HTTP request was sent to HTTPS port</center>"),
                "https:// instead of http://");
    }

    @ParameterizedTest
    @CsvSource({"413", "414", "431", "494"})
    void refusesWhatWillNeverGetSmaller(int status) {
        assertThat(read(status, "", "")).isInstanceOf(Refused.class);
        assertThat(((Refused) read(status, "", "")).reason()).contains("too large", "Shorten the message");
    }

    @ParameterizedTest
    @CsvSource({"401", "403", "407"})
    void namesAProxyThatWantsALogin(int status) {
        assertSlow(read(status, "text/html", "<h1>Unauthorized</h1>"), "proxy", "login", "Kuma's own address");
    }

    @ParameterizedTest
    @CsvSource({"429", "425", "502", "503", "504", "500", "408"})
    void waitsAsLongAsItIsAskedTo(int status) {
        assertThat(retry(read(status, "", "", null, "120")).notBefore()).isEqualTo(Duration.ofMinutes(2));
        assertThat(retry(read(status, "", "", null, "Sat, 21 Nov 2026 03:05:00 GMT"))
                        .notBefore())
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(retry(read(status, "", "")).notBefore()).isNull();
    }

    @Test
    void saysThatKumaIsGoneBehindItsProxy() {
        assertQuick(
                read(502, "text/html", "<h1>502 Bad Gateway</h1>"),
                "the proxy in front of Kuma is there",
                "tried again.");
        assertQuick(read(503, "", "", null, "120"), "not before 120 s from now as it asks");
    }

    @Test
    void quotesNoMoreThanALineOfWhatItIsToldAndNeverTheToken() {
        String body = ("bad\r\n\u001b[31mthing " + TOKEN + " /api/push/" + TOKEN + "?x ").repeat(100);
        assertThat(retry(read(500, "text/plain", body)).reason())
                .contains("(\"bad [31mthing <masked> /api/push/<masked>?x bad")
                .hasSizeLessThan(400)
                .doesNotContain("\n", "\r", "\u001b");
        assertThat(retry(read(404, JSON, "{\"ok\":false,\"msg\":\"no such token " + TOKEN + "\"}"))
                        .reason())
                .contains("no such token <masked>");
    }

    @Test
    void hidesTheTokenInEveryAnswer() {
        String everywhere = "<p>" + TOKEN.toLowerCase(java.util.Locale.ROOT) + "</p> " + TOKEN;
        for (int status = 200; status < 600; status++) {
            assertThat(read(status, TOKEN, everywhere, "http://h/" + TOKEN, TOKEN)
                            .toString())
                    .doesNotContainIgnoringCase(TOKEN);
        }
    }

    @Test
    void takesNoPartOfAHugeAnswerForProof() {
        HttpReply reply = HttpReply.of(200, Map.of("Content-Type", JSON), "{\"ok\":true}", false, NOW);
        assertSlow(reader.read(reply), "more than 65536 bytes");
    }
}
