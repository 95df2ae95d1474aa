package dev.allclear.it.kuma;

import dev.allclear.it.http.Request;
import dev.allclear.it.http.Response;

/** What Kuma answers. */
final class Answers {
    private Answers() {}

    static Response ok() {
        return json(200, "{\"ok\":true}");
    }

    static Response notOk(String msg) {
        return json(404, "{\"ok\":false,\"msg\":\"" + msg + "\"}");
    }

    static Response frontPage() {
        return html(200, """
                <!DOCTYPE html>
                <html lang="en">
                <head><title>Uptime Kuma</title></head>
                <body><div id="app"></div></body>
                </html>
                """);
    }

    /** What Express says when it has no route. */
    static Response cannot(Request request) {
        return html(404, """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>Error</title></head>
                <body><pre>Cannot %s %s</pre></body>
                </html>
                """.formatted(request.method(), request.path()));
    }

    static Response html(int status, String body) {
        return of(status, "text/html; charset=utf-8", body);
    }

    private static Response json(int status, String body) {
        return of(status, "application/json; charset=utf-8", body);
    }

    /** @param type empty for none */
    static Response of(int status, String type, String body) {
        Response response = Response.of(status, words(status)).with("X-Frame-Options", "SAMEORIGIN");
        return (type.isEmpty() ? response : response.with("Content-Type", type)).body(body);
    }

    /** With the headers that tell what becomes of the connection. */
    static Response ready(Response response, Request request) {
        return request.keepsAlive()
                ? response.with("Connection", "keep-alive").with("Keep-Alive", "timeout=5")
                : response.with("Connection", "close");
    }

    private static String words(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 301 -> "Moved Permanently";
            case 404 -> "Not Found";
            default -> "Status";
        };
    }
}
