package dev.allclear.daemon;

import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.deliver.PushChannel;
import dev.allclear.deliver.betterstack.BetterStack;
import dev.allclear.deliver.cronitor.Cronitor;
import dev.allclear.deliver.gatus.Gatus;
import dev.allclear.deliver.generic.AnyUrl;
import dev.allclear.deliver.healthchecks.Healthchecks;
import dev.allclear.deliver.http.HttpPushChannel;
import dev.allclear.deliver.http.PushService;
import dev.allclear.deliver.http.PushService.Usable;
import dev.allclear.deliver.kuma.KumaChannel;
import dev.allclear.deliver.kuma.PushUrl;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** From the heartbeats of the configuration to channels. */
public final class BeatChannels {
    private BeatChannels() {}

    /** Of every enabled heartbeat whose files name a URL, by its name. */
    static Map<String, PushChannel> of(AgentConf conf) {
        Map<String, PushChannel> channels = new LinkedHashMap<>();
        for (HeartbeatConf heartbeat : conf.enabled()) {
            if (!heartbeat.url().isEmpty()) {
                channel(heartbeat)
                        .ifPresent(channel -> channels.put(heartbeat.rule().name(), channel));
            }
        }
        return channels;
    }

    private static Optional<PushChannel> channel(HeartbeatConf heartbeat) {
        if (heartbeat.kind() == HeartbeatConf.Kind.KUMA) {
            KumaChannel.Method method =
                    KumaChannel.Method.valueOf(heartbeat.method().name());
            return PushUrl.parse(heartbeat.url().reveal()) instanceof PushUrl.Valid valid
                    ? Optional.of(new KumaChannel(valid.url(), method, heartbeat.timeout()))
                    : Optional.empty();
        }
        return service(heartbeat) instanceof Usable usable
                ? Optional.of(new HttpPushChannel(usable.service(), heartbeat.timeout()))
                : Optional.empty();
    }

    /** What is wrong with the push URL of a heartbeat that is not Uptime Kuma's, and what to write instead. */
    public static Optional<String> fault(HeartbeatConf heartbeat) {
        return heartbeat.url().isEmpty() || heartbeat.kind() == HeartbeatConf.Kind.KUMA
                ? Optional.empty()
                : service(heartbeat).fault();
    }

    private static PushService.Parsed service(HeartbeatConf heartbeat) {
        String url = heartbeat.url().reveal();
        return switch (heartbeat.kind()) {
            case HEALTHCHECKS -> Healthchecks.of(url);
            case GATUS -> Gatus.of(url, heartbeat.token());
            case BETTERSTACK -> BetterStack.of(url);
            case CRONITOR -> Cronitor.of(url);
            case GENERIC -> AnyUrl.of(heartbeat.method().name(), url, heartbeat.expectBody());
            case KUMA -> throw new IllegalArgumentException("Uptime Kuma has a channel of its own");
        };
    }
}
