package dev.allclear.it.fleet;

import dev.allclear.it.http.Request;
import dev.allclear.it.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer of pveproxy before its headers.
 *
 * @param body null for none at all
 * @param node whose answer it is; null for the node that was asked
 */
record PveReply(
        int status,
        String reason,
        String type,
        @Nullable String body,
        From from,
        @Nullable PveNode node) {

    /** Who made it. */
    enum From {
        /** pveproxy of the node that was asked. */
        ASKED,
        /** Its pvedaemon, which shows in the headers. */
        DAEMON,
        /** Another node, which shows in the same way. */
        OTHER_NODE,
        /** Nobody in time. */
        PROXY_TIMEOUT
    }

    /** pveproxy compresses above this size. */
    private static final int PLAIN_BYTES = 1024;

    private static final String JSON = "application/json;charset=UTF-8";

    static PveReply data(Object data) {
        return data(data, 0);
    }

    /** @param total left out when 0 */
    static PveReply data(Object data, long total) {
        String body = new Fields()
                .with("data", data)
                .withIf(total != 0, "total", total)
                .json();
        return new PveReply(200, "OK", JSON, body, From.ASKED, null);
    }

    static PveReply text(String text) {
        return new PveReply(200, "OK", "text/plain", text, From.ASKED, null);
    }

    /** Without a body. */
    static PveReply bare(int status, String reason) {
        return new PveReply(status, reason, "", null, From.ASKED, null);
    }

    static PveReply error(int status, String reason) {
        return error(status, reason, reason + "\n");
    }

    static PveReply error(int status, String reason, String message) {
        String body = new Fields().with("data", null).with("message", message).json();
        return new PveReply(status, reason, JSON, body, From.ASKED, null);
    }

    static PveReply badParameter(String name, String problem) {
        String body = new Fields()
                .with("data", null)
                .with("errors", new Fields().with(name, problem))
                .with("message", "Parameter verification failed.\n")
                .json();
        return new PveReply(400, "Parameter verification failed.", JSON, body, From.ASKED, null);
    }

    PveReply by(From maker, @Nullable PveNode whose) {
        return new PveReply(status, reason, type, body, maker, whose);
    }

    Optional<PveNode> about() {
        return Optional.ofNullable(node);
    }

    /** With the headers that PVE 9.2 sends, in its order. */
    Response response(PveNode asked, Request request) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(asked.now().atOffset(ZoneOffset.UTC));
        Response response = Response.of(status, reason).with("Cache-Control", "max-age=0");
        boolean stays = request.keepsAlive() && status == 200;
        if (stays && (from == From.DAEMON || from == From.OTHER_NODE)) {
            // The inner answer's own header is passed on, before the one that counts.
            response = response.with("Connection", "close");
        }
        response = response.with("Connection", stays ? "Keep-Alive" : "close")
                .with("Date", date)
                .with("Pragma", "no-cache")
                .with("Server", "pve-api-daemon/3.0");
        if (body != null) {
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            if (content.length > PLAIN_BYTES
                    && request.header("accept-encoding").contains("gzip")) {
                content = zipped(content);
                response = response.with("Content-Encoding", "gzip");
            }
            response = response.body(content).with("Content-Type", type);
        }
        return response.with("Expires", date);
    }

    private static byte[] zipped(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
