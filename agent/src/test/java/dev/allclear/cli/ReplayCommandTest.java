package dev.allclear.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.DatastoreReport;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.testing.RecordedCase;
import dev.allclear.testing.RecordedPbsCase;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.StoreJob;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
    @TempDir
    private Path directory;

    private List<String> replay(String recorded, String... more) throws IOException {
        Path tasks = RecordedCase.named(recorded).unpackTree(directory.resolve(recorded));
        List<String> args = new java.util.ArrayList<>(List.of("replay", "--tasks", tasks.toString(), "--json"));
        args.addAll(List.of(more));
        Terminal.Result result = Terminal.run(args.toArray(String[]::new));
        assertThat(result.code()).isZero();
        return result.out().lines().toList();
    }

    @Test
    void printsTheOutcomeTheVerdictAndThePushOfAGoodRun() throws IOException {
        assertThat(replay("01-ok-1-guest"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith(
                                        "{\"kind\":\"outcome\",\"upid\":\"UPID:pve1:00006BC6:00034B5C:6B0146DC:vzdump:"
                                                + "101:root@pam:\",\"node\":\"pve1\",\"type\":\"vzdump\",\"state\":\"ok\","
                                                + "\"status\":\"OK\",\"guests\":{\"101\":\"ok\"}"),
                        line -> assertThat(line)
                                .startsWith("{\"kind\":\"verdict\",\"heartbeat\":\"vzdump\",\"run\":\"UPID:pve1:")
                                .contains("\"verdict\":\"all-clear\",\"reasons\":[\"the log ends in TASK OK\""),
                        line -> assertThat(line)
                                .startsWith("{\"kind\":\"push\",\"heartbeat\":\"vzdump\",\"run\":\"UPID:pve1:")
                                .endsWith("\"msg\":\"vzdump: 1/1 guests, 1 s\"}"));
    }

    @Test
    void printsNoPushForAFailedRun() throws IOException {
        assertThat(replay("03-one-of-three-fails"))
                .anyMatch(line -> line.contains("\"verdict\":\"failed\""))
                .noneMatch(line -> line.contains("\"kind\":\"push\""));
    }

    @Test
    void judgesForTheHeartbeatsOfAConfiguration() throws IOException {
        String conf = Terminal.conf(
                directory, "heartbeat: strict\n\ttask vzdump\n\twarnings fail\n\turl http://kuma.test/api/push/abc");
        assertThat(replay("07-warnings-only", "--config", conf))
                .anyMatch(line -> line.contains("\"heartbeat\":\"strict\"") && line.contains("\"verdict\":\"failed\""));
    }

    @Test
    void comparesWithWhatTheMailAndTheHookSaid() throws IOException {
        assertThat(replay("15b-hook-one-guest-failed", "--compare"))
                .anyMatch(line -> line.contains("\"verdict\":\"failed\"")
                        && line.contains("\"mail\":\"failed\",\"hook\":\"pushes\""));
    }

    @Test
    void comparesInATable() throws IOException {
        Path tasks = RecordedCase.named("11-kill-9-worker").unpackTree(directory.resolve("killed"));
        assertThat(Terminal.run("replay", "--tasks", tasks.toString(), "--compare")
                        .out())
                .containsPattern("FAILED +none +silent +no mail at all")
                .contains("Of 1 run: no mail at all: 1.");
    }

    @Test
    void leavesOutWhatWasStartedBefore() throws IOException {
        assertThat(replay("01-ok-1-guest", "--since", "2999-01-01")).isEmpty();
    }

    @Test
    void refusesADayThatIsNone() {
        Terminal.Result result = Terminal.run("replay", "--tasks", directory.toString(), "--since", "yesterday");
        assertThat(result.err()).contains("--since yesterday is no day; write 2026-11-01, or 4w, or 10d");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void refusesADirectoryThatIsNotThere() {
        Terminal.Result result = Terminal.run("replay", "--tasks", "/nowhere");
        assertThat(result.err()).contains("/nowhere is no directory");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void printsACalendarOfNightsForPeople() throws IOException {
        Path tasks = RecordedCase.named("20-scheduler").unpackTree(directory.resolve("tree"));
        String out = Terminal.run("replay", "--tasks", tasks.toString()).out();
        assertThat(out)
                .contains("vzdump  (task vzdump), the night from each day to the next")
                .contains("FAILED 4/6")
                .contains("guest 999 failed: unable to find VM '999'")
                .endsWith("6 vzdump tasks seen, 2 pushes would have been sent\n");
    }

    @Test
    void judgesForAHeartbeatThatNamesItsSource() throws IOException {
        String conf = Terminal.conf(directory, "heartbeat: mine\n\tsource local\n\ttask vzdump");
        assertThat(replay("01-ok-1-guest", "--config", conf))
                .anyMatch(
                        line -> line.contains("\"heartbeat\":\"mine\"") && line.contains("\"verdict\":\"all-clear\""));
    }

    @Test
    void namesTheSourceOfAConfigurationInEveryLine() throws IOException {
        String conf = Terminal.conf(directory, "heartbeat: mine\n\ttask vzdump");
        assertThat(replay("01-ok-1-guest", "--config", conf)).allMatch(line -> line.endsWith(",\"source\":\"local\"}"));
    }

    @Test
    void judgesTheStepsOfAChain() throws IOException {
        String conf = Terminal.conf(directory, "heartbeat: chain\n\trequire local/backup-1\n\trequire local/vzdump");
        assertThat(replay("01-ok-1-guest", "--config", conf))
                .anyMatch(line ->
                        line.contains("\"heartbeat\":\"chain 2\"") && line.contains("\"verdict\":\"all-clear\""));
    }

    @Test
    void replaysEverySourceOfThisHost() throws IOException {
        String conf = Terminal.withStore(Terminal.conf(directory, "heartbeat: mine\n\ttask vzdump"));
        assertThat(Terminal.run("replay", "--config", conf).out())
                .contains("source local, " + directory.resolve("tasks") + "\n0 vzdump tasks seen")
                .contains("source vault, " + directory.resolve("pbs-tasks") + "\n")
                .contains("0 tasks of the backup server seen, 0 pushes");
    }

    @Test
    void saysWhichHeartbeatsOneDirectoryCannotJudge() throws IOException {
        String conf = Terminal.withStore(
                Terminal.conf(directory, "heartbeat: chain\n\trequire local/backup-1\n\trequire vault/sync:s-offsite"));
        assertThat(Terminal.run("replay", "--config", conf).err())
                .isEqualTo("left out: chain (what they watch is not in one task directory of this host)\n");
    }

    @Test
    void tellsTheDirectoryOfABackupServerFromOneOfPve() throws IOException {
        Path store = RecordedPbsCase.named("pbs-10-syncjob-ok").unpackTree(directory.resolve("pbs"));
        Path pve = RecordedCase.named("01-ok-1-guest").unpackTree(directory.resolve("pve"));
        assertThat(ReplayPlan.product(store)).isEqualTo(Upid.Product.PBS);
        assertThat(ReplayPlan.product(pve)).isEqualTo(Upid.Product.PVE);
    }

    @Test
    void judgesEachJobThatABackupServersDirectoryShows() {
        StoreJobsSeen jobs = new StoreJobsSeen(new ReplayJson(
                new PrintWriter(Writer.nullWriter(), true),
                new PrintWriter(Writer.nullWriter(), true),
                null,
                judgement -> Map.of()));
        jobs.outcome(store("syncjob", "s-offsite"));
        jobs.outcome(store("syncjob", "s-offsite"));
        jobs.outcome(store("garbage_collection", "store1"));
        jobs.outcome(store("aptupdate", null));
        assertThat(jobs.rules())
                .extracting(rule -> rule.rule().watch())
                .containsExactly(
                        new StoreWatch(null, StoreJob.Kind.GC, "store1"),
                        new StoreWatch(null, StoreJob.Kind.SYNC, "s-offsite"));
    }

    private static TaskOutcome store(String type, @Nullable String job) {
        Upid upid = new Upid(Upid.Product.PBS, "pbs", 1, 1, 1, 1_800_000_000, type, "", "root@pam");
        return new TaskOutcome(
                upid,
                new TaskState.Ok(),
                upid.started(),
                new DatastoreReport("store1", "", job, true, null, "", List.of(), new TreeMap<>()));
    }
}
