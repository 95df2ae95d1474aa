package dev.allclear.it.kuma;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An HTTP response before it is written. */
record Response(int status, String type, String body, Map<String, String> headers) {
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
        return new Response(status, "text/html; charset=utf-8", body, Map.of());
    }

    private static Response json(int status, String body) {
        return new Response(status, "application/json; charset=utf-8", body, Map.of());
    }

    /** @param withBody false for the answer to a HEAD */
    byte[] bytes(boolean withBody, boolean keepAlive) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + words() + "\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("X-Frame-Options: SAMEORIGIN\r\n");
        if (!type.isEmpty()) {
            head.append("Content-Type: " + type + "\r\n");
        }
        head.append("Content-Length: " + content.length + "\r\n");
        head.append(
                keepAlive ? "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n" : "Connection: close\r\n\r\n");
        return (head + (withBody ? body : "")).getBytes(StandardCharsets.UTF_8);
    }

    private String words() {
        return switch (status) {
            case 200 -> "OK";
            case 301 -> "Moved Permanently";
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 431 -> "Request Header Fields Too Large";
            default -> "Status";
        };
    }
}
