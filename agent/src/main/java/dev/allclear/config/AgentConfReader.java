package dev.allclear.config;

import dev.allclear.config.AgentConf.Reading;
import dev.allclear.config.Problem.Kind;
import dev.allclear.verdict.Heartbeat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a configuration of the texts of both files. No I/O; for one use by one thread. */
final class AgentConfReader {

    /**
     * The text of one file.
     *
     * @param name as the administrator gave it
     * @param worldReadable whether every user of the host may read it
     */
    record Text(String name, String text, boolean worldReadable) {
        /** The name only: the text may hold secrets. */
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Duration DEFAULT_MAX_AGE = Duration.ofHours(20);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private final Text agent;
    private final @Nullable Text priv;
    private final PushUrlRule rule;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final Map<String, Section> secrets = new HashMap<>();
    private final Map<Secret, String> pushers = new HashMap<>();
    private final List<HeartbeatConf> heartbeats = new ArrayList<>();
    private final Map<String, Section> single = new HashMap<>();

    AgentConfReader(Text agent, @Nullable Text priv, PushUrlRule rule) {
        this.agent = agent;
        this.priv = priv;
        this.rule = rule;
    }

    /** @param defaultLedger the ledger's directory when the file names none */
    Reading read(Path defaultLedger) {
        readPrivate();
        SectionConfig.Parsed parsed = SectionConfig.parse(agent.name(), agent.text(), AgentSchema.PUBLIC);
        problems.addAll(parsed.problems());
        parsed.sections().forEach(this::take);
        if (!problems.isEmpty()) {
            return new Reading.Faulty(List.copyOf(problems), List.copyOf(warnings));
        }
        warnOfLeftovers();
        Path ledger = Optional.ofNullable(single.get(AgentSchema.LEDGER))
                .flatMap(section -> section.value("path"))
                .map(Path::of)
                .orElse(defaultLedger);
        return new Reading.Good(new AgentConf(heartbeats, local(), ledger), List.copyOf(warnings));
    }

    private void readPrivate() {
        if (priv == null) {
            return;
        }
        SectionConfig.Parsed parsed = SectionConfig.parse(priv.name(), priv.text(), AgentSchema.PRIVATE);
        problems.addAll(parsed.problems());
        parsed.sections().stream()
                .filter(section -> section.type().equals(AgentSchema.HEARTBEAT))
                .forEach(section -> secrets.put(section.id(), section));
        if (priv.worldReadable()) {
            warn(
                    priv.name(),
                    0,
                    "every user of this host can read the secrets in it",
                    "type: chmod 600 " + priv.name());
        }
    }

    private void take(Section section) {
        switch (section.type()) {
            case AgentSchema.HEARTBEAT -> heartbeat(section);
            case AgentSchema.PVE, AgentSchema.LEDGER -> {
                Section first = single.putIfAbsent(section.type(), section);
                if (first != null) {
                    fault(
                            section.line(),
                            Kind.DUPLICATE_SECTION,
                            "a second stanza '" + section.type() + "', after '" + first + "' in line " + first.line()
                                    + "; only one is possible",
                            "put the keys of both under one header");
                }
            }
            default ->
                warn(
                        agent.name(),
                        section.line(),
                        "'" + section + "' is well-formed and has no effect: this release delivers heartbeats only",
                        "");
        }
    }

    private void heartbeat(Section section) {
        Optional<String> job = section.value("job");
        Optional<String> task = section.value("task");
        if (job.isPresent() == task.isPresent()) {
            boolean both = job.isPresent();
            fault(
                    both ? section.line("task") : section.line(),
                    both ? Kind.DUPLICATE_PROPERTY : Kind.MISSING_REQUIRED,
                    "'" + section + "' says " + (both ? "both" : "neither") + " which job " + (both ? "and" : "nor")
                            + " which kind of task it watches",
                    both
                            ? "keep either 'job' or 'task'"
                            : "add an indented line 'job ID' with the id behind 'vzdump:' in /etc/pve/jobs.cfg, or"
                                    + " 'task vzdump'");
            return;
        }
        Heartbeat.Watch watch = job.<Heartbeat.Watch>map(Heartbeat.JobWatch::new)
                .orElseGet(() -> new Heartbeat.TaskWatch(task.orElseThrow()));
        boolean disabled = section.value("disable").map(Boolean::parseBoolean).orElse(false);
        heartbeats.add(new HeartbeatConf(
                new Heartbeat(
                        section.id(),
                        watch,
                        GuestList.parse(section.values("guests")),
                        section.value("warnings").orElse("ok").equals("ok"),
                        section.value("empty").orElse("fail").equals("ok"),
                        duration(section, "max-age", DEFAULT_MAX_AGE)),
                url(section, disabled),
                section.value("method").orElse("get").equals("get")
                        ? HeartbeatConf.Method.GET
                        : HeartbeatConf.Method.POST,
                section.value("msg").orElse(null),
                duration(section, "timeout", DEFAULT_TIMEOUT),
                disabled));
    }

    private Secret url(Section section, boolean disabled) {
        Optional<String> open = section.value("url");
        if (open.isPresent() && agent.worldReadable()) {
            warn(
                    agent.name(),
                    section.line("url"),
                    "every user of this host can read this push URL and push with it",
                    "type: chmod o-r " + agent.name() + " (or move the line under the same header in agent-priv.conf)");
        }
        open.ifPresent(url -> judge(url, agent.name(), section.line("url")));
        Section own = secrets.remove(section.id());
        Optional<String> hidden = own == null ? Optional.empty() : own.value("url");
        if (own != null && priv != null) {
            hidden.ifPresent(url -> judge(url, priv.name(), own.line("url")));
        }
        Secret url = hidden.or(() -> open).map(Secret::new).orElse(Secret.NONE);
        if (!disabled && url.isEmpty()) {
            warn(
                    agent.name(),
                    section.line(),
                    "'" + section + "' has no url: its runs are judged and nothing is pushed",
                    "add an indented line 'url' with the push URL from the monitor's page");
        }
        String other = disabled || url.isEmpty() ? null : pushers.putIfAbsent(url, section.id());
        if (other != null) {
            warn(
                    agent.name(),
                    section.line(),
                    "'" + section + "' pushes to the same monitor as 'heartbeat: " + other
                            + "': the success of one hides the silence of the other",
                    "make a push monitor for each");
        }
        return url;
    }

    private void judge(String url, String file, int line) {
        rule.fault(url).ifPresent(why -> problems.add(new Problem(file, line, Kind.INVALID_VALUE, "url: " + why, "")));
    }

    private void warnOfLeftovers() {
        secrets.forEach((id, section) -> warn(
                priv == null ? "" : priv.name(),
                section.line(),
                "there is no '" + section + "' in " + agent.name() + ": nothing uses this url",
                "write the same name in both files"));
        if (heartbeats.stream().allMatch(HeartbeatConf::disabled)) {
            warn(agent.name(), 0, "there is no heartbeat that is not disabled: nothing will ever be pushed", "");
        }
    }

    private LocalHost local() {
        LocalHost usual = LocalHost.DEFAULT;
        Section section = single.get(AgentSchema.PVE);
        if (section == null) {
            return usual;
        }
        Function<String, Optional<Path>> path = key -> section.value(key).map(Path::of);
        return new LocalHost(
                path.apply("tasks").orElse(usual.tasks()),
                path.apply("jobs-cfg").orElse(usual.jobsCfg()),
                path.apply("job-state").orElse(usual.jobStates()),
                path.apply("proc").orElse(usual.proc()),
                duration(section, "full-look", usual.fullLook()),
                duration(section, "grace", usual.grace()));
    }

    private static Duration duration(Section section, String key, Duration usual) {
        return section.value(key).flatMap(Durations::parse).orElse(usual);
    }

    private void fault(int line, Kind kind, String message, String suggestion) {
        problems.add(new Problem(agent.name(), line, kind, message, suggestion));
    }

    private void warn(String file, int line, String message, String suggestion) {
        warnings.add(new Problem(file, line, Kind.WARNING, message, suggestion));
    }
}
