package dev.allclear.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A calendar event on the clocks of one host. Immutable and thread-safe.
 *
 * @param event when it is due
 * @param zone the zone of the host that starts the job
 */
public record Timetable(CalendarEvent event, ZoneId zone) {
    /** So far back is looked: the first step finds daily schedules, the last one 29 February on a Monday. */
    private static final List<Integer> DAYS_BACK = List.of(2, 9, 63, 400, 800, 3000, 15000);

    private static final Duration HOURS_BACK = Duration.ofHours(3);
    /** Due times looked at to find the latest one: only events by the second have so many, and get an older one. */
    private static final int MOST_DUE_TIMES = 300_000;

    /** The first due time after a moment; empty when there is none. */
    public Optional<Instant> next(Instant after) {
        return event.next(after, zone);
    }

    /**
     * The latest due time at or before a moment; empty when there was none in the forty years before.
     *
     * <p>It is reached from due time to due time, as the scheduler of Proxmox does, so that a time in a doubled hour counts
     * once.
     */
    public Optional<Instant> due(Instant at) {
        if (event.fields().hours().any()) {
            Optional<Instant> recent = latest(at.minus(HOURS_BACK), at);
            if (recent.isPresent()) {
                return recent;
            }
        }
        ZoneId clocks = event.clocks(zone);
        LocalDate day = at.atZone(clocks).toLocalDate();
        for (int days : DAYS_BACK) {
            // No clock is changed at noon, so the first step does not begin in a doubled hour.
            Instant noon =
                    day.minusDays(days).atTime(LocalTime.NOON).atZone(clocks).toInstant();
            Optional<Instant> found = latest(noon, at);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * When a run is overdue: when it has been running longer than {@link Overdue#after} allows, or at the next due time, for
     * Proxmox then starts nothing. Empty when neither is known.
     *
     * @param due when the run was due; its own start when that is not known
     * @param started when it started; the clock of its node may be slow, then it counts as started when due
     * @param lastRuns how long earlier runs took, newest first
     */
    public Optional<Instant> overdueAt(Instant due, Instant started, List<Duration> lastRuns) {
        Instant begin = started.isBefore(due) ? due : started;
        Optional<Instant> tooLong = Overdue.after(lastRuns).map(begin::plus);
        Optional<Instant> nextDue = next(begin);
        if (tooLong.isEmpty() || nextDue.isEmpty()) {
            return tooLong.or(() -> nextDue);
        }
        return tooLong.get().isBefore(nextDue.get()) ? tooLong : nextDue;
    }

    /**
     * The longest distance of two successive due times over the next 400 days; empty when it is not due twice any more.
     *
     * <p>Of schedules with very many due times the first 20,000 are looked at, and those around each change of clocks.
     */
    public Optional<Duration> longestGap(Instant from) {
        return Gaps.of(this, from).map(Gaps::longest);
    }

    /**
     * The heartbeat intervals that fit an Uptime Kuma push monitor that is pushed to after each run; empty when it is not due
     * twice any more.
     *
     * @param from from when on it must fit, over 400 days
     * @param usualDuration how long a run usually takes
     * @param grace how late a run may start
     */
    public Optional<MonitorWindow> window(Instant from, Duration usualDuration, Duration grace) {
        return Gaps.of(this, from).map(gaps -> MonitorWindow.of(gaps, usualDuration.plus(grace)));
    }

    /** The last of the due times that follow each other from {@code from} to {@code at}. */
    private Optional<Instant> latest(Instant from, Instant at) {
        Optional<Instant> last = Optional.empty();
        Optional<Instant> due = next(from);
        for (int i = 0; i < MOST_DUE_TIMES && due.isPresent() && !due.get().isAfter(at); i++) {
            last = due;
            due = next(due.get());
        }
        return last;
    }
}
