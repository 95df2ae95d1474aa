package dev.allclear.status;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one question after another: asks the guard, answers, and lets no fault out. Thread-safe. */
final class Door implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger("dev.allclear");

    /** What every answer says: nothing from elsewhere, no script, nothing to keep, not within another page. */
    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
                            + " frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cache-Control", "no-store");

    private final Guard guard;
    private final Function<String, Reply> answers;
    private volatile String lastFault = "";

    /** @param answers to a raw path */
    Door(Guard guard, Function<String, Reply> answers) {
        this.guard = guard;
        this.answers = answers;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, reply(exchange));
        }
    }

    private Reply reply(HttpExchange exchange) {
        Optional<Reply> refusal = guard.refuse(exchange.getRequestMethod(), exchange.getRequestHeaders());
        return refusal.orElseGet(() -> answer(exchange.getRequestURI().getRawPath()));
    }

    private Reply answer(String path) {
        try {
            Reply reply = answers.apply(path);
            lastFault = "";
            return reply;
        } catch (RuntimeException e) {
            say(e);
            return Reply.text(500, "A fault in allclear: the journal (`journalctl -u allclear`) has more.\n");
        }
    }

    /** Once for each fault: pages are asked for again and again. */
    private void say(RuntimeException e) {
        String fault = e.toString();
        if (!fault.equals(lastFault)) {
            lastFault = fault;
            LOG.error("the status page stumbled over a fault in allclear; please report it", e);
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        ALWAYS.forEach(headers::set);
        headers.set("Content-Type", reply.type());
        reply.headers().forEach(headers::set);
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            headers.set("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(reply.status(), head || body.length == 0 ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }
}
