package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import dev.allclear.schedule.CalendarEvent;
import dev.allclear.schedule.Timetable;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Job;
import dev.allclear.verdict.StoreJob;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The schedules of the jobs and since when they have them, kept in the ledger for the next life and for {@code status}. */
public final class KnownSchedules {
    private static final char SEPARATOR = '|';
    private static final String ENABLED = "true ";

    private KnownSchedules() {}

    /**
     * When the runs of a heartbeat are due, as its source last said it.
     *
     * @param sources the names of the sources that may know its job, for a heartbeat that names none
     * @param zone of this host
     * @return empty when nobody has seen a schedule, the job is disabled, or the heartbeat watches no single job
     */
    public static Optional<Timetable> of(
            Heartbeat heartbeat, Collection<String> sources, Entries entries, ZoneId zone) {
        String job;
        Collection<String> named;
        if (heartbeat.watch() instanceof JobWatch watch) {
            job = watch.jobId();
            named = watch.source() == null ? sources : List.of(watch.source());
        } else if (heartbeat.watch() instanceof StoreWatch watch) {
            job = id(watch.kind(), watch.id());
            named = watch.source() == null ? sources : List.of(watch.source());
        } else {
            return Optional.empty();
        }
        return named.stream()
                .flatMap(source -> entries.note(name(source, job)).stream())
                .map(text -> text.substring(text.indexOf(SEPARATOR) + 1))
                .filter(text -> text.startsWith(ENABLED))
                .flatMap(text -> CalendarEvent.parse(text.substring(ENABLED.length())).stream())
                .map(event -> new Timetable(event, zone))
                .findFirst();
    }

    /** Remembers since when each job has the schedule that it has now. */
    static void note(String source, SourceView view, Entries entries, Instant now) {
        for (Job job : view.jobs()) {
            note(
                    name(source, job.id()),
                    job.enabled() + " " + Objects.requireNonNullElse(job.schedule(), ""),
                    entries,
                    now);
        }
        for (StoreJob job : view.storeJobs()) {
            note(
                    name(source, id(job.kind(), job.id())),
                    ENABLED + Objects.requireNonNullElse(job.schedule(), ""),
                    entries,
                    now);
        }
    }

    private static void note(String name, String is, Entries entries, Instant now) {
        Optional<String> was = entries.note(name);
        if (was.isEmpty() || !was.get().endsWith(SEPARATOR + is)) {
            entries.note(name, now.toString() + SEPARATOR + is);
        }
    }

    /** Since when a job has the schedule that it has now. */
    static Instant since(String source, String jobId, Entries entries) {
        return entries.note(name(source, jobId))
                .map(text -> Instant.parse(text.substring(0, text.indexOf(SEPARATOR))))
                .orElse(Instant.EPOCH);
    }

    /** Ids of PVE's jobs have no colon. */
    private static String id(StoreJob.Kind kind, String id) {
        return kind.word() + ":" + id;
    }

    private static String name(String source, String jobId) {
        return "schedule " + source + " " + jobId;
    }
}
