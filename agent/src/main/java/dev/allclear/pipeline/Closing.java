package dev.allclear.pipeline;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Backoff;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.Entries;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What became of a delivery.
 *
 * @param delivery as it was handed to the sender
 * @param answer what its target said
 * @param at when that was taken
 * @param again when it is tried again, if it is
 */
record Closing(DeliveryRow delivery, Answer answer, Instant at, Instant again) {

    static Closing of(DeliveryRow delivery, Answer answer, Instant now) {
        Instant again = answer instanceof Answer.Retry retry
                ? Backoff.next(
                        delivery.attempts(),
                        retry,
                        now,
                        ThreadLocalRandom.current().nextDouble())
                : now;
        return new Closing(delivery, answer, now, again);
    }

    Closing write(Entries entries) {
        if (answer instanceof Answer.Delivered) {
            entries.deliveries().delivered(delivery.id(), at);
        } else if (answer instanceof Answer.Refused refused) {
            entries.deliveries().refused(delivery.id(), at, refused.reason());
        } else if (answer instanceof Answer.Retry retry) {
            entries.deliveries().retry(delivery.id(), at, again, retry.reason());
        }
        return this;
    }
}
