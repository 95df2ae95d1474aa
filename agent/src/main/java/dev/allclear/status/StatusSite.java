package dev.allclear.status;

import com.codahale.metrics.MetricRegistry;
import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.config.SourceConf;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.LedgerException;
import dev.allclear.status.page.Frame;
import dev.allclear.status.page.Pages;
import dev.allclear.status.view.Explanation;
import dev.allclear.status.view.Guests;
import dev.allclear.status.view.HeartbeatView;
import dev.allclear.status.view.Overview;
import dev.allclear.status.view.RunView;
import dev.allclear.status.view.Runs;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What is to be seen at which path. The ledger is opened for each question, for reading only, and closed: nothing is kept
 * while nobody looks. Thread-safe.
 */
public final class StatusSite {
    private static final int RUNS = 60;
    private static final int EVENTS = 200;
    private static final String HTML = "text/html; charset=utf-8";

    private final Supplier<AgentConf> conf;
    private final MetricRegistry registry;
    private final BooleanSupplier judging;
    private final InstantSource clock;
    private final ZoneId zone;
    private final String host;
    private final Set<String> names;
    private final Instant started;

    /**
     * A site.
     *
     * @param conf the configuration in use
     * @param registry what the agent counts
     * @param judging whether the judge is alive
     * @param zone of this host
     * @param names of this host; the first is shown
     */
    public StatusSite(
            Supplier<AgentConf> conf,
            MetricRegistry registry,
            BooleanSupplier judging,
            InstantSource clock,
            ZoneId zone,
            List<String> names) {
        this.conf = conf;
        this.registry = registry;
        this.judging = judging;
        this.clock = clock;
        this.zone = zone;
        this.host = names.get(0);
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.started = clock.instant();
    }

    /** Under which it may be asked, in lower case. */
    Set<String> names() {
        return names;
    }

    /**
     * The answer to a question.
     *
     * @param rawPath as the browser sent it, still encoded
     */
    Reply answer(String rawPath) {
        return switch (rawPath) {
            case "/style.css" -> Reply.of(200, "text/css; charset=utf-8", Pages.style());
            case "/icon.svg" -> Reply.of(200, "image/svg+xml", Pages.icon());
            case "/metrics" -> metrics();
            case "/healthz" -> health();
            default -> page(rawPath);
        };
    }

    private Reply page(String rawPath) {
        Frame frame = new Frame(host, ProcessMetrics.version(), clock.instant(), zone);
        try {
            Optional<String> page = read(frame, Route.of(rawPath));
            return page.map(html -> html(200, html))
                    .orElseGet(() -> html(
                            404,
                            Pages.message(
                                    frame,
                                    "Not here",
                                    "There is no such page, or the ledger does not know it any more.")));
        } catch (Unreadable e) {
            return html(503, Pages.message(frame, "The ledger cannot be read", e.sentence()));
        }
    }

    private static Reply html(int status, String page) {
        return Reply.of(status, HTML, Harmless.text(page));
    }

    private Optional<String> read(Frame frame, Route route) {
        AgentConf now = conf.get();
        return switch (route.page()) {
            case OVERVIEW -> Optional.of(Pages.overview(frame, ledger(now, entries -> overview(now, entries))));
            case GUESTS -> Optional.of(Pages.guests(frame, ledger(now, entries -> Guests.of(now, entries, zone))));
            case EVENTS ->
                Optional.of(Pages.events(
                        frame, ledger(now, entries -> entries.events().newest(EVENTS))));
            case HEARTBEAT -> ledger(now, entries -> heartbeat(frame, now, route.heartbeat(), entries));
            case RUN -> ledger(now, entries -> run(frame, now, route, entries));
            case NONE -> Optional.empty();
        };
    }

    private Overview overview(AgentConf now, Entries entries) {
        return Overview.of(now, entries, clock.instant(), zone);
    }

    private Optional<String> heartbeat(Frame frame, AgentConf now, String name, Entries entries) {
        Optional<HeartbeatView> view = overview(now, entries).heartbeats().stream()
                .filter(beat -> beat.name().equals(name))
                .findFirst();
        return view.flatMap(beat -> rule(now, name).map(conf -> {
            Runs runs = Runs.of(conf.rule(), sources(now), entries, RUNS);
            Optional<Explanation> newest = Explanation.find(conf.rule(), null, sources(now), entries);
            return Pages.heartbeat(frame, beat, runs, newest.orElse(null));
        }));
    }

    private Optional<String> run(Frame frame, AgentConf now, Route route, Entries entries) {
        return rule(now, route.heartbeat())
                .flatMap(conf -> Explanation.find(conf.rule(), route.run(), sources(now), entries))
                .map(explained -> Pages.run(frame, explained));
    }

    private static Optional<HeartbeatConf> rule(AgentConf conf, String name) {
        return conf.heartbeats().stream()
                .filter(heartbeat -> heartbeat.rule().name().equals(name))
                .findFirst();
    }

    private static List<String> sources(AgentConf conf) {
        return conf.sources().stream().map(SourceConf::name).toList();
    }

    private Reply health() {
        AgentConf now = conf.get();
        try {
            return Health.of(judging.getAsBoolean(), ledger(now, entries -> overview(now, entries)))
                    .reply();
        } catch (Unreadable e) {
            return new Health(List.of(e.sentence())).reply();
        }
    }

    /** What the agent counts is told also when the ledger cannot be read. */
    private Reply metrics() {
        Exposition out = new Exposition();
        ProcessMetrics.write(started, out);
        boolean readable = true;
        AgentConf now = conf.get();
        try {
            ledger(now, entries -> {
                Overview overview = overview(now, entries);
                new LedgerMetrics(overview, newest(now, entries), out).write();
                return overview;
            });
        } catch (Unreadable e) {
            readable = false;
        }
        out.gauge("allclear_judge_alive", "1 while the judge is running.", Map.of(), judging.getAsBoolean() ? 1 : 0);
        out.gauge("allclear_ledger_readable", "1 while the ledger can be read.", Map.of(), readable ? 1 : 0);
        new RegistryMetrics(registry).write(out);
        return Reply.of(200, Exposition.CONTENT_TYPE, out.toString());
    }

    private static Map<String, RunView> newest(AgentConf conf, Entries entries) {
        Map<String, RunView> newest = new HashMap<>();
        conf.enabled()
                .forEach(heartbeat -> Runs.of(heartbeat.rule(), sources(conf), entries, 1).judged().stream()
                        .findFirst()
                        .ifPresent(run -> newest.put(heartbeat.rule().name(), run)));
        return newest;
    }

    private static <T> T ledger(AgentConf conf, Function<Entries, T> work) {
        try (Ledger ledger = Ledger.openReadOnly(conf.ledgerDirectory())
                .orElseThrow(() -> new Unreadable("there is no ledger in " + conf.ledgerDirectory()
                        + ": restart the agent, which makes one (`systemctl restart allclear`)."))) {
            return ledger.read(work);
        } catch (LedgerException e) {
            throw new Unreadable(String.valueOf(e.getMessage()));
        }
    }
}
