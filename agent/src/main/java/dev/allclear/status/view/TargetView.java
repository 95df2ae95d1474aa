package dev.allclear.status.view;

import dev.allclear.config.TargetConf;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.NoticeRow;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a target of notifications stands. Immutable and thread-safe.
 *
 * @param name its name in agent.conf
 * @param kind the type of its stanza: {@code smtp}, {@code gotify} ...
 * @param disabled whether nothing is sent to it
 * @param waiting how many notices wait for it
 * @param lastDelivered when it last took something; null when it never did
 * @param trouble the newest notice that it did not take: that waits for another attempt, or else that was given up; null
 *     when there is none
 */
public record TargetView(
        String name,
        String kind,
        boolean disabled,
        int waiting,
        @Nullable Instant lastDelivered,
        @Nullable NoticeRow trouble) {

    static TargetView of(TargetConf target, Entries entries) {
        return new TargetView(
                target.name(),
                target.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                target.common().disabled(),
                entries.noticeReports().waiting(target.name()),
                entries.noticeReports().lastDelivered(target.name()).orElse(null),
                entries.noticeReports().lastTrouble(target.name()).orElse(null));
    }

    /** Whether the trouble lasts: something waits that was tried in vain. */
    public boolean troubled() {
        return trouble != null && !trouble.state().closed();
    }
}
