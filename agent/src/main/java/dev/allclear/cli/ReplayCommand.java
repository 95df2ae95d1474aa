package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.config.LocalHost;
import dev.allclear.pipeline.HeartbeatRule;
import dev.allclear.pipeline.Replay;
import dev.allclear.verdict.Heartbeat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code allclear replay}. */
@Command(
        name = "replay",
        description = {
            "Judge the tasks of a directory as the daemon would have done, and send nothing.",
            "Without --config every vzdump task is judged as a run of its own."
        })
final class ReplayCommand extends ReportCommand {

    @Option(
            names = "--tasks",
            paramLabel = "DIR",
            description = "The task directory; default: that of the configuration, else /var/log/pve/tasks.")
    private @Nullable Path tasks;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Judge for the heartbeats of this configuration.")
    private @Nullable Path config;

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = "Leave out tasks that were started before this day (2026-11-01), or before the last weeks or"
                    + " days (4w, 10d).")
    private @Nullable String since;

    @Override
    public Integer call() throws InterruptedException {
        Instant start = since == null ? Instant.EPOCH : Since.parse(since, LocalDate.now(ZoneId.systemDefault()));
        Setting setting = setting();
        if (!Files.isDirectory(setting.host.tasks())) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    setting.host.tasks() + " is no directory; give the task directory with --tasks DIR");
        }
        if (json()) {
            Replay.run(setting.host, setting.heartbeats, start, new ReplayJson(out(), err()));
        } else {
            ReplayCalendar calendar = new ReplayCalendar(ZoneId.systemDefault(), err(), isTerminal());
            Replay.run(setting.host, setting.heartbeats, start, calendar);
            calendar.print(out());
        }
        return ExitCode.FINE;
    }

    private record Setting(LocalHost host, List<HeartbeatRule> heartbeats) {}

    private Setting setting() {
        if (config == null) {
            Heartbeat every = new Heartbeat(
                    "vzdump", new Heartbeat.TaskWatch("vzdump"), new TreeSet<>(), true, false, Duration.ofHours(20));
            return new Setting(withTasks(LocalHost.DEFAULT), List.of(HeartbeatRule.of(every, null)));
        }
        AgentConf conf = ConfigOption.require(config, err());
        return new Setting(
                withTasks(conf.local()),
                conf.enabled().stream()
                        .map(heartbeat -> HeartbeatRule.of(heartbeat.rule(), heartbeat.msg()))
                        .toList());
    }

    /** Progress is for a person who waits, not for a log file. */
    private static boolean isTerminal() {
        String terminal = System.getenv("TERM");
        return terminal != null && !terminal.equals("dumb");
    }

    private LocalHost withTasks(LocalHost host) {
        return tasks == null ? host : host.withTasks(tasks);
    }
}
