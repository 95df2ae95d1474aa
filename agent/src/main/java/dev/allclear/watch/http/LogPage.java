package dev.allclear.watch.http;

import java.util.List;

/**
 * A part of a task log, already without the API's own placeholder lines and with double-encoded text repaired. Immutable
 * and thread-safe.
 *
 * @param first number of the first line, from 1
 * @param lines the lines, in order; the last one may still be being written
 * @param total number of lines that the file has now
 */
public record LogPage(int first, List<String> lines, long total) {
    public LogPage {
        lines = List.copyOf(lines);
    }

    /** The number that the next page begins with. */
    public int next() {
        return first + lines.size();
    }
}
