package dev.allclear.schedule;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** When a run takes too long. */
public final class Overdue {
    /** So many earlier runs count. */
    public static final int RUNS = 30;

    /** No run is too long that takes no longer than this. */
    public static final Duration LEAST = Duration.ofHours(1);

    private static final int FACTOR = 3;

    private Overdue() {}

    /**
     * How long a run may take: three times the median of the last runs, but at least {@link #LEAST}.
     *
     * <p>Empty without earlier runs: a first full backup may take all night, so only the next due time ends its patience
     * ({@link Timetable#overdueAt}).
     *
     * @param lastRuns how long earlier runs took, newest first; those after the first {@link #RUNS} do not count
     */
    public static Optional<Duration> after(Collection<Duration> lastRuns) {
        List<Duration> sorted = lastRuns.stream().limit(RUNS).sorted().toList();
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        Duration upper = sorted.get(sorted.size() / 2);
        Duration lower = sorted.get((sorted.size() - 1) / 2);
        Duration limit = lower.plus(upper).multipliedBy(FACTOR).dividedBy(2);
        return Optional.of(limit.compareTo(LEAST) > 0 ? limit : LEAST);
    }
}
