package dev.allclear.pipeline;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Push;
import dev.allclear.verdict.Heartbeat.SelfWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's own heartbeats: a beat every interval while it sees everything and every target delivers. They are of the
 * moment, so nothing of them is written down or tried again. Used by the judge's thread.
 */
final class SelfBeats {
    private static final Logger LOG = LoggerFactory.getLogger("dev.allclear");

    private final Map<String, Duration> intervals = new TreeMap<>();
    private final Map<String, Instant> last = new HashMap<>();
    private final Map<String, String> said = new HashMap<>();

    void use(List<HeartbeatRule> rules) {
        intervals.clear();
        for (HeartbeatRule rule : rules) {
            if (rule.rule().watch() instanceof SelfWatch self) {
                intervals.put(rule.name(), self.interval());
            }
        }
        last.keySet().retainAll(intervals.keySet());
    }

    /** When the next one is due. */
    Optional<Instant> nextDue() {
        return intervals.entrySet().stream()
                .map(beat -> last.getOrDefault(beat.getKey(), Instant.EPOCH).plus(beat.getValue()))
                .min(Instant::compareTo);
    }

    /**
     * What is to be pushed now.
     *
     * @param troubles what keeps the agent from being well, in words; none is pushed while there are any
     */
    Map<String, Push> due(Instant now, Set<String> free, List<String> troubles, String msg) {
        Map<String, Push> beats = new TreeMap<>();
        intervals.forEach((name, interval) -> {
            Instant next = last.getOrDefault(name, Instant.EPOCH).plus(interval);
            if (next.isAfter(now) || !free.contains(name)) {
                return;
            }
            last.put(name, now);
            String trouble = String.join("; ", troubles);
            if (troubles.isEmpty()) {
                beats.put(name, new Push(msg, Duration.ZERO, true));
            }
            if (!trouble.equals(said.put(name, trouble)) && !trouble.isEmpty()) {
                LOG.warn("{}: no push of the agent's own heartbeat while not all is well: {}", name, trouble);
            }
        });
        return beats;
    }

    void answered(String name, Answer answer) {
        String trouble = answer instanceof Answer.Retry retry
                ? retry.reason()
                : answer instanceof Answer.Refused refused ? refused.reason() : "";
        if (!trouble.equals(said.put(name, trouble)) && !trouble.isEmpty()) {
            LOG.warn("{}: the push of the agent's own heartbeat did not succeed: {}", name, trouble);
        }
    }
}
