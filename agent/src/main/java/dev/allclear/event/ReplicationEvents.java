package dev.allclear.event;

import dev.allclear.event.Block.Fact;
import dev.allclear.event.Block.Facts;
import dev.allclear.event.Block.Heading;
import dev.allclear.event.Block.Log;
import dev.allclear.event.Block.Paragraph;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The events of replication jobs that fail. Like Proxmox VE they speak at the first, second and third failure in a row and
 * then at 48, 96, 192 …, which is after about one, two, four … days ({@code PVE/API2/Replication.pm}). Pure and thread-safe.
 */
public final class ReplicationEvents {

    /** The type of these events. */
    public static final String TYPE = "replication";

    private static final int FIRST_ONES = 3;
    private static final int ABOUT_A_DAY = 48;

    private ReplicationEvents() {}

    /**
     * How a replication job stands.
     *
     * @param node where its guest is
     * @param jobId {@code 100-0}
     * @param target the node it copies to; null if not told
     * @param failures in a row; 0 if all is well
     * @param lastSync when the last good one began; null if there was none
     * @param lastTry when the last one began; null if there was none
     * @param error what Proxmox says; empty if nothing
     */
    public record Job(
            String node,
            String jobId,
            @Nullable String target,
            int failures,
            @Nullable Instant lastSync,
            @Nullable Instant lastTry,
            String error) {}

    /**
     * What is to be told of a job; empty if it does not fail. As long as it goes on failing and the next step is not
     * reached, the event is the same one, also when seen by another life or after the guest moved.
     *
     * @param now for a failure of which nobody knows when it was
     */
    public static Optional<Event> of(String source, Job job, Instant now) {
        int step = step(job.failures());
        if (step == 0) {
            return Optional.empty();
        }
        Instant sync = job.lastSync();
        SortedMap<String, String> fields = new TreeMap<>();
        fields.put(Event.TYPE, TYPE);
        fields.put("hostname", job.node());
        fields.put("job-id", job.jobId());
        fields.put("source", source);
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Job ID", job.jobId()));
        facts.add(new Fact("Source node", job.node()));
        if (job.target() != null) {
            facts.add(new Fact("Target node", job.target()));
        }
        facts.add(new Fact("Last successful sync", sync == null ? "never" : time(sync)));
        if (job.lastTry() != null) {
            facts.add(new Fact("Last try", time(job.lastTry())));
        }
        facts.add(new Fact("Failures in a row", String.valueOf(job.failures())));
        List<Block> body = new ArrayList<>();
        body.add(new Facts(facts));
        if (!job.error().isBlank()) {
            body.add(new Heading("Error"));
            body.add(new Log(SafeText.lines(job.error().strip())));
        }
        body.add(new Paragraph("Proxmox VE tries it again by itself. "
                + (step < FIRST_ONES
                        ? "The next failure is told again."
                        : "If it goes on failing, that is told again after " + again(step) + " failures in a row.")));
        String identity = "replication " + source + " " + job.jobId() + " since "
                + (sync == null ? "ever" : sync.getEpochSecond()) + " " + step;
        return Optional.of(new Event(
                identity,
                Severity.ERROR,
                job.lastTry() == null ? now : job.lastTry(),
                fields,
                SafeText.line("Replication Job: '" + job.jobId() + "' failed"),
                body));
    }

    /** The number of failures at which it was spoken of last; 0 for none. */
    static int step(int failures) {
        if (failures < ABOUT_A_DAY) {
            return Math.max(0, Math.min(FIRST_ONES, failures));
        }
        return ABOUT_A_DAY * Integer.highestOneBit(failures / ABOUT_A_DAY);
    }

    private static long again(int step) {
        return step < ABOUT_A_DAY ? ABOUT_A_DAY : 2L * step;
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
