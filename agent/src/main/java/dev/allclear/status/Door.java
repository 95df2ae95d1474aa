package dev.allclear.status;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one question after another: asks the guard, answers, and lets no fault out. Thread-safe. */
final class Door {
    private static final Logger LOG = LoggerFactory.getLogger("dev.allclear");

    /** What every answer says: nothing from elsewhere, no script, nothing to keep, not within another page. */
    static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
                            + " frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cache-Control", "no-store");

    private final Guard guard;
    private final Function<String, Reply> answers;
    private volatile String lastFault = "";

    /** @param answers to a raw path */
    Door(Guard guard, Function<String, Reply> answers) {
        this.guard = guard;
        this.answers = answers;
    }

    Reply reply(Question question) {
        try {
            Optional<Reply> refusal = guard.refuse(question);
            return refusal.orElseGet(() -> answer(question.path()));
        } catch (RuntimeException | LinkageError e) {
            // The error comes of a jar that is replaced while it is in use.
            say(e);
            return Reply.text(500, "A fault in allclear: the journal (`journalctl -u allclear`) has more.\n");
        }
    }

    private Reply answer(String path) {
        Reply reply = answers.apply(path);
        lastFault = "";
        return reply;
    }

    /** Once for each fault: pages are asked for again and again. */
    private void say(Throwable e) {
        String fault = e.toString();
        if (!fault.equals(lastFault)) {
            lastFault = fault;
            LOG.error("the status page stumbled over a fault in allclear; please report it", e);
        }
    }
}
