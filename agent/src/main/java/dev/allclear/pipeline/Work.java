package dev.allclear.pipeline;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Channel;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.watch.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the judge has to do, in the order of arrival. */
sealed interface Work {

    /**
     * A watcher saw something.
     *
     * @param source of which source it is a watcher
     * @param watcher which of the watchers, each having a number
     */
    record Seen(String source, int watcher, Sighting sighting) implements Work {}

    /** A target answered to the agent's own heartbeat. */
    record SelfAnswered(String heartbeat, Answer answer) implements Work {}

    /** The clock was set, or the host slept: what is due by the clock may not have had its time yet. */
    record ClockLeapt(Duration by) implements Work {}

    /** The night is over: time for its summary. */
    record NightOver() implements Work {}

    /** A target answered. */
    record Answered(DeliveryRow delivery, Answer answer) implements Work {}

    /** The configuration is new. */
    record Configure(List<HeartbeatRule> heartbeats, Map<String, Channel> channels) implements Work {}

    /** Nothing: only wakes the judge. */
    record Wake() implements Work {}
}
