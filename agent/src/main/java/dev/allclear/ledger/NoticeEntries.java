package dev.allclear.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which target is still to be told of which event, and what became of it; within one transaction.
 *
 * <p>A message holds one event, or all that wait: when the target wants that, when more than {@link #CROWD} wait, or when the
 * first waits for longer than {@link #OLD}. So a target that was away for days gets one message when it is back. A message
 * that was refused as a whole is taken apart, that only what is really refused is lost.
 */
public final class NoticeEntries {
    /** How long a target is tried. */
    public static final Duration PATIENCE = Duration.ofDays(30);

    static final int CROWD = 5;
    static final Duration OLD = Duration.ofMinutes(10);
    private static final int LARGEST_MESSAGE = 2000;

    private final Sql sql;

    NoticeEntries(Sql sql) {
        this.sql = sql;
    }

    /**
     * A target is to be told of an event, once.
     *
     * @return false if that is known already, whatever became of it
     */
    public boolean enqueue(long event, String target, Instant now, Duration wait) {
        return enqueue(event, target, now, now.plus(wait), false);
    }

    /** The same, in a message of its own in any case. */
    public boolean enqueueAlone(long event, String target, Instant now) {
        return enqueue(event, target, now, now, true);
    }

    private boolean enqueue(long event, String target, Instant now, Instant due, boolean alone) {
        Instant held = held(target).filter(until -> until.isAfter(due)).orElse(due);
        return sql.update(
                        "INSERT INTO notice (event, target, created_at, due_at, expires_at, alone, state)"
                                + " VALUES (?, ?, ?, ?, ?, ?, 'pending') ON CONFLICT (event, target) DO NOTHING",
                        event,
                        target,
                        now.toEpochMilli(),
                        held.toEpochMilli(),
                        now.plus(PATIENCE).toEpochMilli(),
                        alone)
                > 0;
    }

    /** Until when a target that failed is left in peace. */
    private Optional<Instant> held(String target) {
        return sql.first(
                "SELECT max(due_at) FROM notice WHERE target = ? AND closed_at IS NULL AND attempts > 0"
                        + " HAVING max(due_at) IS NOT NULL",
                row -> Instant.ofEpochMilli(row.getLong(1)),
                target);
    }

    /** Takes the next message for a target into the sender's hands, if it is due and nothing else of the target is there. */
    public Optional<NoticeBatch> claim(String target, Grouping grouping, Instant now) {
        expire(now);
        Optional<Instant> due = nextDue(target, grouping);
        if (sending(target) || due.isEmpty() || due.get().isAfter(now)) {
            return Optional.empty();
        }
        NoticeRow head = head(target).orElseThrow();
        Optional<Long> message = message(head.id());
        if (message.isEmpty()) {
            form(head, grouping, now);
        }
        long number = message.orElse(head.id());
        sql.update("UPDATE notice SET state = 'sending', attempts = attempts + 1 WHERE message = ?", number);
        return Optional.of(batch(number));
    }

    private Optional<Long> message(long id) {
        return sql.first("SELECT message FROM notice WHERE id = ? AND message IS NOT NULL", row -> row.getLong(1), id);
    }

    private void form(NoticeRow head, Grouping grouping, Instant now) {
        int waiting = sql.number("SELECT count(*) FROM notice WHERE " + FREE, head.target());
        boolean all = !alone(head.id())
                && (grouping.together() || waiting > CROWD || head.createdAt().isBefore(now.minus(OLD)));
        sql.update("UPDATE notice SET message = ? WHERE id = ?", head.id(), head.id());
        if (all) {
            sql.update(
                    "UPDATE notice SET message = ? WHERE id IN (SELECT id FROM notice WHERE " + FREE
                            + " ORDER BY id LIMIT ?)",
                    head.id(),
                    head.target(),
                    LARGEST_MESSAGE);
        }
    }

    private static final String FREE =
            "target = ? AND closed_at IS NULL AND state = 'pending' AND message IS NULL AND alone = 0";

    private boolean alone(long id) {
        return sql.exists("SELECT 1 FROM notice WHERE id = ? AND alone = 1", id);
    }

    private boolean sending(String target) {
        return sql.exists("SELECT 1 FROM notice WHERE target = ? AND state = 'sending' AND closed_at IS NULL", target);
    }

    /** What has been tried least often goes first, so that one that never succeeds does not hold up the others. */
    private Optional<NoticeRow> head(String target) {
        return sql.first(
                NoticeRow.SELECT
                        + "WHERE target = ? AND state = 'pending' AND closed_at IS NULL ORDER BY attempts, notice.id LIMIT 1",
                NoticeRow::read,
                target);
    }

    private NoticeBatch batch(long message) {
        List<NoticeRow> rows =
                sql.list(NoticeRow.SELECT + "WHERE message = ? ORDER BY notice.id", NoticeRow::read, message);
        Set<String> reached = new LinkedHashSet<>();
        sql.each(
                "SELECT reached FROM notice WHERE message = ? AND reached <> ''",
                row -> row.getString(1),
                text -> reached.addAll(Lines.split(text)),
                message);
        return new NoticeBatch(
                message,
                rows.get(rows.size() - 1).id(),
                rows.get(0).target(),
                sql
                        .list(
                                "SELECT event.* FROM event JOIN notice ON event.id = notice.event WHERE message = ?"
                                        + " ORDER BY event.id",
                                EventEntries::row,
                                message)
                        .stream()
                        .map(EventRow::event)
                        .toList(),
                rows.get(0).createdAt(),
                rows.stream().mapToInt(NoticeRow::attempts).max().orElse(1),
                reached);
    }

    /** When the next message for a target is due; empty if nothing waits. */
    public Optional<Instant> nextDue(String target, Grouping grouping) {
        Optional<Instant> rest = grouping.interval().isZero()
                ? Optional.empty()
                : sql.first(
                                "SELECT max(closed_at) FROM notice WHERE target = ? AND state = 'delivered'"
                                        + " HAVING max(closed_at) IS NOT NULL",
                                row -> Instant.ofEpochMilli(row.getLong(1)),
                                target)
                        .map(last -> last.plus(grouping.interval()));
        return head(target)
                .map(NoticeRow::dueAt)
                .map(due -> rest.filter(free -> free.isAfter(due)).orElse(due));
    }

    /** Closes what has waited too long, for whatever target, and returns it as it was. */
    public List<NoticeRow> expire(Instant now) {
        List<NoticeRow> expired = sql.list(
                NoticeRow.SELECT + "WHERE state = 'pending' AND closed_at IS NULL AND expires_at <= ?",
                NoticeRow::read,
                now.toEpochMilli());
        expired.forEach(row -> sql.update(
                "UPDATE notice SET state = 'expired', closed_at = ? WHERE id = ?", now.toEpochMilli(), row.id()));
        return expired;
    }

    /** The target took the message. */
    public void delivered(long message, Instant at, String remark) {
        close(message, DeliveryState.DELIVERED, at, remark.isEmpty() ? null : remark);
    }

    /**
     * The target will never take the message.
     *
     * @return whether it is given up; otherwise it held several events, each of which is now tried alone
     */
    public boolean refused(long message, Instant at, String reason) {
        if (sql.number("SELECT count(*) FROM notice WHERE message = ?", message) > 1) {
            sql.update(
                    "UPDATE notice SET state = 'pending', message = NULL, alone = 1, attempts = 0, due_at = ?,"
                            + " last_error = ? WHERE message = ?",
                    at.toEpochMilli(),
                    reason,
                    message);
            return false;
        }
        close(message, DeliveryState.REFUSED, at, reason);
        return true;
    }

    private void close(long message, DeliveryState state, Instant at, @Nullable String said) {
        sql.update(
                "UPDATE notice SET state = ?, closed_at = ?, last_error = ? WHERE message = ? AND closed_at IS NULL",
                state.word(),
                at.toEpochMilli(),
                said,
                message);
    }

    /**
     * The message did not arrive and is tried again; until then the target is left in peace.
     *
     * @param reached the recipients that have it: it stays the same message for the others
     */
    public void retry(NoticeBatch batch, Instant dueAt, String reason, Set<String> reached) {
        Set<String> all = new TreeSet<>(batch.reached());
        all.addAll(reached);
        sql.update(
                "UPDATE notice SET state = 'pending', last_error = ?, reached = ?, message = "
                        + (all.isEmpty() ? "NULL" : "message") + " WHERE message = ? AND closed_at IS NULL",
                reason,
                Lines.join(List.copyOf(all)),
                batch.message());
        sql.update(
                "UPDATE notice SET due_at = max(due_at, ?) WHERE target = ? AND closed_at IS NULL AND state = 'pending'",
                dueAt.toEpochMilli(),
                batch.target());
    }

    /** What waits for its next attempt is due at once, for whatever target. */
    public void hurry(Instant now) {
        sql.update(
                "UPDATE notice SET due_at = ? WHERE state = 'pending' AND closed_at IS NULL AND attempts > 0 AND due_at > ?",
                now.toEpochMilli(),
                now.toEpochMilli());
    }

    /** Puts back what was in a sender's hands when the process ended, to be sent again now, and returns it. */
    public List<NoticeRow> reopenInterrupted(Instant now) {
        List<NoticeRow> interrupted =
                sql.list(NoticeRow.SELECT + "WHERE state = 'sending' ORDER BY notice.id", NoticeRow::read);
        sql.update(
                "UPDATE notice SET state = 'pending', due_at = ?, interrupted = interrupted + 1 WHERE state = 'sending'",
                now.toEpochMilli());
        return interrupted;
    }

    /**
     * Sends again what was given up.
     *
     * @param what the number of a notice, or the name of a target for all of its
     * @return how many are tried again
     */
    public int resend(String what, Instant now) {
        boolean number = what.matches("\\d{1,18}");
        return sql.update(
                "UPDATE notice SET state = 'pending', closed_at = NULL, message = NULL, attempts = 0, due_at = ?,"
                        + " expires_at = ? WHERE state IN ('refused', 'expired') AND "
                        + (number ? "id = ?" : "target = ?"),
                now.toEpochMilli(),
                now.plus(PATIENCE).toEpochMilli(),
                number ? Long.valueOf(what) : what);
    }
}
