package dev.allclear.task;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * What people need to see of a log, however long it is: all of it up to {@value #LIMIT} bytes; else its beginning, its end and the
 * lines in between that speak of errors and warnings, with the number of lines left out at each place. Fed in pieces of any
 * size. What is added costs one copy; only what leaves the end is looked at. Not thread-safe.
 */
public final class LogExcerpt {

    /** The most that is kept. Bytes, which are never fewer than characters. */
    public static final int LIMIT = 64 * 1024;

    private static final int HEAD = 8 * 1024;
    private static final int TAIL = 40 * 1024;

    /** Error and warning lines of the middle, with the words on what is left out between them. */
    private static final int MIDDLE = 15 * 1024;

    /** How much of one such line is kept. */
    private static final int LINE = 1024;

    /** Room for the words on what is left out. */
    private static final int WORDS = 64;

    private static final int FULL = 96 * 1024;
    private static final byte[][] MARKS = {
        LogLine.literal("error"),
        LogLine.literal("warn"),
        LogLine.literal("fail"),
        LogLine.literal("unable"),
        LogLine.literal("cannot"),
        LogLine.literal("can't"),
        LogLine.literal("abort"),
    };

    private byte[] bytes = new byte[1024];
    private int length;
    private final StringBuilder middle = new StringBuilder(0);
    private int headEnd = -1;
    private long left;
    private long marksLeft;

    /** Takes the next bytes of the log. */
    public void feed(byte[] buffer, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, buffer.length);
        int at = offset;
        int end = offset + count;
        while (at < end) {
            int part = Math.min(end - at, FULL - length);
            if (length + part > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(FULL, Math.max(length + part, 2 * bytes.length)));
            }
            System.arraycopy(buffer, at, bytes, length, part);
            length += part;
            at += part;
            if (length == FULL) {
                shrink();
            }
        }
    }

    /** What was kept so far; at most {@link #LIMIT} characters. */
    public String text() {
        if (headEnd < 0 && length <= LIMIT) {
            return text(0, length);
        }
        shrink();
        StringBuilder text = new StringBuilder(LIMIT);
        text.append(text(0, headEnd));
        if (headEnd > 0 && bytes[headEnd - 1] != '\n') {
            text.append('\n');
        }
        text.append(middle);
        if (left > 0) {
            text.append(leftOut());
        }
        return text.append(text(headEnd, length)).toString();
    }

    /** Makes room by giving up what lies between the beginning and the end. */
    private void shrink() {
        if (headEnd < 0) {
            int newline = lastNewline(0, HEAD);
            headEnd = newline < 0 ? HEAD : newline + 1;
        }
        int from = length - TAIL;
        if (from <= headEnd) {
            return;
        }
        int newline = newline(from - 1, length);
        // The newline of the last line of all begins nothing.
        int cut = newline < length - 1 ? newline + 1 : from;
        giveUp(headEnd, cut);
        System.arraycopy(bytes, cut, bytes, headEnd, length - cut);
        length -= cut - headEnd;
    }

    private void giveUp(int from, int to) {
        int at = from;
        boolean listing = false;
        while (at < to) {
            int end = newline(at, to);
            boolean marked = marked(at, end) || (listing && indented(at, end));
            listing = marked;
            if (marked) {
                keep(at, end);
            } else {
                left++;
            }
            at = end + 1;
        }
    }

    private void keep(int from, int to) {
        int size = Math.min(LINE, to - from);
        if (middle.length() + size + WORDS > MIDDLE) {
            left++;
            marksLeft++;
            return;
        }
        if (left > 0) {
            middle.append(leftOut());
            left = 0;
        }
        middle.append(text(from, from + size)).append(size < to - from ? "…\n" : "\n");
    }

    private String leftOut() {
        return "… " + left + (left == 1 ? " line" : " lines") + " left out"
                + (marksLeft == 0 ? "" : ", " + marksLeft + " of them with errors or warnings") + " …\n";
    }

    /** Whether a line speaks of trouble; capital letters or not. */
    private boolean marked(int from, int to) {
        for (int at = from; at < to; at++) {
            int letter = bytes[at] | 0x20;
            if (letter == 'e' || letter == 'w' || letter == 'f' || letter == 'u' || letter == 'c' || letter == 'a') {
                for (byte[] mark : MARKS) {
                    if (mark[0] == letter && matches(mark, at, to)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean matches(byte[] mark, int at, int to) {
        if (to - at < mark.length) {
            return false;
        }
        for (int i = 1; i < mark.length; i++) {
            byte there = bytes[at + i];
            if (there != mark[i] && (there | 0x20) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether it goes on with a list that the line before began; a time may stand before the tab. */
    private boolean indented(int from, int to) {
        for (int at = from; at < Math.min(to, from + 32); at++) {
            if (bytes[at] == '\t') {
                return true;
            }
        }
        return false;
    }

    private int newline(int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private int lastNewline(int from, int to) {
        int at = to - 1;
        while (at >= from && bytes[at] != '\n') {
            at--;
        }
        return at >= from ? at : -1;
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
