package dev.allclear.watch;

import dev.allclear.task.Upid;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What the state file of a job says of its last run. Immutable.
 *
 * @param upid the task that the job started last; null when there is none, as before the first run
 * @param refusal why the scheduler could start none; null when that is not so
 * @param at when it tried; null when it does not say
 */
record JobState(
        @Nullable Upid upid,
        @Nullable String refusal,
        @Nullable Instant at) {

    /**
     * Of PVE ({@code PVE/Jobs.pm}): a run that made no task is {@code stopped} without a UPID. {@code OK} then means that the
     * job has no guest on this node.
     *
     * @throws JacksonException if it is no JSON
     */
    static JobState ofPve(byte[] file) {
        Map<String, Object> fields = SmallFile.object(file);
        String upid = SmallFile.text(fields, "upid");
        String message = SmallFile.text(fields, "msg");
        boolean refused = upid == null
                && "stopped".equals(SmallFile.text(fields, "state"))
                && message != null
                && !message.equals("OK");
        return new JobState(parse(upid), refused ? message : null, time(SmallFile.text(fields, "time")));
    }

    /**
     * Of PBS ({@code src/server/jobstate.rs}): the only key is the state.
     *
     * @throws JacksonException if it is no JSON
     */
    static JobState ofPbs(byte[] file) {
        Map<String, Object> fields = SmallFile.object(file);
        String started = SmallFile.text(SmallFile.object(fields, "started"), "upid");
        String finished = SmallFile.text(SmallFile.object(fields, "finished"), "upid");
        return new JobState(parse(started == null ? finished : started), null, null);
    }

    private static @Nullable Upid parse(@Nullable String upid) {
        return upid == null ? null : Upid.parse(upid).orElse(null);
    }

    private static @Nullable Instant time(@Nullable String seconds) {
        try {
            return seconds == null ? null : Instant.ofEpochSecond(Long.parseLong(seconds));
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }
}
