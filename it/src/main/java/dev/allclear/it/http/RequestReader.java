package dev.allclear.it.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Cuts requests out of the bytes of a connection; a body has a length, as all our clients send it. */
final class RequestReader {

    /** What the bytes so far are. */
    enum Found {
        /** Not yet a whole request. */
        MORE,
        /** A request. */
        REQUEST,
        /** A head beyond the limit. */
        TOO_LARGE,
        /** Not HTTP. */
        NO_HTTP,
        /** HTTP/2 without having been asked. */
        OTHER_VERSION
    }

    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final int largestHead;
    private byte[] unread = new byte[0];
    private Request request = new Request("", "", "", Map.of(), 0, "");

    RequestReader(int largestHead) {
        this.largestHead = largestHead;
    }

    void add(ByteBuffer bytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(unread.length + bytes.remaining());
        all.writeBytes(unread);
        byte[] more = new byte[bytes.remaining()];
        bytes.get(more);
        all.writeBytes(more);
        unread = all.toByteArray();
    }

    /** The request, after {@link Found#REQUEST}. */
    Request request() {
        return request;
    }

    Found next() {
        int head = endOfHead();
        if (head < 0) {
            return unread.length > largestHead ? Found.TOO_LARGE : Found.MORE;
        }
        if (head > largestHead) {
            return Found.TOO_LARGE;
        }
        String[] lines = new String(unread, 0, head, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        String[] start = lines[0].split(" ", -1);
        if (start.length != 3 || !start[1].startsWith("/") || !start[2].startsWith("HTTP/1.")) {
            return start[start.length - 1].equals("HTTP/2.0") ? Found.OTHER_VERSION : Found.NO_HTTP;
        }
        Map<String, String> headers = headers(lines);
        int end = head + Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (unread.length < end) {
            return Found.MORE;
        }
        String body = new String(unread, head, end - head, StandardCharsets.UTF_8);
        unread = Arrays.copyOfRange(unread, end, unread.length);
        String[] target = start[1].split("\\?", 2);
        request = new Request(start[0], target[0], target.length > 1 ? target[1] : "", headers, end, body);
        return Found.REQUEST;
    }

    private int endOfHead() {
        for (int i = 0; i + END_OF_HEAD.length <= unread.length; i++) {
            if (Arrays.equals(unread, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
                return i + END_OF_HEAD.length;
            }
        }
        return -1;
    }

    private static Map<String, String> headers(String[] lines) {
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return headers;
    }
}
