package dev.allclear.pipeline;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Channel;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.watch.Sighting;
import java.util.List;
import java.util.Map;

/** What the judge has to do, in the order of arrival. */
sealed interface Work {

    /** Whether it says that a watcher has handed over all that was there when it started. */
    default boolean caughtUp() {
        return this instanceof Seen seen && seen.sighting() instanceof Sighting.CaughtUp;
    }

    /** A watcher saw something. */
    record Seen(Sighting sighting) implements Work {}

    /** A target answered. */
    record Answered(DeliveryRow delivery, Answer answer) implements Work {}

    /** The configuration is new. */
    record Configure(List<HeartbeatRule> heartbeats, Map<String, Channel> channels) implements Work {}

    /** Nothing: only wakes the judge. */
    record Wake() implements Work {}
}
