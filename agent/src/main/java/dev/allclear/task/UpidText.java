package dev.allclear.task;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the text of a UPID. Written by hand because a first start reads thousands of them.
 *
 * <p>No field contains a colon, so the colons alone divide the text, and their number tells the product.
 */
final class UpidText {

    private static final String DIGITS = "0123456789ABCDEF";
    private static final int PVE_COLONS = 8;
    private static final int PBS_COLONS = 9;
    private static final int NODE = 1;
    private static final int PID = 2;
    private static final int PSTART = 3;

    private final String text;
    private final int[] colons = new int[PBS_COLONS];
    private boolean valid = true;

    private UpidText(String text) {
        this.text = text;
    }

    static Optional<Upid> parse(String text) {
        if (!text.startsWith("UPID:") || !text.endsWith(":")) {
            return Optional.empty();
        }
        return Optional.ofNullable(new UpidText(text).read());
    }

    static String format(Upid upid) {
        StringBuilder out = new StringBuilder(96).append("UPID:").append(upid.node());
        hex(out.append(':'), upid.pid());
        hex(out.append(':'), upid.pstart());
        boolean pbs = upid.product() == Upid.Product.PBS;
        if (pbs) {
            hex(out.append(':'), upid.taskId());
        }
        hex(out.append(':'), upid.starttime());
        String id = pbs ? WorkerId.escape(upid.id()) : upid.id();
        return out.append(':')
                .append(upid.type())
                .append(':')
                .append(id)
                .append(':')
                .append(upid.user())
                .append(':')
                .toString();
    }

    static String directory(Upid upid) {
        if (upid.product() == Upid.Product.PVE) {
            return String.valueOf(digit(upid.starttime(), 0));
        }
        return "" + digit(upid.pstart(), 4) + digit(upid.pstart(), 0);
    }

    private @Nullable Upid read() {
        int count = findColons();
        if (count != PVE_COLONS && count != PBS_COLONS) {
            return null;
        }
        boolean pbs = count == PBS_COLONS;
        int starttime = pbs ? PSTART + 2 : PSTART + 1;
        String node = node();
        long pid = number(PID, 8, 8);
        long pstart = number(PSTART, 8, 9);
        long taskId = pbs ? number(PSTART + 1, 8, 16) : 0;
        long seconds = number(starttime, 8, 8);
        String type = word(starttime + 1, 1, false);
        // Only PBS escapes the slash away; one that stands there unescaped is taken as it is.
        String id = word(starttime + 2, 0, pbs);
        String user = word(starttime + 3, 1, false);
        String workerId = pbs && valid ? WorkerId.unescape(id) : id;
        if (!valid || workerId == null) {
            return null;
        }
        Upid.Product product = pbs ? Upid.Product.PBS : Upid.Product.PVE;
        return new Upid(product, node, pid, pstart, taskId, seconds, type, workerId, user);
    }

    /** Notes where the colons are; more of them than any product writes count as one too many. */
    private int findColons() {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == ':') {
                if (count == PBS_COLONS) {
                    return count + 1;
                }
                colons[count++] = i;
            }
        }
        return count;
    }

    private int start(int field) {
        return colons[field - 1] + 1;
    }

    private int end(int field) {
        return colons[field];
    }

    private String node() {
        int from = start(NODE);
        int to = end(NODE);
        valid &= from < to && text.charAt(from) != '-' && text.charAt(to - 1) != '-';
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            valid &= isLetterOrDigit(c) || c == '-';
        }
        return text.substring(from, to);
    }

    private long number(int field, int least, int most) {
        int from = start(field);
        int to = end(field);
        valid &= to - from >= least && to - from <= most;
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = hexDigit(text.charAt(i));
            valid &= digit >= 0;
            value = (value << 4) | digit;
        }
        return value;
    }

    private String word(int field, int least, boolean slashAllowed) {
        int from = start(field);
        int to = end(field);
        valid &= to - from >= least;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            valid &= !isBlank(c) && (slashAllowed || c != '/');
        }
        return text.substring(from, to);
    }

    private static void hex(StringBuilder out, long value) {
        int digits = Math.max(8, (Long.SIZE - Long.numberOfLeadingZeros(value) + 3) / 4);
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            out.append(digit(value, shift));
        }
    }

    private static char digit(long value, int shift) {
        return DIGITS.charAt((int) (value >>> shift) & 15);
    }

    /** The value of a hex digit of either case, or -1. Unlike {@link Character#digit} it knows ASCII digits only. */
    static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' && c < 0x80 ? lower - 'a' + 10 : -1;
    }

    private static boolean isLetterOrDigit(char c) {
        int lower = c | 0x20;
        return (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z' && c < 0x80);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
