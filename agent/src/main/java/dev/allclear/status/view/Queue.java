package dev.allclear.status.view;

import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.Entries;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the outbox holds. Immutable and thread-safe.
 *
 * @param pushes how many pushes of heartbeats are in each state, zeros included
 * @param notices the same of what targets are told
 * @param possibleDuplicates how often the agent ended while a push was being sent
 */
public record Queue(Map<DeliveryState, Integer> pushes, Map<DeliveryState, Integer> notices, int possibleDuplicates) {
    public Queue {
        pushes = Collections.unmodifiableMap(new EnumMap<>(pushes));
        notices = Collections.unmodifiableMap(new EnumMap<>(notices));
    }

    static Queue of(Entries entries) {
        return new Queue(
                entries.deliveries().counts(),
                entries.noticeReports().counts(),
                entries.deliveries().interruptedTotal());
    }
}
