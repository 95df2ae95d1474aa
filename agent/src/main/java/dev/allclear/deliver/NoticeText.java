package dev.allclear.deliver;

import java.nio.charset.StandardCharsets;

/** Makes texts fit for targets: no control characters, and no more bytes than they take. Pure. */
public final class NoticeText {
    private static final String CUT = "\n… cut, %d bytes left out …\n";

    private NoticeText() {}

    /** Without control characters except line ends and tabs; halves of characters become question marks. */
    public static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.replace("\r\n", "\n").replace('\r', '\n').codePoints().forEach(c -> {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                out.append('\uFFFD');
            } else if (c == '\n' || c == '\t' || !Character.isISOControl(c)) {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** One clean line of at most {@code limit} bytes. */
    public static String line(String text, int limit) {
        String line = clean(text).replaceAll("\\s+", " ").strip();
        String mark = "…";
        return bytes(line) <= limit ? line : head(line, limit - bytes(mark)) + mark;
    }

    /**
     * The text, clean, in at most {@code limit} bytes of UTF-8. Of a longer one a third of the beginning stays and, since the
     * errors stand there, more of the end; between them it says that it was cut.
     *
     * @param limit at least 200
     */
    public static String cut(String text, int limit) {
        String clean = clean(text);
        int all = bytes(clean);
        if (all <= limit) {
            return clean;
        }
        int room = limit - bytes(CUT.formatted(all));
        String head = head(clean, room / 3);
        String tail = tail(clean, room - bytes(head));
        return head + CUT.formatted(all - bytes(head) - bytes(tail)) + tail;
    }

    private static String head(String text, int limit) {
        int used = 0;
        int i = 0;
        while (i < text.length()) {
            int size = size(text.codePointAt(i));
            if (used + size > limit) {
                break;
            }
            used += size;
            i += Character.charCount(text.codePointAt(i));
        }
        return text.substring(0, i);
    }

    private static String tail(String text, int limit) {
        int used = 0;
        int i = text.length();
        while (i > 0) {
            int size = size(text.codePointBefore(i));
            if (used + size > limit) {
                break;
            }
            used += size;
            i -= Character.charCount(text.codePointBefore(i));
        }
        return text.substring(i);
    }

    private static int size(int point) {
        return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
