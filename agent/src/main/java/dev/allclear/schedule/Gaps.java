package dev.allclear.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/** The distances of successive due times over the next 400 days. Used by one thread while it is built. */
final class Gaps {
    private static final Duration HORIZON = Duration.ofDays(400);
    private static final int MOST_DUE_TIMES = 20_000;
    /** Around a change of clocks: time enough for every gap that the change makes longer or shorter. */
    private static final Duration AROUND = Duration.ofHours(3);

    private static final int MOST_AROUND = 30_000;

    private final ZoneRules rules;

    /** Zero while there is none, like the other durations. */
    private Duration ordinary = Duration.ZERO;

    private Duration acrossChange = Duration.ZERO;
    private Instant beforeChange = Instant.EPOCH;
    private Duration shortestPair = Duration.ZERO;

    private Gaps(ZoneRules rules) {
        this.rules = rules;
    }

    /** Looks at the due times after {@code from}, and the one before it; empty when there are not two. */
    static Optional<Gaps> of(Timetable timetable, Instant from) {
        ZoneRules rules = timetable.event().clocks(timetable.zone()).getRules();
        Gaps gaps = new Gaps(rules);
        Instant end = from.plus(HORIZON);
        Instant seen = gaps.walk(timetable, timetable.due(from).or(() -> timetable.next(from)), end, MOST_DUE_TIMES);
        ZoneOffsetTransition change = seen.isBefore(end) ? rules.nextTransition(seen) : null;
        while (change != null && change.getInstant().isBefore(end)) {
            Instant moment = change.getInstant();
            gaps.walk(timetable, timetable.next(moment.minus(AROUND)), moment.plus(AROUND), MOST_AROUND);
            change = rules.nextTransition(moment);
        }
        return gaps.longest().isZero() ? Optional.empty() : Optional.of(gaps);
    }

    /** Measures from due time to due time until one lies at or after {@code end}; returns the last one measured. */
    private Instant walk(Timetable timetable, Optional<Instant> first, Instant end, int most) {
        Instant due = first.orElse(end);
        Duration previous = Duration.ZERO;
        for (int i = 0; i < most && due.isBefore(end); i++) {
            Optional<Instant> next = timetable.next(due);
            if (next.isEmpty()) {
                return end;
            }
            Duration gap = Duration.between(due, next.get());
            note(due, next.get(), gap);
            Duration pair = previous.plus(gap);
            if (!previous.isZero() && (shortestPair.isZero() || pair.compareTo(shortestPair) < 0)) {
                shortestPair = pair;
            }
            previous = gap;
            due = next.get();
        }
        return due;
    }

    private void note(Instant start, Instant end, Duration gap) {
        if (rules.getOffset(start).equals(rules.getOffset(end))) {
            ordinary = longer(ordinary, gap);
        } else if (gap.compareTo(acrossChange) > 0) {
            acrossChange = gap;
            beforeChange = start;
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return other.compareTo(one) > 0 ? other : one;
    }

    /** The longest of all. */
    Duration longest() {
        return longer(acrossChange, ordinary);
    }

    /** The longest of those without a change of clocks; of all when every one has such a change. */
    Duration ordinary() {
        return ordinary.isZero() ? acrossChange : ordinary;
    }

    /** The due time before the longest gap with a change of clocks, when that is longer than the given one. */
    Optional<Instant> changeLongerThan(Duration gap) {
        return acrossChange.compareTo(gap) > 0 ? Optional.of(beforeChange) : Optional.empty();
    }

    /** The shortest time in which two due times follow a due time; without any, twice the longest gap. */
    Duration shortestPair() {
        return shortestPair.isZero() ? longest().multipliedBy(2) : shortestPair;
    }
}
