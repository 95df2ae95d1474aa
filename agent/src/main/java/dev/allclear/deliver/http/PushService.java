package dev.allclear.deliver.http;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Push;
import java.util.Optional;
import java.util.function.Function;

/**
 * How one dead man's switch is spoken to: which request makes a beat, and what its answer means. Without any I/O; used by the
 * threads of one {@link HttpPushChannel} in turn.
 */
public interface PushService {

    /** How it is spoken of. */
    Peer peer();

    /** Whether it is asked over TLS. */
    boolean secure();

    /** Whether it knows such a signal. Thread-safe. */
    default boolean knows(Push.Signal signal) {
        return signal == Push.Signal.UP || signal == Push.Signal.DOWN;
    }

    /** The request for a beat whose signal it knows. */
    HttpMessage message(Push push);

    /** What the answer to it means. */
    Answer read(HttpReply reply);

    /**
     * Reads a URL as it was copied.
     *
     * @param what it is called
     * @param copy what to copy instead, said with every fault
     * @param reading what the service makes of it
     */
    static Parsed read(String text, String what, String copy, Function<HttpUrl, Parsed> reading) {
        HttpUrl.Parsed url = HttpUrl.parse(text, what);
        Parsed parsed = url instanceof HttpUrl.Valid valid
                ? reading.apply(valid.url())
                : new Unusable(((HttpUrl.Fault) url).reason());
        return parsed.fault().isEmpty() ? parsed : new Unusable(parsed.fault().orElseThrow() + "; " + copy);
    }

    /** What came of reading a configuration as a service. */
    sealed interface Parsed {
        /** Why it is none, and what to write instead; empty if it is one. */
        default Optional<String> fault() {
            return this instanceof Unusable unusable ? Optional.of(unusable.reason()) : Optional.empty();
        }
    }

    /** It is one. */
    record Usable(PushService service) implements Parsed {}

    /** It is none; the reason never contains a secret. */
    record Unusable(String reason) implements Parsed {}
}
