package dev.allclear.watch;

import java.nio.charset.StandardCharsets;

/** Cuts the bytes of a list into lines, in pieces of any size. Single-threaded. */
final class ListLines {
    /** Longer lines are cut: more of an error's text helps nobody. */
    private static final int LONGEST_LINE = 4096;

    /** Takes each complete line, without its newline. */
    interface Taker {
        void take(String line);
    }

    private final Taker taker;
    private final byte[] line = new byte[LONGEST_LINE];
    private int length;
    private long fed;
    private long complete;

    ListLines(Taker taker) {
        this.taker = taker;
    }

    void feed(byte[] bytes, int count) {
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                append(bytes, start, i);
                taker.take(new String(line, 0, length, StandardCharsets.UTF_8));
                length = 0;
                start = i + 1;
                complete = fed + start;
            }
        }
        append(bytes, start, count);
        fed += count;
    }

    /** How many bytes the complete lines had together. */
    long complete() {
        return complete;
    }

    private void append(byte[] bytes, int from, int to) {
        int more = Math.min(to - from, LONGEST_LINE - length);
        System.arraycopy(bytes, from, line, length, more);
        length += more;
    }
}
