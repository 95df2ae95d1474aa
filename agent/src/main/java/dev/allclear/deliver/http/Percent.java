package dev.allclear.deliver.http;

import java.nio.charset.StandardCharsets;

/**
 * Percent-encoding of query values as UTF-8, with an upper limit. A blank is {@code %20} and never a plus, so that nobody on
 * the way needs to know about forms. Pure.
 */
public final class Percent {
    private static final String UNRESERVED = "-._~";
    private static final String HEX = "0123456789ABCDEF";
    private static final String CUT = "%E2%80%A6";

    private Percent() {}

    /** Encodes the whole of a text. */
    public static String encode(String text) {
        return encode(text, Integer.MAX_VALUE);
    }

    /** Encodes a text to at most {@code limit} characters; a longer one is cut between code points and ends with an ellipsis. */
    public static String encode(String text, int limit) {
        StringBuilder out = new StringBuilder();
        int end = 0;
        for (int i = 0; i < text.length() && out.length() <= limit; ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            append(out, point);
            if (out.length() <= limit - CUT.length()) {
                end = out.length();
            }
        }
        if (out.length() > limit) {
            out.setLength(end);
            out.append(CUT);
        }
        return out.toString();
    }

    private static void append(StringBuilder out, int point) {
        if (plain(point)) {
            out.append((char) point);
            return;
        }
        boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        for (byte b : Character.toString(half ? 0xFFFD : point).getBytes(StandardCharsets.UTF_8)) {
            out.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
        }
    }

    /** Encodes only what may not stand in a URL at all; what is already encoded stays as it is. */
    public static String repair(String raw) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < raw.length(); ) {
            int point = raw.codePointAt(i);
            if (plain(point) || "!$&'()*+,;=:@/?".indexOf(point) >= 0 || escapeAt(raw, i)) {
                out.append((char) point);
            } else {
                append(out, point);
            }
            i += Character.charCount(point);
        }
        return out.toString();
    }

    private static boolean escapeAt(String raw, int i) {
        return raw.charAt(i) == '%'
                && i + 2 < raw.length()
                && Character.digit(raw.charAt(i + 1), 16) >= 0
                && Character.digit(raw.charAt(i + 2), 16) >= 0;
    }

    /** Decodes what can be decoded; a plus is a blank. For comparing names and hiding tokens. */
    public static String decode(String raw) {
        byte[] in = raw.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int n = 0;
        for (int i = 0; i < in.length; i++) {
            int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
            if (in[i] == '%' && high >= 0 && low >= 0) {
                out[n++] = (byte) ((high << 4) | low);
                i += 2;
            } else {
                out[n++] = in[i] == '+' ? (byte) ' ' : in[i];
            }
        }
        return new String(out, 0, n, StandardCharsets.UTF_8);
    }

    private static boolean plain(int point) {
        return point < 128
                && ((point >= 'a' && point <= 'z')
                        || (point >= 'A' && point <= 'Z')
                        || (point >= '0' && point <= '9')
                        || UNRESERVED.indexOf(point) >= 0);
    }
}
