package dev.allclear.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The percent-encoding in which PVE keeps comments: control characters, non-ASCII bytes, colon and percent sign. */
final class PercentText {
    private PercentText() {}

    /** The text in clear. A percent sign without two hex digits behind it stays; bytes that are not UTF-8 become U+FFFD. */
    static String decode(String encoded) {
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream clear = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low < 0) {
                clear.write(bytes[i]);
            } else {
                clear.write(high << 4 | low);
                i += 2;
            }
        }
        return clear.toString(StandardCharsets.UTF_8);
    }
}
