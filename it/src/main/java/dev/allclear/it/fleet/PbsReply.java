package dev.allclear.it.fleet;

import dev.allclear.it.http.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * An answer of proxmox-backup-proxy before its headers. Errors are plain text whatever their type says.
 *
 * @param streamed whether the length is not told beforehand, as with task lists
 */
record PbsReply(int status, String type, String body, boolean streamed) {
    private static final String JSON = "application/json;charset=UTF-8";

    static PbsReply data(Object data) {
        return new PbsReply(200, JSON, new Fields().with("data", data).json(), false);
    }

    /** A list of the configuration comes with its digest. */
    static PbsReply withDigest(Object data) {
        String digest = "4580bdd35df4e6db9cd581c3520da20f0645719c6b295646afc9b495ee6179d9";
        return new PbsReply(
                200,
                JSON,
                new Fields().with("data", data).with("digest", digest).json(),
                false);
    }

    static PbsReply tasks(long total, Object rows) {
        return new PbsReply(
                200, JSON, new Fields().with("total", total).with("data", rows).json(), true);
    }

    static PbsReply log(Fields body) {
        return new PbsReply(200, "application/json", body.json(), false);
    }

    static PbsReply text(String text) {
        return new PbsReply(200, "text/plain", text, true);
    }

    static PbsReply error(int status, String text) {
        return new PbsReply(status, JSON, text, false);
    }

    static PbsReply unauthorized() {
        return new PbsReply(401, "", "authentication failed", false);
    }

    Response response(Instant now) {
        Response response = Response.of(status, reason());
        if (!type.isEmpty()) {
            response = response.with("content-type", type);
        } else {
            response = response.with(
                    "set-cookie",
                    "__Host-PBSAuthCookie=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; SameSite=Lax; HttpOnly; Path=/;");
        }
        response = streamed ? response.chunked(body) : response.body(body);
        return response.with("date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
    }

    private String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            default -> "Not Found";
        };
    }
}
