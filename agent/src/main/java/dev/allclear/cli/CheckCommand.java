package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.config.Problem;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code allclear check}. */
@Command(
        name = "check",
        description = {
            "Check the configuration and everything that it names: directories, APIs and their rights, jobs, "
                    + "schedules, targets.",
            "Prints one line for each finding, with what to do. Nothing is pushed and nobody is told."
        },
        footer = {
            "",
            "Exit codes: 0 nothing is wrong, warnings are possible; 1 there are problems; 2 the file cannot be used."
        })
final class CheckCommand extends ReportCommand {
    private static final ApiProbe PROBE = ApiProbe.REAL;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--offline", description = "Ask nothing over the network: no API, no target.")
    private boolean offline;

    @Override
    public Integer call() {
        AgentConf.Reading reading = config.read();
        List<Finding> findings = new ArrayList<>();
        reading.warnings()
                .forEach(warning -> findings.add(
                        warning.kind() == Problem.Kind.TO_FILL_IN
                                ? Finding.problem(warning.toString())
                                : Finding.warning(warning.toString())));
        if (reading instanceof AgentConf.Reading.Faulty faulty) {
            faulty.problems().forEach(problem -> findings.add(Finding.problem(problem.toString())));
            print(findings);
            return ExitCode.USAGE;
        }
        AgentConf.Reading.Good good = (AgentConf.Reading.Good) reading;
        good.leftOut().forEach(problem -> findings.add(Finding.problem(problem.toString())));
        findings.addAll(Examination.of(
                good.conf(), offline ? ApiProbe.LOCAL : PROBE, !offline, Instant.now(), ZoneId.systemDefault()));
        print(findings);
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.PROBLEM)
                ? ExitCode.NO
                : ExitCode.FINE;
    }

    private void print(List<Finding> findings) {
        if (!json()) {
            findings.forEach(out()::println);
            return;
        }
        Output.jsonLine(out(), object -> {
            object.writeArrayPropertyStart("findings");
            findings.forEach(finding -> {
                object.writeStartObject();
                object.writeStringProperty("level", finding.level().name().toLowerCase(Locale.ROOT));
                object.writeStringProperty("text", finding.text());
                object.writeEndObject();
            });
            object.writeEndArray();
        });
    }
}
