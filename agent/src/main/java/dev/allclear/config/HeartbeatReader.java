package dev.allclear.config;

import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Heartbeat.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes heartbeats of their stanzas. For one use by one thread. */
final class HeartbeatReader {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private final PrivateFile secrets;
    private final PushUrlRule rule;
    private final WatchReader watches;
    private final Findings findings;
    private final Map<Secret, String> pushers = new HashMap<>();
    private final List<HeartbeatConf> heartbeats = new ArrayList<>();

    HeartbeatReader(PrivateFile secrets, PushUrlRule rule, KnownSources sources, Findings findings) {
        this.secrets = secrets;
        this.rule = rule;
        this.watches = new WatchReader(sources, findings);
        this.findings = findings;
    }

    /** Those that could be read, in file order. */
    List<HeartbeatConf> heartbeats() {
        return heartbeats;
    }

    void read(Section section) {
        Optional<Watch> watch = watches.read(section);
        boolean disabled = SourceReader.disabled(section);
        MonitorReader monitor = new MonitorReader(section, disabled, secrets, rule, findings);
        Secret url = url(section, disabled, monitor);
        Secret token = monitor.token();
        HeartbeatConf.Method method = monitor.method();
        boolean down = section.value("on-failure").orElse("silent").equals("down");
        if (!down && section.value("remind").isPresent()) {
            findings.warn(
                    section.line("remind"),
                    "'remind' of '" + section + "' has no effect: without 'on-failure down' a failure is not pushed",
                    "remove the line, or add 'on-failure down'");
        }
        watch.ifPresent(what -> heartbeats.add(new HeartbeatConf(
                rule(section, what),
                monitor.kind(),
                url,
                token,
                method,
                section.value("expect-body").orElse(null),
                section.value("msg").orElse(null),
                SourceReader.duration(section, "timeout", DEFAULT_TIMEOUT),
                disabled,
                down,
                SourceReader.duration(section, "remind", HeartbeatConf.DEFAULT_REMIND))));
    }

    private static Heartbeat rule(Section section, Watch watch) {
        return new Heartbeat(
                section.id(),
                watch,
                GuestList.parse(section.values("guests")),
                section.value("warnings").map("ok"::equals).orElse(warningsOk(watch)),
                section.value("empty").orElse("fail").equals("ok"),
                section.value("manual").orElse("count").equals("count"),
                SourceReader.duration(section, "grace", Heartbeat.DEFAULT_GRACE),
                SourceReader.duration(section, "max-age").orElse(null));
    }

    /** A chain is as strict as the strictest of its links. */
    private static boolean warningsOk(Watch watch) {
        return !(watch instanceof StoreWatch store) || store.kind().warningsOk();
    }

    private Secret url(Section section, boolean disabled, MonitorReader monitor) {
        Secret url = monitor.url();
        if (!disabled && url.isEmpty() && !monitor.isToFillIn()) {
            findings.warn(
                    section.line(),
                    "'" + section + "' has no url: its runs are judged and nothing is pushed",
                    "add an indented line 'url' with the push URL from the monitor's page");
        }
        String other = disabled || url.isEmpty() ? null : pushers.putIfAbsent(url, section.id());
        if (other != null) {
            findings.warn(
                    section.line(),
                    "'" + section + "' pushes to the same monitor as 'heartbeat: " + other
                            + "': the success of one hides the silence of the other",
                    "make a push monitor for each");
        }
        return url;
    }
}
