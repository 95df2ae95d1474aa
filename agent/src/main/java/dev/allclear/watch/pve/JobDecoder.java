package dev.allclear.watch.pve;

import dev.allclear.verdict.Job;
import dev.allclear.watch.http.JsonBody;
import dev.allclear.watch.http.UnreadableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Backup jobs as {@code GET /cluster/backup} tells them, brought into the form of jobs.cfg: what the API adds is left out,
 * and options that it takes apart ({@code prune-backups}, {@code fleecing}, {@code performance}) are put together again with
 * their parts in alphabetical order, as PVE writes them.
 */
final class JobDecoder {
    /** In the header of the stanza, or nowhere in jobs.cfg. */
    private static final Set<String> NOT_OPTIONS = Set.of("id", "type", "enabled", "next-run", "digest");

    private JobDecoder() {}

    static List<Job> jobs(JsonBody body) throws UnreadableException {
        List<Job> jobs = new ArrayList<>();
        body.list();
        while (body.item()) {
            Job job = job(body);
            if (job != null) {
                jobs.add(job);
            }
        }
        return jobs;
    }

    private static @Nullable Job job(JsonBody body) throws UnreadableException {
        if (!body.isObject()) {
            throw new UnreadableException("a job is no object");
        }
        String id = null;
        String type = null;
        boolean enabled = true;
        Map<String, List<String>> options = new LinkedHashMap<>();
        while (body.field()) {
            String key = body.name();
            switch (key) {
                case "id" -> id = body.scalar();
                case "type" -> type = body.scalar();
                case "enabled" -> enabled = body.flag(true);
                default -> {
                    List<String> values = values(body);
                    if (!values.isEmpty() && !NOT_OPTIONS.contains(key)) {
                        options.put(key, values);
                    }
                }
            }
        }
        if (id == null) {
            throw new UnreadableException("'id' is missing in a job");
        }
        return type == null || type.equals("vzdump")
                ? new Job(id, enabled, Collections.unmodifiableMap(options))
                : null;
    }

    private static List<String> values(JsonBody body) throws UnreadableException {
        if (body.isList()) {
            List<String> values = new ArrayList<>();
            while (body.item()) {
                String value = value(body);
                if (value != null) {
                    values.add(value);
                }
            }
            return List.copyOf(values);
        }
        String value = value(body);
        return value == null ? List.of() : List.of(value);
    }

    private static @Nullable String value(JsonBody body) throws UnreadableException {
        if (!body.isObject()) {
            return body.scalar();
        }
        Map<String, String> parts = new TreeMap<>();
        while (body.field()) {
            String key = body.name();
            String part = body.scalar();
            if (part != null) {
                parts.put(key, part);
            }
        }
        StringBuilder joined = new StringBuilder();
        parts.forEach((key, part) -> joined.append(joined.isEmpty() ? "" : ",")
                .append(key)
                .append('=')
                .append(part));
        return joined.toString();
    }
}
