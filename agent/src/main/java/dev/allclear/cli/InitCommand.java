package dev.allclear.cli;

import dev.allclear.cli.setup.ConfWriter;
import dev.allclear.cli.setup.Guidance;
import dev.allclear.cli.setup.HookScript.Says;
import dev.allclear.cli.setup.HostSurvey;
import dev.allclear.cli.setup.Proposal;
import dev.allclear.cli.setup.SetupException;
import dev.allclear.cli.setup.UrlQuestions;
import dev.allclear.config.AgentConf;
import dev.allclear.pipeline.Replay;
import dev.allclear.task.Upid.Product;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code allclear init}. */
@Command(
        name = "init",
        description = {
            "Look for Proxmox on this host and write a configuration with one heartbeat for each job; say what to "
                    + "type in Proxmox and in Uptime Kuma; and judge the past weeks with it.",
            "Nothing is sent to anybody."
        })
final class InitCommand implements Callable<Integer> {
    private static final String TERMINALS = "/dev/(pts/\\d+|tty.*|console)";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration to write; default /etc/allclear/agent.conf below the root.")
    private @Nullable Path config;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Where the host's files are, for an image or a copy; default /.")
    private Path root = Path.of("/");

    @Option(names = "--yes", description = "Ask nothing: the push URLs are left to be filled in.")
    private boolean yes;

    @Option(
            names = "--force",
            description = "Replace a configuration that has heartbeats; the old one is kept as .bak.")
    private boolean force;

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = "How far back to judge; default ${DEFAULT-VALUE}.",
            defaultValue = "4w")
    private String since = "4w";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        ZoneId zone = ZoneId.systemDefault();
        Instant start = Since.parse(since, LocalDate.now(zone));
        Path directory = root.toAbsolutePath().normalize();
        ConfWriter writer = new ConfWriter(config == null ? directory.resolve("etc/allclear/agent.conf") : config);
        try {
            writer.requireFree(force);
            HostSurvey survey = HostSurvey.of(directory);
            if (survey.hosts().isEmpty()) {
                throw new CommandFailure(
                        ExitCode.NO,
                        "neither Proxmox VE nor Proxmox Backup Server was found below " + directory
                                + ": run this on such a host, or write a `pve:` or `pbs:` stanza with `url` and"
                                + " `token-id` into " + writer.file() + " to ask one over the network");
            }
            out.println("Found");
            Guidance.found(survey).forEach(line -> out.println("  " + line));
            Proposal proposal = answered(Proposal.of(survey), out);
            out.println();
            writer.write(survey, proposal, heading(LocalDate.now(zone)), force).forEach(out::println);
            tell(out, survey, proposal, zone);
            replay(out, writer.file(), survey, start);
            out.println();
            out.println("Next: " + (filledIn(proposal) ? "" : "put the push URLs into " + writer.hidden() + "; ")
                    + "allclear check -c " + writer.file() + "; systemctl restart allclear");
            return ExitCode.FINE;
        } catch (SetupException e) {
            throw new CommandFailure(ExitCode.NO, e.getMessage());
        } catch (AccessDeniedException e) {
            throw new CommandFailure(ExitCode.NO, e.getFile() + " cannot be written by this user: run this as root");
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.NO, writer.file() + " could not be written: " + e);
        }
    }

    private Proposal answered(Proposal proposal, PrintWriter out) throws IOException {
        if (proposal.heartbeats().isEmpty() || yes) {
            return UrlQuestions.known(proposal);
        }
        if (!isTerminal()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "standard input is no terminal, so nobody can be asked for push URLs: give --yes, and fill them in"
                            + " afterwards");
        }
        out.println();
        return new UrlQuestions(new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())), out)
                .ask(proposal);
    }

    private static boolean isTerminal() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString().matches(TERMINALS);
        } catch (IOException e) {
            return false; // No Linux: then it is asked for --yes.
        }
    }

    private static String heading(LocalDate today) {
        return "# Written by `allclear init` on " + today + ": one heartbeat for each job. Every key is explained in"
                + " agent.conf(5).\n# The push URLs stand under the same headers in agent-priv.conf.\n";
    }

    private static boolean filledIn(Proposal proposal) {
        return proposal.heartbeats().stream().allMatch(heartbeat -> heartbeat.url() != null);
    }

    private static void tell(PrintWriter out, HostSurvey survey, Proposal proposal, ZoneId zone) {
        if (proposal.heartbeats().isEmpty()) {
            out.println(
                    "There is no job with a schedule, so there is no heartbeat: make a job in Proxmox and run this again.");
        } else {
            out.println();
            out.println("In Uptime Kuma: a monitor of type Push for each, with");
            Guidance.kuma(proposal, Instant.now(), zone).forEach(out::println);
        }
        out.println();
        Guidance.token(survey).forEach(out::println);
    }

    /** With the configuration as it was written, but the files where they are. */
    private void replay(PrintWriter out, Path file, HostSurvey survey, Instant start) throws InterruptedException {
        AgentConf conf = ConfigOption.require(file, spec.commandLine().getErr());
        for (ReplayPlan plan : ReplayPlan.of(conf)) {
            if (!Files.isDirectory(plan.host().below(survey.root()).tasks())
                    || plan.heartbeats().isEmpty()) {
                continue;
            }
            out.println();
            out.println("The past (allclear replay --since " + since + " --compare -c " + file
                    + "): what it would have said");
            boolean pbs = plan.product() == Product.PBS;
            ReplayCalendar calendar = new ReplayCalendar(
                    ZoneId.systemDefault(),
                    spec.commandLine().getErr(),
                    ReplayCommand.isTerminal(),
                    pbs,
                    new ReplayComparison(pbs ? null : hook(survey)));
            Replay.run(plan.host().below(survey.root()), plan.heartbeats(), start, calendar);
            calendar.print(out);
        }
    }

    /** What is in use; else what most use. */
    private static Says hook(HostSurvey survey) {
        List<Says> all = survey.hooks().stream()
                .map(HostSurvey.Hook::script)
                .filter(script -> script != null && script.pushes())
                .map(script -> script == null ? Says.AT_JOB_END : script.says())
                .toList();
        return all.size() == 1 ? all.get(0) : Says.AT_JOB_END;
    }
}
