package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.config.TargetConf;
import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.NoticeRow;
import dev.allclear.watch.spool.SpoolException;
import dev.allclear.watch.spool.SpoolWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code allclear test}. */
@Command(
        name = "test",
        description = {
            "Send a test notification to one target, the way that every notification goes: through the outbox of the running"
                    + " daemon, with its templates and its TLS. Prints what the other side answered."
        },
        footer = {"", "Exit codes: 0 it was delivered; 1 it was not, or not within the time; 2 there is no such target."
        })
final class TestCommand extends ReportCommand {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "TARGET", description = "The name of its stanza.")
    private String target = "";

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for the answer; default ${DEFAULT-VALUE}.",
            defaultValue = "90")
    private int wait = 90;

    @Override
    public Integer call() throws SpoolException, InterruptedException {
        AgentConf conf = config.require(err());
        TargetConf known = conf.target(target)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "there is no target " + target + "; there are: "
                                + conf.targets().stream().map(TargetConf::name).collect(Collectors.joining(", "))));
        if (known.common().disabled()) {
            throw new CommandFailure(ExitCode.NO, "the target " + target + " is disabled; remove `disable` first");
        }
        String id = UUID.randomUUID().toString();
        try (Ledger ledger = Ledgers.require(conf)) {
            new SpoolWriter(conf.spool()).askTest(id, target);
            return await(ledger, id);
        }
    }

    private int await(Ledger ledger, String id) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(wait);
        Optional<NoticeRow> notice = Optional.empty();
        while (Instant.now().isBefore(end)) {
            notice =
                    ledger.read(entries -> entries
                            .events()
                            .find("test " + id)
                            .map(event -> entries.noticeReports().of(event.id()))
                            .orElse(List.of())
                            .stream()
                            .findFirst());
            if (notice.isPresent() && answered(notice.get())) {
                return say(notice.get());
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
        throw new CommandFailure(
                ExitCode.NO,
                notice.isEmpty()
                        ? "the daemon did not take the test within " + wait
                                + " s; is it running (systemctl status allclear), with this configuration?"
                        : target + " has not answered within " + wait
                                + " s; `allclear deliveries` shows what becomes of it");
    }

    private static boolean answered(NoticeRow notice) {
        return notice.state().closed() || (notice.state() == DeliveryState.PENDING && notice.attempts() > 0);
    }

    private int say(NoticeRow notice) {
        boolean fine = notice.state() == DeliveryState.DELIVERED;
        String said = notice.lastError() == null ? "" : ": " + notice.lastError();
        out().println(target + (fine ? ": delivered" : ": not delivered") + said);
        if (!notice.state().closed()) {
            out().println("It is tried again at " + Words.time(notice.dueAt()) + ".");
        }
        return fine ? ExitCode.FINE : ExitCode.NO;
    }
}
