package dev.allclear.pipeline;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.NoticeChannel;
import dev.allclear.deliver.PushChannel;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.NoticeBatch;
import dev.allclear.watch.Sighting;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the judge has to do, in the order of arrival. */
sealed interface Work {

    /**
     * A watcher saw something.
     *
     * @param source of which source it is a watcher
     * @param watcher which of the watchers, each having a number
     * @param committed wants to know when the sighting is in the ledger
     */
    record Seen(String source, int watcher, Sighting sighting, Consumer<Sighting> committed) implements Work {}

    /** A target answered to the agent's own heartbeat. */
    record SelfAnswered(String heartbeat, Answer answer) implements Work {}

    /** The night is over: time for its summary. */
    record NightOver() implements Work {}

    /** A target answered. */
    record Answered(DeliveryRow delivery, Answer answer) implements Work {}

    /** A target answered to a message. */
    record NoticeAnswered(NoticeBatch batch, Answer answer) implements Work {}

    /**
     * The configuration is new.
     *
     * @param channels of the heartbeats, by name
     * @param targets the channels of the targets, by name
     */
    record Configure(
            List<HeartbeatRule> heartbeats,
            Map<String, PushChannel> channels,
            Voice voice,
            Map<String, NoticeChannel> targets)
            implements Work {}

    /** Nothing: only wakes the judge. */
    record Wake() implements Work {}
}
