package dev.allclear.task;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How PBS writes a worker id into a UPID: systemd's unit name escaping, without its path rules.
 *
 * <p>Source: {@code proxmox-systemd/src/escape.rs}. A slash becomes {@code -}; letters, digits, {@code _} and every dot
 * but a leading one stay; every other byte of the UTF-8 text becomes {@code \xHH} in lower case.
 */
final class WorkerId {

    private static final String DIGITS = "0123456789abcdef";

    private WorkerId() {}

    static String escape(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(bytes.length + 16);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            if (c == '/') {
                out.append('-');
            } else if (stays(c) || (c == '.' && i > 0)) {
                out.append(c);
            } else {
                out.append("\\x").append(DIGITS.charAt(c >> 4)).append(DIGITS.charAt(c & 15));
            }
        }
        return out.toString();
    }

    /** The id behind the escaped text, or null if an escape is malformed or the bytes are not UTF-8. */
    static @Nullable String unescape(String escaped) {
        try {
            ByteBuffer in = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(escaped));
            ByteBuffer out = ByteBuffer.allocate(in.remaining());
            while (in.hasRemaining()) {
                byte b = in.get();
                if (b == '\\') {
                    int value = escapedByte(in);
                    if (value < 0) {
                        return null;
                    }
                    out.put((byte) value);
                } else {
                    out.put(b == '-' ? (byte) '/' : b);
                }
            }
            return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    private static int escapedByte(ByteBuffer in) {
        if (in.remaining() < 3 || in.get() != 'x') {
            return -1;
        }
        int high = UpidText.hexDigit((char) (in.get() & 0xff));
        int low = UpidText.hexDigit((char) (in.get() & 0xff));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static boolean stays(char c) {
        int lower = c | 0x20;
        return (lower >= 'a' && lower <= 'z' && c < 0x80) || (c >= '0' && c <= '9') || c == '_';
    }
}
