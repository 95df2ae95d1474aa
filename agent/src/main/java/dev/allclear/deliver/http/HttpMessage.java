package dev.allclear.deliver.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request. Immutable and thread-safe; {@link #toString()} shows method, host and port alone. A login in the URL is sent as
 * an Authorization header.
 *
 * @param headers in this order; those that HTTP itself needs (Content-Length, Connection, …) are added by the sender and not
 *     taken from here
 * @param body sent as UTF-8; null for none
 */
public record HttpMessage(
        String method,
        HttpUrl url,
        List<Header> headers,
        @Nullable String body) {
    public HttpMessage {
        headers = List.copyOf(headers);
    }

    /** A header. */
    public record Header(String name, String value) {
        /** Values may be secrets. */
        @Override
        public String toString() {
            return name;
        }
    }

    /** Without headers and body. */
    public static HttpMessage of(String method, HttpUrl url) {
        return new HttpMessage(method, url, List.of(), null);
    }

    /** The same with one more header. */
    public HttpMessage with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new HttpMessage(method, url, more, body);
    }

    /** The same with this body, whose type becomes the header {@code Content-Type}. */
    public HttpMessage withBody(String type, String text) {
        return new HttpMessage(method, url, headers, text).with("Content-Type", type);
    }

    @Override
    public String toString() {
        return method + " " + url;
    }
}
