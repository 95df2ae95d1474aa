package dev.allclear.task;

import java.util.Arrays;
import java.util.Objects;

/**
 * Cuts a stream of bytes into lines, wherever the chunks begin and end. A line within one chunk is handed over where it
 * lies; only the part of a line that a chunk leaves unfinished is copied.
 */
final class LineScanner {

    /**
     * How much of a line is kept, in bytes. The first line of a job with thousands of guests is the longest of which
     * every byte matters; whatever goes beyond is dropped, however long the line.
     */
    static final int KEPT = 64 * 1024;

    private static final int SMALL = 4096;

    /** Takes complete lines, without their newline. The line object is only valid during the call. */
    interface Sink {
        void line(LogLine line);
    }

    private final Sink sink;
    private final LogLine line = new LogLine();
    private byte[] partial = new byte[256];
    private int kept;
    private boolean cut;

    LineScanner(Sink sink) {
        this.sink = sink;
    }

    void feed(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int newline = newline(buffer, at, end);
            if (newline == end) {
                keep(buffer, at, end);
                return;
            }
            if (kept == 0) {
                int limit = Math.min(newline, at + KEPT);
                sink.line(line.set(buffer, at, limit, limit < newline));
            } else {
                keep(buffer, at, newline);
                sink.line(unfinished());
                forget();
            }
            at = newline + 1;
        }
    }

    /** Whether bytes came after the last newline. */
    boolean midLine() {
        return kept > 0;
    }

    /** The line that has not ended yet, as far as it has come. */
    LogLine unfinished() {
        return line.set(partial, 0, kept, cut);
    }

    private static int newline(byte[] buffer, int from, int end) {
        int at = from;
        // Four at a time: the first compiler, which is the only one that runs, does not unroll by itself.
        while (at < end - 3) {
            if (buffer[at] == '\n') {
                return at;
            }
            if (buffer[at + 1] == '\n') {
                return at + 1;
            }
            if (buffer[at + 2] == '\n') {
                return at + 2;
            }
            if (buffer[at + 3] == '\n') {
                return at + 3;
            }
            at += 4;
        }
        while (at < end && buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    private void keep(byte[] buffer, int from, int to) {
        int room = KEPT - kept;
        int length = Math.min(to - from, room);
        cut |= length < to - from;
        if (kept + length > partial.length) {
            partial = Arrays.copyOf(partial, Math.min(KEPT, Math.max(kept + length, partial.length * 2)));
        }
        System.arraycopy(buffer, from, partial, kept, length);
        kept += length;
    }

    private void forget() {
        kept = 0;
        cut = false;
        if (partial.length > SMALL) {
            partial = new byte[256];
        }
    }
}
