package dev.allclear.daemon;

import dev.allclear.config.SourceConf;
import dev.allclear.task.Upid.Product;
import dev.allclear.watch.http.ApiClient;
import dev.allclear.watch.http.JsonBody;
import dev.allclear.watch.http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What time it is where a source's API answers. Source: the {@code Date} of the answers, and {@code GET /nodes/NODE/time} of PVE
 * and PBS, for which the token needs Sys.Audit.
 *
 * @param ahead how far its clock is ahead of this host's, to the second
 * @param node whose zone it is
 * @param zone its time zone, {@code Europe/Berlin}; null when it is not told
 */
public record ApiTime(
        Duration ahead, @Nullable String node, @Nullable String zone) {

    /** Asks; empty when no answer comes, or none that tells the time. */
    public static Optional<ApiTime> of(SourceConf source) {
        try (ApiClient client = ApiWatch.client(source)) {
            String node = node(client, source.product());
            String zone = node == null ? null : zone(client, node);
            return client.clockAhead().map(ahead -> new ApiTime(ahead, node, zone));
        }
    }

    private static @Nullable String node(ApiClient client, Product product) {
        Reply<List<String>> nodes = product == Product.PBS
                ? new Reply.Got<>(List.of("localhost"))
                : client.get(
                        "/nodes",
                        JsonBody.rows(
                                Set.of("node", "status"),
                                row -> "online".equals(row.optional("status")) ? row.text("node") : ""));
        return nodes instanceof Reply.Got<List<String>> got
                ? got.value().stream()
                        .filter(name -> !name.isEmpty())
                        .sorted()
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static @Nullable String zone(ApiClient client, String node) {
        Reply<String> reply = client.get(
                "/nodes/" + ApiClient.encode(node) + "/time",
                JsonBody.data(body -> Objects.requireNonNullElse(
                        body.row("the time", Set.of("timezone")).optional("timezone"), "")));
        return reply instanceof Reply.Got<String> got && !got.value().isEmpty() ? got.value() : null;
    }
}
