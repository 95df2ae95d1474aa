package dev.allclear.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeat intervals of an Uptime Kuma push monitor that fit a schedule. Immutable and thread-safe.
 *
 * <p>The rule, where <em>slack</em> is the usual duration of a run and the grace for its start: of two pushes that are a gap
 * of the schedule apart the first may come without any slack and the second with all of it. So
 *
 * <ul>
 *   <li>the interval must be longer than the longest gap and the slack, or it alarms although nothing is missing;
 *   <li>it must be shorter than the shortest time in which two due times follow a due time, without the slack, or a missed
 *       run is noticed only when the next one is missed too. Kuma alarms one second after the interval;
 *   <li>in between a twelfth more than the longest gap is a good choice: 26 hours, 93600 seconds, for a daily job.
 * </ul>
 *
 * <p>A change of clocks may lengthen the longest gap by up to an hour. If it makes a gap longer than that, because a run falls
 * into the skipped hour, or if nothing would fit any more, the gaps of the other days count and {@link #changeOfClocks} says
 * when there will be a false alarm.
 *
 * <p>Source: Uptime Kuma 1.23 and 2.5; intervals of more than 24 days are refused before 2.5.0.
 *
 * @param least the shortest interval without false alarms, in whole minutes
 * @param most the longest that notices each missed run before the next one is missed too, in whole minutes; shorter than
 *     {@code least} when no interval does both
 * @param recommended the one to set: between the two, or {@code least} when nothing is between them
 * @param changeOfClocks the due time after which a change of clocks makes the gap too long for {@code recommended}; null
 *     when none does
 */
public record MonitorWindow(
        Duration least,
        Duration most,
        Duration recommended,
        @Nullable Instant changeOfClocks) {
    /** The longest interval that Uptime Kuma takes before 2.5.0. */
    public static final Duration LONGEST_BEFORE_2_5 = Duration.ofDays(24);

    private static final Duration HOUR = Duration.ofHours(1);

    static MonitorWindow of(Gaps gaps, Duration slack) {
        Duration ordinary = gaps.ordinary();
        Duration withHour = shorter(gaps.longest(), ordinary.plus(HOUR));
        Duration most = minutes(gaps.shortestPair().minus(slack).minusSeconds(1));
        Duration least = moreThan(withHour.plus(slack));
        if (least.compareTo(most) > 0 && moreThan(ordinary.plus(slack)).compareTo(most) <= 0) {
            least = moreThan(ordinary.plus(slack));
        }
        Duration twelfthMore = minutes(ordinary.plus(ordinary.dividedBy(12)));
        Duration recommended = longer(least, shorter(most, twelfthMore));
        Instant change = gaps.changeLongerThan(recommended.minus(slack)).orElse(null);
        return new MonitorWindow(least, most, recommended, change);
    }

    /** Whether an interval exists that alarms neither falsely nor late. */
    public boolean fits() {
        return least.compareTo(most) <= 0;
    }

    /** Whether Uptime Kuma takes the recommended interval only from 2.5.0 on. */
    public boolean needsKuma25() {
        return recommended.compareTo(LONGEST_BEFORE_2_5) > 0;
    }

    /**
     * What to set, in one or more clauses for an administrator, without a full stop.
     *
     * @param zone the zone of the schedule
     */
    public String words(ZoneId zone) {
        StringBuilder words = new StringBuilder("set the Kuma heartbeat interval ");
        if (fits()) {
            words.append("between ").append(least.toSeconds()).append(" and ").append(most.toSeconds());
            words.append(" seconds, ").append(recommended.toSeconds()).append(" is a good choice");
        } else {
            words.append("to ").append(recommended.toSeconds());
            words.append(
                    " seconds: a shorter one alarms although nothing is missing, and this one notices a missed run only"
                            + " when a later one is missed too ('on-failure down' tells at once)");
        }
        if (changeOfClocks != null) {
            words.append("; expect one false alarm after the run of ")
                    .append(changeOfClocks.atZone(zone).toLocalDate())
                    .append(", when the clocks change and the next run is due later than usual");
        }
        if (needsKuma25()) {
            words.append("; Kuma before 2.5.0 refuses more than ")
                    .append(LONGEST_BEFORE_2_5.toSeconds())
                    .append(" seconds (24 days): update Kuma, or let the job run more often");
        }
        return words.toString();
    }

    /** Whole minutes, not more than this; no less than none. */
    private static Duration minutes(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : Duration.ofMinutes(duration.toMinutes());
    }

    /** The next whole minute after this. */
    private static Duration moreThan(Duration duration) {
        return minutes(duration).plusMinutes(1);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
