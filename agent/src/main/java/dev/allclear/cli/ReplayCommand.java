package dev.allclear.cli;

import dev.allclear.cli.setup.HookScript;
import dev.allclear.cli.setup.HookScript.Says;
import dev.allclear.config.AgentConf;
import dev.allclear.config.LocalHost;
import dev.allclear.pipeline.HeartbeatRule;
import dev.allclear.pipeline.Judgement;
import dev.allclear.pipeline.Replay;
import dev.allclear.task.Upid.Product;
import dev.allclear.verdict.Heartbeat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code allclear replay}. */
@Command(
        name = "replay",
        description = {
            "Judge the tasks of a directory as the daemon would have done, and send nothing.",
            "With --config each source that is on this host is replayed for its heartbeats; without, every vzdump "
                    + "task is judged as a run of its own, and in the directory of a backup server the runs of each job "
                    + "that is found."
        },
        footer = {
            "",
            "Examples:",
            "  allclear replay --since 4w --config /etc/allclear/agent.conf",
            "  allclear replay --tasks /mnt/old/var/log/pve/tasks --json"
        })
final class ReplayCommand extends ReportCommand {

    @Option(
            names = "--tasks",
            paramLabel = "DIR",
            description = "The task directory; default: those of the configuration, else /var/log/pve/tasks.")
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

    @Option(
            names = "--compare",
            description =
                    "Say beside each run what Proxmox's own mail said of it, and what a hook script that pushes at"
                            + " job-end would have done.")
    private boolean compare;

    @Option(
            names = "--hook",
            paramLabel = "FILE",
            description = "With --compare: the hook script in use; it is read, not run.")
    private @Nullable Path hook;

    @Override
    public Integer call() throws InterruptedException {
        Instant start = since == null ? Instant.EPOCH : Since.parse(since, LocalDate.now(ZoneId.systemDefault()));
        List<ReplayPlan> plans = plans();
        for (ReplayPlan plan : plans) {
            if (!Files.isDirectory(plan.host().tasks())) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        plan.host().tasks() + " is no directory; give the task directory with --tasks DIR");
            }
        }
        for (ReplayPlan plan : plans) {
            replay(plan, start, plans.size() > 1);
        }
        return ExitCode.FINE;
    }

    private void replay(ReplayPlan plan, Instant start, boolean several) throws InterruptedException {
        ReplayCalendar calendar = new ReplayCalendar(
                ZoneId.systemDefault(),
                err(),
                isTerminal(),
                plan.product() == Product.PBS,
                compare ? new ReplayComparison(said(plan)) : null);
        Replay.Listener listener = json() ? new ReplayJson(out(), err(), plan.source(), beside(plan)) : calendar;
        List<HeartbeatRule> heartbeats = plan.heartbeats();
        if (config == null && plan.product() == Product.PBS) {
            StoreJobsSeen jobs = new StoreJobsSeen(listener);
            Replay.run(plan.host(), List.of(), start, jobs);
            heartbeats = jobs.rules();
        }
        Replay.run(plan.host(), heartbeats, start, listener);
        if (!json()) {
            if (several) {
                out().println("source " + plan.source() + ", " + plan.host().tasks());
            }
            calendar.print(out());
        }
    }

    private Function<Judgement, Map<String, String>> beside(ReplayPlan plan) {
        Says said = said(plan);
        return judgement -> compare ? ReplayComparison.json(judgement, said) : Map.of();
    }

    /** A backup server calls no hooks. */
    private @Nullable Says said(ReplayPlan plan) {
        if (plan.product() == Product.PBS) {
            return null;
        }
        try {
            return hook == null ? Says.AT_JOB_END : HookScript.read(hook).says();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, hook + " cannot be read: " + e.getMessage());
        }
    }

    private List<ReplayPlan> plans() {
        if (config == null) {
            Path directory = tasks == null ? LocalHost.DEFAULT.tasks() : tasks;
            Product product = ReplayPlan.product(directory);
            Heartbeat every = new Heartbeat(
                    "vzdump", new Heartbeat.TaskWatch("vzdump"), new TreeSet<>(), true, false, Duration.ofHours(20));
            return List.of(new ReplayPlan(
                    null,
                    product,
                    LocalHost.DEFAULT.withTasks(directory),
                    product == Product.PVE ? List.of(HeartbeatRule.of(every, null)) : List.of()));
        }
        AgentConf conf = ConfigOption.require(config, err());
        List<ReplayPlan> plans = tasks == null ? ReplayPlan.of(conf) : List.of(ReplayPlan.of(conf, tasks));
        List<String> leftOut = ReplayPlan.leftOut(conf, plans);
        if (!leftOut.isEmpty()) {
            err().println("left out: " + String.join(", ", leftOut)
                    + " (what they watch is not in one task directory of this host)");
        }
        return plans;
    }

    /** Progress is for a person who waits, not for a log file. */
    static boolean isTerminal() {
        String terminal = System.getenv("TERM");
        return terminal != null && !terminal.equals("dumb");
    }
}
