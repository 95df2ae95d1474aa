package dev.allclear.daemon;

import dev.allclear.config.SourceConf;
import dev.allclear.task.Upid;
import dev.allclear.watch.Pulses;
import dev.allclear.watch.Remembered;
import dev.allclear.watch.SightingSink;
import dev.allclear.watch.http.ApiClient;
import dev.allclear.watch.http.Credentials;
import dev.allclear.watch.http.PolledSource;
import dev.allclear.watch.http.Polls;
import dev.allclear.watch.http.SourceSetup;
import dev.allclear.watch.http.Trust;
import dev.allclear.watch.pbs.PbsApi;
import dev.allclear.watch.pbs.PbsSource;
import dev.allclear.watch.pve.PveApi;
import dev.allclear.watch.pve.PveSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** The sources that are asked through their API. An agent without one never loads any of this. */
final class ApiWatch implements AutoCloseable {
    private final Polls polls;
    private final List<ApiClient> clients = new ArrayList<>();
    private final Map<PolledSource, Consumer<Duration>> sources = new LinkedHashMap<>();
    private final BiConsumer<String, Duration> took;

    /** One whose looks nobody measures. */
    ApiWatch() {
        this(new Pulses(), (source, duration) -> {});
    }

    /**
     * @param pulses of the polls
     * @param took is told how long each look took, with the name of its source; called by many threads
     */
    ApiWatch(Pulses pulses, BiConsumer<String, Duration> took) {
        this.polls = new Polls(pulses);
        this.took = took;
    }

    /** Takes a source in; {@link #start} begins to ask it. */
    void add(
            SourceConf conf,
            Remembered remembered,
            Function<String, Optional<Instant>> seenUntil,
            SightingSink sink,
            InstantSource clock) {
        ApiClient client = client(conf);
        clients.add(client);
        SourceSetup setup = new SourceSetup(
                conf.name(), Objects.requireNonNull(conf.tokenId()), conf.poll(), remembered, seenUntil, sink, clock);
        sources.put(
                conf.product() == Upid.Product.PVE
                        ? PveSource.of(PveApi.of(client), conf.nodes(), setup)
                        : PbsSource.of(PbsApi.of(client), setup),
                duration -> took.accept(conf.name(), duration));
    }

    /** A client of its own for a source that has an API. */
    static ApiClient client(SourceConf conf) {
        String tokenId = Objects.requireNonNull(conf.tokenId());
        Credentials credentials = conf.product() == Upid.Product.PVE
                ? Credentials.pve(tokenId, conf.token())
                : Credentials.pbs(tokenId, conf.token());
        return ApiClient.of(conf.urls(), trust(conf), credentials);
    }

    private static Trust trust(SourceConf conf) {
        if (!conf.fingerprints().isEmpty()) {
            return Trust.pinned(conf.fingerprints());
        }
        return conf.caFile() == null ? Trust.ofTheHost() : Trust.authority(conf.caFile());
    }

    void start() {
        sources.forEach(polls::add);
        polls.start();
    }

    @Override
    public void close() {
        polls.close();
        clients.forEach(ApiClient::close);
    }
}
