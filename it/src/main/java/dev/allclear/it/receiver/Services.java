package dev.allclear.it.receiver;

import dev.allclear.it.http.Request;
import dev.allclear.it.http.Response;
import dev.allclear.it.world.JsonText;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How services answer to notifications, with their own words, as far as a sender reads them. */
public final class Services {
    private static final Pattern PING = Pattern.compile("/ping/([^/]+)(?:/(start|fail|log))?");

    private Services() {}

    /** Gotify 2.6 with one application. */
    public static Function<Request, Response> gotify(String token) {
        AtomicInteger messages = new AtomicInteger();
        return request -> {
            if (!request.path().equals("/message") || !request.method().equals("POST")) {
                return json(404, "{\"error\":\"Not Found\",\"errorCode\":404,\"errorDescription\":\"page not found\"}");
            }
            if (!token.equals(request.header("x-gotify-key")) && !bears(request, token)) {
                return json(
                        401,
                        "{\"error\":\"Unauthorized\",\"errorCode\":401,\"errorDescription\":"
                                + "\"you need to provide a valid access token or user credentials to access this api\"}");
            }
            Map<String, Object> message = JsonText.object(request.body());
            return message.containsKey("message")
                    ? json(
                            200,
                            "{\"id\":" + messages.incrementAndGet() + ",\"appid\":1,\"date\":\"2026-11-21T03:00:00Z\"}")
                    : json(
                            400,
                            "{\"error\":\"Bad Request\",\"errorCode\":400,"
                                    + "\"errorDescription\":\"Field 'message' is required\"}");
        };
    }

    /** Anything that says 204 to everything. */
    public static Function<Request, Response> webhook() {
        return request -> Response.of(204, "No Content");
    }

    /** ntfy 2 with one topic, which only the token may write to. */
    public static Function<Request, Response> ntfy(String topic, String token) {
        AtomicInteger messages = new AtomicInteger();
        return request -> {
            if (!bears(request, token)) {
                return json(
                        401,
                        "{\"code\":40101,\"http\":401,\"error\":\"unauthorized\","
                                + "\"link\":\"https://ntfy.sh/docs/publish/#authentication\"}");
            }
            return topic.equals(JsonText.object(request.body()).get("topic"))
                    ? json(
                            200,
                            "{\"id\":\"sPs71M8A2T" + messages.incrementAndGet()
                                    + "\",\"time\":1795000000,\"event\":\"message\",\"topic\":\"" + topic + "\"}")
                    : json(403, "{\"code\":40301,\"http\":403,\"error\":\"forbidden\"}");
        };
    }

    /** Alertmanager's API v2, which says nothing when all is well. */
    public static Function<Request, Response> alertmanager() {
        return request -> request.path().equals("/api/v2/alerts")
                        && !JsonText.array(request.body()).isEmpty()
                ? Response.of(200, "OK").body("")
                : json(400, "\"bad_data: unable to decode\"");
    }

    /** Healthchecks with these checks, by UUID. */
    public static Function<Request, Response> healthchecks(Set<String> checks) {
        return request -> {
            Matcher ping = PING.matcher(request.path());
            boolean known = ping.matches() && checks.contains(ping.group(1));
            return (known
                            ? Response.of(200, "OK").body("OK")
                            : Response.of(404, "Not Found").body("not found"))
                    .with("Ping-Body-Limit", "10000")
                    .with("Content-Type", "text/plain; charset=utf-8");
        };
    }

    private static boolean bears(Request request, String token) {
        return request.header("authorization").equals("Bearer " + token);
    }

    private static Response json(int status, String body) {
        return Response.of(status, status == 200 ? "OK" : "Refused")
                .with("Content-Type", "application/json")
                .body(body);
    }
}
