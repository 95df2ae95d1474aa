package dev.allclear.deliver.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.Secret;
import dev.allclear.config.TargetConf;
import dev.allclear.deliver.http.HttpMessage;
import dev.allclear.deliver.http.HttpUrl;
import dev.allclear.deliver.http.Percent;
import dev.allclear.deliver.template.TemplateFault;
import dev.allclear.testing.VectorFile;
import dev.allclear.testing.VectorFile.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every measured webhook of Proxmox. */
class WebhookVectorsTest {

    /** Where ours differs on purpose. */
    private static final Map<String, String> DIFFERENCES = Map.of(
            "content-length", "a configured Content-Length is left out, since two of them make the request invalid",
            "uri", "what may not stand in a URL is percent-encoded instead of refused or sent as it is");

    static List<Vector> vectors() throws IOException {
        return VectorFile.all("webhook-render.json");
    }

    @Test
    void knowsAllRecordedVectors() throws IOException {
        assertThat(vectors().stream().filter(v -> v.origin().equals("recorded")))
                .hasSize(28);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void rendersWhatProxmoxRenders(Vector vector) {
        Object expected = expected(vector);
        Object actual = actual(vector);
        if (expected.equals("error")
                && actual instanceof Map<?, ?> made
                && !Objects.equals(made.get("raw"), made.get("uri"))) {
            assertThat(DIFFERENCES).containsKey("uri");
            return;
        }
        if (actual instanceof Map<?, ?> made) {
            made.remove("raw");
        }
        assertThat(actual).isEqualTo(expected);
    }

    @SuppressWarnings("unchecked") // As the vectors are defined.
    private static Object expected(Vector vector) {
        Object expect = Objects.requireNonNull(vector.data().get("expect"));
        if (!(expect instanceof Map)) {
            return expect;
        }
        Map<String, Object> map = new TreeMap<>((Map<String, Object>) expect);
        String uri = (String) Objects.requireNonNull(map.get("uri"));
        int path = uri.indexOf('/', uri.indexOf("://") + 3);
        map.put("uri", uri.substring(0, path) + Percent.repair(uri.substring(path)));
        List<List<String>> headers = new ArrayList<>((List<List<String>>) map.get("headers"));
        String length = String.valueOf(
                ((String) Objects.requireNonNull(map.get("body"))).getBytes(StandardCharsets.UTF_8).length);
        headers.removeIf(header ->
                header.get(0).equals("content-length") && !header.get(1).equals(length));
        map.put("headers", headers);
        return map;
    }

    @SuppressWarnings("unchecked") // As the vectors are defined.
    private static Object actual(Vector vector) {
        List<TargetConf.Header> headers = new ArrayList<>();
        for (List<String> header :
                (List<List<String>>) Objects.requireNonNull(vector.data().get("headers"))) {
            headers.add(new TargetConf.Header(header.get(0), new Secret(header.get(1))));
        }
        Map<String, String> secrets =
                (Map<String, String>) Objects.requireNonNull(vector.data().get("secrets"));
        TargetConf.Webhook conf = new TargetConf.Webhook(
                new TargetConf.Common("w", false, Duration.ZERO, Duration.ZERO, null),
                vector.text("method"),
                new Secret(vector.text("url")),
                headers,
                new Secret(vector.text("body_template")),
                new TreeMap<>());
        Map<String, Object> data = new TreeMap<>(
                (Map<String, Object>) Objects.requireNonNull(vector.data().get("notification")));
        data.put("fields", new TreeMap<>((Map<String, Object>) data.get("fields")));
        data.put("secrets", new TreeMap<>(secrets));
        try {
            return described(new WebhookRequest(conf, ZoneOffset.UTC).of(data));
        } catch (TemplateFault | WebhookRequest.Unusable e) {
            return "error";
        }
    }

    private static Map<String, Object> described(HttpMessage message) {
        String body = message.body() == null ? "" : message.body();
        List<List<String>> headers = new ArrayList<>();
        message.headers().forEach(h -> headers.add(List.of(h.name().toLowerCase(Locale.ROOT), h.value())));
        headers.add(List.of("content-length", String.valueOf(body.getBytes(StandardCharsets.UTF_8).length)));
        headers.sort(Comparator.comparing((List<String> h) -> h.get(0)).thenComparing(h -> h.get(1)));
        HttpUrl url = message.url();
        String uri = url + url.target().toString();
        Map<String, Object> made = new TreeMap<>();
        made.put("method", message.method());
        made.put("uri", uri);
        made.put("raw", url + Percent.decode(url.target().toString()));
        made.put("headers", headers);
        made.put("body", body);
        return made;
    }
}
