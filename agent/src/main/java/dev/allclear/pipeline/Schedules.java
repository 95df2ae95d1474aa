package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import dev.allclear.schedule.Timetable;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Opens the runs that are due, so that what must happen is written down before anything does, and so that a run that never
 * begins is missed. A job is held to its schedule from when that was first seen; a run that was due while the agent was
 * away is opened when it is back. Used by the judge's thread.
 */
final class Schedules {
    /** More than this many runs that nobody saw are not news any more. */
    private static final int MOST = 50;

    private static final int REACH = 20;

    private final Views views;
    private final Placement placement;
    private final Wakes wakes;

    Schedules(Views views, Placement placement, Wakes wakes) {
        this.views = views;
        this.placement = placement;
        this.wakes = wakes;
    }

    /** Opens what is due of a job by now. */
    void open(String source, String jobId, Instant watchedSince, Entries entries, Instant now) {
        SourceView view = views.of(source);
        Optional<Timetable> timetable = view.job(jobId).flatMap(view::timetable);
        if (timetable.isEmpty()) {
            return;
        }
        Instant from = latest(watchedSince, KnownSchedules.since(source, jobId, entries));
        Optional<Instant> last = entries.jobRuns().newest(source, jobId, REACH).stream()
                .flatMap(run -> Stream.ofNullable(run.due()))
                .max(Instant::compareTo);
        from = latest(from, last.orElse(Instant.EPOCH));
        Optional<Instant> due = timetable.get().next(from);
        for (int i = 0; i < MOST && due.isPresent() && !due.get().isAfter(now); i++) {
            placement.openDue(source, jobId, due.get(), entries, now);
            due = timetable.get().next(due.get());
        }
        due.ifPresent(wakes::at);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
