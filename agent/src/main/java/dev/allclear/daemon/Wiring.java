package dev.allclear.daemon;

import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.deliver.Channel;
import dev.allclear.deliver.kuma.KumaChannel;
import dev.allclear.deliver.kuma.PushUrl;
import dev.allclear.pipeline.HeartbeatRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** From the configuration to what the rooms need. */
final class Wiring {
    private Wiring() {}

    static List<HeartbeatRule> rules(AgentConf conf) {
        return conf.enabled().stream()
                .map(heartbeat -> HeartbeatRule.of(
                        heartbeat.rule(), heartbeat.msg(), heartbeat.down() ? heartbeat.remind() : null))
                .toList();
    }

    static Map<String, Channel> channels(AgentConf conf) {
        Map<String, Channel> channels = new LinkedHashMap<>();
        for (HeartbeatConf heartbeat : conf.enabled()) {
            PushUrl.Parsed url = PushUrl.parse(heartbeat.url().reveal());
            if (url instanceof PushUrl.Valid valid) {
                KumaChannel.Method method =
                        KumaChannel.Method.valueOf(heartbeat.method().name());
                channels.put(heartbeat.rule().name(), new KumaChannel(valid.url(), method, heartbeat.timeout()));
            }
        }
        return channels;
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
