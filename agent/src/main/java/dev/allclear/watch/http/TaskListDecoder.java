package dev.allclear.watch.http;

import dev.allclear.task.Upid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Task lists, of which both products send the same three fields that matter. */
public final class TaskListDecoder {
    private static final Set<String> WANTED = Set.of("upid", "endtime", "status");

    private TaskListDecoder() {}

    /**
     * Reads a whole answer with a task list. A task that is in it twice, as when it ended between the two places that the
     * list is made of, is kept once, as ended.
     */
    public static TaskPage read(JsonBody body) throws UnreadableException {
        Map<Upid, TaskRow> rows = new LinkedHashMap<>();
        int listed = -1;
        long total = -1;
        while (body.field()) {
            if (body.name().equals("data")) {
                body.list();
                for (listed = 0; body.item(); listed++) {
                    Row row = body.row("a task", WANTED);
                    Upid upid = Upid.parse(row.text("upid")).orElse(null);
                    if (upid != null) {
                        TaskRow task = new TaskRow(upid, row.number("endtime", -1), row.optional("status"));
                        rows.merge(upid, task, (before, again) -> before.ended() ? before : again);
                    }
                }
            } else if (body.name().equals("total")) {
                total = body.number(-1);
            } else {
                body.skip();
            }
        }
        if (listed < 0) {
            throw new UnreadableException("'data' is missing");
        }
        // PVE leaves out a total of 0.
        return new TaskPage(new ArrayList<>(rows.values()), listed, Math.max(total, listed));
    }
}
