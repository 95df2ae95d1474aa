package dev.allclear.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.ledger.Ledger;
import dev.allclear.pipeline.HeartbeatRule;
import dev.allclear.pipeline.Pipeline;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpLogReader;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.watch.Sighting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status} and {@code explain} over a ledger with one good and one failed run. */
class LedgerCommandsTest {
    private static final String GOOD = "UPID:pve1:00000001:00000001:6B01483C:vzdump:101:root@pam:";
    private static final String BAD = "UPID:pve1:00000002:00000002:6B02483C:vzdump:101:root@pam:";
    private static final String HEAD = """
            INFO: starting new backup job: vzdump 101 --storage local
            INFO: Starting Backup of VM 101 (lxc)
            INFO: CT Name: web01
            """;

    @TempDir
    private Path directory;

    private String conf = "";

    @BeforeEach
    void twoRuns() throws IOException {
        conf = Terminal.conf(directory, "heartbeat: nightly\n\ttask vzdump\n\turl http://kuma.test/api/push/SeCrEt123");
        Heartbeat rule =
                new Heartbeat("nightly", new TaskWatch("vzdump"), new TreeSet<>(), true, false, Duration.ofHours(20));
        Pipeline pipeline = new Pipeline(step -> {}, ZoneOffset.UTC);
        pipeline.use(List.of(HeartbeatRule.of(rule, null)));
        try (Ledger ledger = Ledger.open(directory.resolve("state"))) {
            Instant now = Instant.parse("2026-11-22T01:00:00Z");
            ledger.write(entries -> pipeline.learn(entries, Instant.parse("2026-11-01T01:00:00Z")));
            for (Sighting sighting : List.of(
                    ended(
                            GOOD,
                            HEAD + "INFO: Finished Backup of VM 101 (00:00:07)\n"
                                    + "INFO: Backup job finished successfully\nTASK OK\n"),
                    ended(
                            BAD,
                            HEAD + "ERROR: Backup of VM 101 failed - CT is locked (backup)\n"
                                    + "INFO: Backup job finished with errors\nTASK ERROR: job errors\n"),
                    new Sighting.Blind("/some/where", "cannot look there"))) {
                ledger.write(entries -> pipeline.take("local", sighting, entries, now));
            }
        }
    }

    private static Sighting ended(String upid, String log) {
        VzdumpLogReader reader = new VzdumpLogReader();
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, 0, bytes.length);
        Upid parsed = Upid.parse(upid).orElseThrow();
        return new Sighting.Ended(
                new TaskOutcome(parsed, reader.finalState(), parsed.started().plusSeconds(9), reader.report()));
    }

    @Test
    void statusShowsTheLastRunAndWhatIsWaiting() {
        assertThat(Terminal.run("status", "-c", conf).out())
                .contains("nightly  (task vzdump)")
                .contains("FAILED")
                .contains("guest 101 failed: CT is locked (backup)")
                .contains("last push  none yet")
                .contains("waiting    \"vzdump: 1/1 guests, 9 s\", attempt 1 at");
    }

    @Test
    void statusAsJsonHasRunsAndDeliveries() {
        assertThat(Terminal.run("status", "-c", conf, "--json").out())
                .contains("\"heartbeat\":\"nightly\"")
                .contains("\"verdict\":\"all-clear\"")
                .contains("\"state\":\"pending\"")
                .contains("\"possible_duplicates\":0");
    }

    @Test
    void explainTellsWhyTheNewestRunWasNotPushed() {
        assertThat(Terminal.run("explain", "nightly", "-c", conf).out())
                .contains("nightly: FAILED")
                .contains("run       " + BAD)
                .contains("guest     101    lxc  web01            failed: CT is locked (backup)")
                .contains("because   the task ended in TASK ERROR: job errors")
                .contains("push      none, because the run is no all-clear");
    }

    @Test
    void explainFindsARunByTheBeginningOfItsName() {
        assertThat(Terminal.run("explain", "nightly", "--run", "UPID:pve1:00000001", "-c", conf)
                        .out())
                .contains("nightly: ALL-CLEAR")
                .contains("push      pending: \"vzdump: 1/1 guests, 9 s\"");
    }

    @Test
    void explainAsJsonHasTheTaskAndThePush() {
        assertThat(Terminal.run("explain", "nightly", "--run", GOOD, "-c", conf, "--json")
                        .out())
                .contains("\"task\":{\"upid\":\"" + GOOD + "\"")
                .contains("\"push\":{\"run\":\"" + GOOD + "\",\"state\":\"pending\"");
    }

    @Test
    void explainSaysWhichHeartbeatsThereAre() {
        Terminal.Result result = Terminal.run("explain", "weekly", "-c", conf);
        assertThat(result.err()).contains("there is no heartbeat `weekly`; configured: nightly");
        assertThat(result.code()).isEqualTo(ExitCode.NO);
    }

    @Test
    void explainSaysThatARunIsNotKnown() {
        Terminal.Result result = Terminal.run("explain", "nightly", "--run", "UPID:x", "-c", conf);
        assertThat(result.err()).contains("no run of `nightly` begins with UPID:x");
        assertThat(result.code()).isEqualTo(ExitCode.NO);
    }

    @Test
    void statusWithoutALedgerSaysWhoMakesIt() throws IOException {
        String other = Terminal.conf(directory.resolve("other"), "heartbeat: hh\n\ttask vzdump");
        Terminal.Result result = Terminal.run("status", "-c", other);
        assertThat(result.err()).contains("nothing is known yet: there is no ledger in");
        assertThat(result.code()).isEqualTo(ExitCode.NO);
    }

    @Test
    void noCommandPrintsTheToken() {
        for (String command : List.of("status", "check")) {
            Terminal.Result result = Terminal.run(command, "-c", conf, "--json");
            assertThat(result.out() + result.err()).doesNotContain("SeCrEt123");
        }
    }
}
