package dev.allclear.it.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An HTTP response before it is written: any status, any reason phrase, headers in order and repeated. Immutable. */
public final class Response {
    private final int status;
    private final String reason;
    private final List<String> headers;
    private final byte[] body;

    private Response(int status, String reason, List<String> headers, byte[] body) {
        this.status = status;
        this.reason = reason;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    /** A response without headers and body. */
    public static Response of(int status, String reason) {
        return new Response(status, reason, List.of(), new byte[0]);
    }

    /** The same with one more header. */
    public Response with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name + ": " + value);
        return new Response(status, reason, more, body);
    }

    /** The same with this body and its length; the type is another header. */
    public Response body(byte[] content) {
        return new Response(status, reason, headers, content.clone())
                .with("Content-Length", Integer.toString(content.length));
    }

    /** The same with this text as its body, in UTF-8, and its length. */
    public Response body(String content) {
        return body(content.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with this text as its body, in one chunk, as a server sends that does not know the length beforehand. */
    public Response chunked(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 20);
        if (bytes.length > 0) {
            out.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(bytes);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return new Response(status, reason, headers, out.toByteArray()).with("transfer-encoding", "chunked");
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /**
     * The whole response as it is sent.
     *
     * @param withBody false for the answer to a HEAD
     */
    public byte[] bytes(boolean withBody) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + reason + "\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + body.length + 2);
        out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        if (withBody) {
            out.writeBytes(body);
        }
        return out.toByteArray();
    }
}
