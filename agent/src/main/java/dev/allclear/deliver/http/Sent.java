package dev.allclear.deliver.http;

import dev.allclear.deliver.Answer;
import java.util.function.Function;

/** What became of a request. Immutable and thread-safe. */
public sealed interface Sent {

    /**
     * An answer came, whatever it says.
     *
     * @param message to which one
     */
    record Got(HttpMessage message, HttpReply reply) implements Sent {}

    /** No whole answer came; the reason says why, what that means and what to do. */
    record Failed(Answer.Retry answer) implements Sent {}

    /** What it means, when {@code reader} knows what the replies mean. */
    default Answer answer(Function<HttpReply, Answer> reader) {
        return this instanceof Got got ? reader.apply(got.reply()) : ((Failed) this).answer();
    }
}
