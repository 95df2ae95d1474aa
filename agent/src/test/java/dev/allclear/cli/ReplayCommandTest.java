package dev.allclear.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.testing.RecordedCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
}
