package dev.allclear.watch.http;

import java.util.List;

/**
 * A part of a task list, in the order of the server. Immutable and thread-safe.
 *
 * @param rows the tasks; rows that are no UPID are left out
 * @param listed number of rows that the server sent, those left out included
 * @param total number of rows that match altogether as PVE counts them; PBS counts only up to the end of the page
 */
public record TaskPage(List<TaskRow> rows, int listed, long total) {
    public TaskPage {
        rows = List.copyOf(rows);
    }
}
