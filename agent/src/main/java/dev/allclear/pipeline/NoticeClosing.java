package dev.allclear.pipeline;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Backoff;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.NoticeBatch;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What became of a message to a target.
 *
 * @param batch as it was handed to the sender
 * @param answer what the target said
 * @param at when that was taken
 * @param again when it is tried again, if it is
 * @param lost whether it is given up
 */
record NoticeClosing(NoticeBatch batch, Answer answer, Instant at, Instant again, boolean lost) {

    static NoticeClosing write(NoticeBatch batch, Answer answer, Entries entries, Instant now) {
        Instant again = now;
        boolean lost = false;
        if (answer instanceof Answer.Delivered delivered) {
            entries.notices().delivered(batch.message(), now, delivered.remark());
        } else if (answer instanceof Answer.Refused refused) {
            lost = entries.notices().refused(batch.message(), now, refused.reason());
        } else if (answer instanceof Answer.Retry retry) {
            again = Backoff.next(
                    batch.attempts(), retry, now, ThreadLocalRandom.current().nextDouble());
            entries.notices().retry(batch, again, retry.reason(), retry.reached());
        }
        return new NoticeClosing(batch, answer, now, again, lost);
    }
}
