package dev.allclear.it.fleet;

import dev.allclear.it.http.Exchange;
import dev.allclear.it.http.Response;
import java.time.Duration;
import java.util.Arrays;

/** Something that goes wrong with an answer. Immutable. */
public sealed interface ApiFault {

    /** Another answer. */
    record Answer(int status, String reason, String type, String body) implements ApiFault {}

    /** The right answer, that much later. */
    record Delay(Duration duration) implements ApiFault {}

    /** The right answer without its last quarter, then the end of the connection. */
    record Truncated() implements ApiFault {}

    /** The right answer, byte by byte. */
    record Drip(Duration betweenBytes) implements ApiFault {}

    /** No answer, and an open connection. */
    record Silence() implements ApiFault {}

    /** No answer, and the end of the connection. */
    record Close() implements ApiFault {}

    /** What a reverse proxy says when the API behind it is down. */
    static ApiFault badGateway() {
        return new Answer(
                502,
                "Bad Gateway",
                "text/html",
                "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>\r\n");
    }

    /** 200, and no JSON. */
    static ApiFault garbage() {
        return new Answer(200, "OK", "application/json;charset=UTF-8", "{\"data\":[{\"upid\":\u0000\u0001]]");
    }

    /** 200, and nothing. */
    static ApiFault emptyAnswer() {
        return new Answer(200, "OK", "application/json;charset=UTF-8", "");
    }

    /** Lets it happen instead of, or to, the right answer. */
    default void happen(Exchange exchange, Response right, boolean last) {
        if (this instanceof Answer other) {
            exchange.answer(
                    Response.of(other.status, other.reason)
                            .with("Content-Type", other.type)
                            .body(other.body),
                    false);
        } else if (this instanceof Delay delay) {
            exchange.after(delay.duration, () -> exchange.answer(right, last));
        } else if (this instanceof Truncated) {
            byte[] all = exchange.bytes(right);
            exchange.send(Arrays.copyOf(all, all.length - all.length / 4), exchange::drop);
        } else if (this instanceof Drip drip) {
            exchange.drip(right, drip.betweenBytes);
        } else if (this instanceof Silence) {
            exchange.hang();
        } else {
            exchange.drop();
        }
    }
}
