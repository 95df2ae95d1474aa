package dev.allclear.daemon;

import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.PushChannel;
import dev.allclear.pipeline.HeartbeatRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From the configuration to what the rooms need. */
final class Wiring {
    private Wiring() {}

    /** @param channels of the heartbeats, by name: they know which signals are worth queueing */
    static List<HeartbeatRule> rules(AgentConf conf, Map<String, PushChannel> channels) {
        return conf.enabled().stream()
                .map(heartbeat -> HeartbeatRule.of(
                                heartbeat.rule(), heartbeat.msg(), heartbeat.down() ? heartbeat.remind() : null)
                        .knowing(signals(channels.get(heartbeat.rule().name()))))
                .toList();
    }

    private static Set<Push.Signal> signals(@Nullable PushChannel channel) {
        return Arrays.stream(Push.Signal.values())
                .filter(signal -> channel != null && channel.knows(signal))
                .collect(Collectors.toSet());
    }

    static String names(AgentConf conf) {
        List<HeartbeatConf> enabled = conf.enabled();
        return enabled.isEmpty()
                ? "no heartbeat at all"
                : (enabled.size() == 1 ? "heartbeat " : "heartbeats ")
                        + enabled.stream()
                                .map(heartbeat -> heartbeat.rule().name())
                                .collect(Collectors.joining(", "));
    }
}
