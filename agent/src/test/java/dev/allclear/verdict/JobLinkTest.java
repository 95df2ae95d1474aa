package dev.allclear.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobLinkTest {
    private static final Job NIGHTLY = job(
            "nightly",
            "schedule",
            "01:00",
            "comment",
            "every night",
            "vmid",
            "102,101",
            "storage",
            "local",
            "mode",
            "snapshot",
            "prune-backups",
            "keep-last=3,keep-daily=7",
            "quiet",
            "1",
            "repeat-missed",
            "0");
    private static final Job ALL = job("all", "all", "1", "exclude", "900,901", "storage", "nas");

    private static Job job(String id, String... pairs) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            options.computeIfAbsent(pairs[i], key -> new ArrayList<>()).add(pairs[i + 1]);
        }
        return new Job(id, true, options);
    }

    private static JobLink link(String command, Job... jobs) {
        return JobLink.of(null, "pve1", command, List.of(jobs));
    }

    @Test
    void whatTheStateFileSaysIsBelievedBeforeTheOptions() {
        assertThat(JobLink.of("weekly", "pve1", "vzdump --all 1 --exclude 900,901 --storage nas", List.of(ALL)))
                .isEqualTo(new JobLink.Told("weekly"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vzdump 101 102 --mode snapshot --storage local --prune-backups 'keep-daily=7,keep-last=3' --quiet 1",
                "vzdump 102 101 --prune-backups keep-daily=7,keep-last=3 --storage local --mode snapshot",
                "vzdump 101 102 --all 0 --node pve1 --storage local --mode snapshot --prune-backups 'keep-last=3,keep-daily=7'"
            })
    void optionsMatchInAnyOrderAndHoweverTheRunWasStarted(String command) {
        assertThat(link(command, ALL, NIGHTLY)).isEqualTo(new JobLink.Matched(List.of("nightly")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vzdump 101 --mode snapshot --storage local --prune-backups 'keep-daily=7,keep-last=3'",
                "vzdump 101 102 --mode stop --storage local --prune-backups 'keep-daily=7,keep-last=3'",
                "vzdump 101 102 --mode snapshot --storage local",
                "vzdump --all 1 --storage nas"
            })
    void anyOtherDifferenceIsAnotherRun(String command) {
        assertThat(link(command, ALL, NIGHTLY)).isEqualTo(new JobLink.None());
    }

    @Test
    void excludedGuestsAreComparedAsASet() {
        assertThat(link("vzdump --exclude 901,900 --all 1 --storage nas", ALL))
                .isEqualTo(new JobLink.Matched(List.of("all")));
    }

    @Test
    void twoJobsWithEqualOptionsAreAGuess() {
        Job copy = new Job("copy", true, ALL.options());
        assertThat(link("vzdump --exclude 900,901 --all 1 --storage nas", ALL, copy))
                .isEqualTo(new JobLink.Matched(List.of("all", "copy")));
    }

    @Test
    void aJobPinnedToAnotherNodeDidNotStartIt() {
        Job pinned = job("pinned", "all", "1", "storage", "nas", "node", "pve2");
        assertThat(link("vzdump --all 1 --storage nas", pinned)).isEqualTo(new JobLink.None());
    }

    @Test
    void aJobPinnedToThisNodeMay() {
        Job pinned = job("pinned", "all", "1", "storage", "nas", "node", "pve1");
        assertThat(link("vzdump --all 1 --storage nas --node pve1", pinned))
                .isEqualTo(new JobLink.Matched(List.of("pinned")));
    }

    @Test
    void withoutAFirstLineNothingCanBeConcluded() {
        assertThat(JobLink.of(null, "pve1", null, List.of(NIGHTLY))).isEqualTo(new JobLink.None());
    }

    @Test
    void saysInWordsHowTheTaskIsTiedToItsJob() {
        assertThat(List.of(
                        new JobLink.Told("a").words(),
                        new JobLink.Matched(List.of("a")).words(),
                        new JobLink.Matched(List.of("a", "b")).words(),
                        new JobLink.None().words()))
                .containsExactly(
                        "the scheduler's state file of job a names this task",
                        "its options are those of job a",
                        "its options fit the jobs a and b alike",
                        "no job is known to have started it");
    }

    @Test
    void aTaskOfNoJobBelongsToNone() {
        assertThat(new JobLink.None().mayBe("a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vzdump 101 --fleecing 'enabled=1,storage=local' --storage nas",
                "vzdump 101 --storage nas --fleecing 'storage=local,enabled=1'",
                "vzdump 101 --storage nas --fleecing '1,storage=local'"
            })
    void fleecingMayLeaveOutTheNameOfItsFirstValue(String command) {
        Job fleecing = job("fleecing", "vmid", "101", "fleecing", "1,storage=local", "storage", "nas");
        assertThat(link(command, fleecing)).isEqualTo(new JobLink.Matched(List.of("fleecing")));
    }

    @Test
    void withAndWithoutFleecingAreTwoJobs() {
        Job with = job("with", "vmid", "101", "fleecing", "1,storage=local");
        Job without = job("without", "vmid", "101", "fleecing", "0");
        assertThat(link("vzdump 101 --fleecing enabled=0", with, without))
                .isEqualTo(new JobLink.Matched(List.of("without")));
    }

    @Test
    void aTaskMayBeOfAnyJobThatItsOptionsFit() {
        JobLink link = new JobLink.Matched(List.of("a", "b"));
        assertThat(List.of(link.mayBe("a"), link.mayBe("b"), link.mayBe("c"))).containsExactly(true, true, false);
    }

    @Test
    void aTaskThatTheStateFileNamesIsOfThatJobAlone() {
        JobLink link = new JobLink.Told("a");
        assertThat(List.of(link.mayBe("a"), link.mayBe("b"))).containsExactly(true, false);
    }
}
