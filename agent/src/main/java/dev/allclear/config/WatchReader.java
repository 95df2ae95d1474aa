package dev.allclear.config;

import dev.allclear.config.Problem.Kind;
import dev.allclear.task.Upid.Product;
import dev.allclear.verdict.Heartbeat.ChainWatch;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.RunWatch;
import dev.allclear.verdict.Heartbeat.SelfWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Heartbeat.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a heartbeat watches. For one use by one thread. */
final class WatchReader {
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);
    private static final List<String> NOT_OF_ITSELF =
            List.of("source", "warnings", "empty", "manual", "grace", "max-age");

    private final KnownSources sources;
    private final Findings findings;

    WatchReader(KnownSources sources, Findings findings) {
        this.sources = sources;
        this.findings = findings;
    }

    /** What the stanza watches, or empty when it does not say that; faults are told. */
    Optional<Watch> read(Section section) {
        List<String> ways = new ArrayList<>();
        for (String key : List.of("job", "task", "require", "self")) {
            if (!section.value(key).orElse("false").equals("false")) {
                ways.add(key);
            }
        }
        if (ways.size() != 1) {
            refuse(section, ways);
            return Optional.empty();
        }
        String way = ways.get(0);
        refuseGuests(section, way);
        warnOfNoEffect(section, way);
        return switch (way) {
            case "job" -> job(section);
            case "task" -> task(section);
            case "require" -> chain(section);
            default -> Optional.of(new SelfWatch(SourceReader.duration(section, "interval", DEFAULT_INTERVAL)));
        };
    }

    private void refuse(Section section, List<String> ways) {
        boolean none = ways.isEmpty();
        if (none || ways.equals(List.of("job", "task"))) {
            findings.fault(
                    none ? section.line() : section.line("task"),
                    none ? Kind.MISSING_REQUIRED : Kind.DUPLICATE_PROPERTY,
                    "'" + section + "' says " + (none ? "neither" : "both") + " which job " + (none ? "nor" : "and")
                            + " which kind of task it watches",
                    none
                            ? "add an indented line 'job ID' with the id behind 'vzdump:' in /etc/pve/jobs.cfg, or"
                                    + " 'task vzdump'"
                            : "keep either 'job' or 'task'");
            return;
        }
        findings.fault(
                section.line(ways.get(ways.size() - 1)),
                Kind.DUPLICATE_PROPERTY,
                "'" + section + "' has " + SourceReader.quoted(ways) + ", each of which says what it watches",
                "keep one of them, and make a heartbeat for each other");
    }

    private Optional<Watch> job(Section section) {
        String id = section.value("job").orElseThrow();
        if (TaskWord.kind(id).isPresent()) {
            findings.fault(
                    section.line("job"),
                    Kind.INVALID_VALUE,
                    "job '" + Spelling.shorten(id) + "' is a job of a backup server, and 'job' is for those of PVE",
                    "write 'task' instead of 'job'");
            return Optional.empty();
        }
        String source = section.value("source").orElse(null);
        check(section, source == null ? "job" : "source", new JobWatch(source, id));
        return Optional.of(new JobWatch(source, id));
    }

    private Optional<Watch> task(Section section) {
        String source = section.value("source").orElse(null);
        Optional<RunWatch> watch = TaskWord.task(source, section.value("task").orElseThrow());
        watch.ifPresent(run -> check(section, source == null ? "task" : "source", run));
        return watch.map(Watch.class::cast);
    }

    private void check(Section section, String key, RunWatch watch) {
        sources.check(section, section.line(key), watch.source(), product(watch), findings);
    }

    private Optional<Watch> chain(Section section) {
        List<RunWatch> requirements = new ArrayList<>();
        for (Section.Entry line : section.entries().getOrDefault("require", List.of())) {
            RunWatch requirement = TaskWord.requirement(line.text()).orElseThrow();
            if (requirements.contains(requirement)) {
                findings.fault(
                        line.line(),
                        Kind.DUPLICATE_PROPERTY,
                        "'" + section + "' requires '" + Spelling.shorten(line.text()) + "' twice",
                        "keep one of the two lines");
            }
            sources.check(section, line.line(), requirement.source(), product(requirement), findings);
            requirements.add(requirement);
        }
        if (requirements.size() < 2) {
            findings.fault(
                    section.line("require"),
                    Kind.MISSING_REQUIRED,
                    "'" + section + "' has a single 'require', which makes no chain",
                    "add the requirement that has to follow, or write 'source' and then 'job' or 'task' instead");
        }
        if (section.value("source").isPresent()) {
            findings.fault(
                    section.line("source"),
                    Kind.DUPLICATE_PROPERTY,
                    "'" + section + "' has 'source' besides 'require', whose lines name their sources themselves",
                    "remove the line 'source'");
        }
        return Optional.of(new ChainWatch(requirements));
    }

    private void refuseGuests(Section section, String way) {
        boolean guests = way.equals("job") || section.value("task").orElse("").equals("vzdump");
        if (!guests && section.value("guests").isPresent()) {
            findings.fault(
                    section.line("guests"),
                    Kind.INVALID_VALUE,
                    "'" + section + "' has 'guests', and what it watches is no single backup of guests",
                    "remove the line; 'guests' belongs to 'job' and to 'task vzdump'");
        }
    }

    private void warnOfNoEffect(Section section, String way) {
        if (!way.equals("self") && section.value("interval").isPresent()) {
            findings.warn(
                    section.line("interval"),
                    "'interval' of '" + section + "' has no effect: a push is made when a run succeeds",
                    "remove the line; 'interval' belongs to 'self yes'");
        }
        List<String> idle = NOT_OF_ITSELF.stream()
                .filter(key -> way.equals("self") && section.value(key).isPresent())
                .toList();
        if (!idle.isEmpty()) {
            findings.warn(
                    section.line(idle.get(0)),
                    SourceReader.quoted(idle) + " of '" + section + "' have no effect: the agent watches itself there",
                    "remove them");
        }
    }

    private static Product product(RunWatch watch) {
        return watch instanceof StoreWatch ? Product.PBS : Product.PVE;
    }
}
