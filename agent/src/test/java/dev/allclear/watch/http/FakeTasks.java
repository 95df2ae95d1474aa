package dev.allclear.watch.http;

import dev.allclear.task.Upid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The tasks of one node as its API shows them, with a list that is a stack and loses its bottom. */
public final class FakeTasks implements TaskCalls {
    public final List<TaskRow> active = new ArrayList<>();
    public final List<TaskRow> archive = new ArrayList<>();
    public final Map<Upid, List<String>> logs = new HashMap<>();
    public final Set<Upid> alive = new HashSet<>();
    public final List<String> asked = new ArrayList<>();
    private final Product product;
    private final String node;
    private int count;

    /** What every question is answered with; null for real answers. */
    public @Nullable Reply<Object> broken;

    /** What every question for a log is answered with. */
    public @Nullable Reply<Object> brokenLogs;

    /** Which rows the filtered list shows. */
    public Predicate<TaskRow> filter = row -> true;

    /** Called before every page of the list, so that something may happen between two pages. */
    public Runnable beforePage = () -> {};

    private enum Product {
        PVE,
        PBS
    }

    private FakeTasks(Product product, String node) {
        this.product = product;
        this.node = node;
    }

    public static FakeTasks pve(String node) {
        return new FakeTasks(Product.PVE, node);
    }

    public static FakeTasks pbs(String node) {
        return new FakeTasks(Product.PBS, node);
    }

    public Upid upid(String type, String id, Instant started) {
        count++;
        Upid.Product which = product == Product.PVE ? Upid.Product.PVE : Upid.Product.PBS;
        long taskId = product == Product.PVE ? 0 : count;
        return new Upid(
                which, node, 1000 + count, 5000 + count, taskId, started.getEpochSecond(), type, id, "root@pam");
    }

    /** A task starts. */
    public Upid start(String type, String id, Instant at, String... log) {
        Upid upid = upid(type, id, at);
        active.add(0, new TaskRow(upid, -1, product == Product.PVE ? "RUNNING" : null));
        alive.add(upid);
        logs.put(upid, new ArrayList<>(List.of(log)));
        return upid;
    }

    /** Its worker exits, after these lines; the list does not know yet. */
    public void exit(Upid upid, String... lines) {
        alive.remove(upid);
        lines(upid).addAll(List.of(lines));
    }

    /** The list takes note of the end. */
    public void record(Upid upid, Instant ended, String status) {
        active.removeIf(row -> row.upid().equals(upid));
        archive.add(0, new TaskRow(upid, ended.getEpochSecond(), status));
    }

    /** The lines of its log, to be changed. */
    public List<String> lines(Upid upid) {
        return logs.computeIfAbsent(upid, u -> new ArrayList<>());
    }

    /** A task that is over and done with. */
    public Upid over(String type, String id, Instant started, String status) {
        Upid upid = start(type, id, started, "INFO: something");
        exit(upid, status.equals("OK") ? "TASK OK" : "TASK ERROR: " + status);
        record(upid, started.plusSeconds(5), status);
        return upid;
    }

    @Override
    public Reply<TaskPage> tasks(int start, int limit) {
        return page("tasks", filter, start, limit);
    }

    @Override
    public Reply<TaskPage> all(int start, int limit) {
        return page("all", row -> true, start, limit);
    }

    public Reply<TaskPage> page(String name, Predicate<TaskRow> which, int start, int limit) {
        asked.add(name + " " + start + " " + limit);
        if (broken != null) {
            return broken.recast();
        }
        beforePage.run();
        List<TaskRow> rows = new ArrayList<>(active);
        rows.addAll(archive);
        rows.removeIf(which.negate());
        int from = Math.min(start, rows.size());
        int to = Math.min(rows.size(), from + limit);
        int full = to - from == limit ? 1 : 0;
        long total = product == Product.PVE ? rows.size() : to + full;
        return new Reply.Got<>(new TaskPage(rows.subList(from, to), to - from, total));
    }

    @Override
    public Reply<LogPage> log(Upid upid, int first, int limit) {
        asked.add("log " + first);
        Reply<Object> broke = broken != null ? broken : brokenLogs;
        if (broke != null) {
            return broke.recast();
        }
        List<String> lines = logs.get(upid);
        if (lines == null) {
            return new Reply.Missing<>("unable to open file - No such file or directory");
        }
        int from = Math.min(first - 1, lines.size());
        return new Reply.Got<>(
                new LogPage(first, lines.subList(from, Math.min(lines.size(), from + limit)), lines.size()));
    }

    @Override
    public Reply<Boolean> running(Upid upid) {
        asked.add("status");
        if (broken != null) {
            return broken.recast();
        }
        return logs.containsKey(upid) ? new Reply.Got<>(alive.contains(upid)) : new Reply.Missing<>("no such task");
    }
}
