package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Output of hooks and tools looks like vzdump's own lines; contradictions end badly, not well. */
final class ImitatedLinesTest {

    private static String command(String arguments) {
        return "INFO: starting new backup job: vzdump " + arguments + "\n";
    }

    private static String start(int vmid) {
        return "INFO: Starting Backup of VM " + vmid + " (lxc)\n";
    }

    private static String finish(int vmid) {
        return "INFO: Finished Backup of VM " + vmid + " (00:00:01)\n";
    }

    private static String fail(int vmid) {
        return "ERROR: Backup of VM " + vmid + " failed - x\n";
    }

    private static final String END = "INFO: Backup job finished successfully\n";

    private static void check(String log, Map<Integer, String> states) {
        assertThat(Logs.states(Logs.read(log).report())).isEqualTo(new TreeMap<>(states));
    }

    @Test
    void aFailureAfterAnImitatedFinishWins() {
        check(start(101) + finish(101) + fail(101), Map.of(101, "failed"));
    }

    @Test
    void aFailureBeforeAFinishWins() {
        check(start(101) + fail(101) + finish(101), Map.of(101, "failed"));
    }

    @Test
    void aFinishedGuestThatStartsAgainIsNotFinished() {
        check(start(101) + finish(101) + start(101), Map.of(101, "aborted"));
    }

    @Test
    void aSecondFinishOfTheSameGuestChangesNothing() {
        check(start(101) + finish(101) + finish(101) + start(102) + finish(102), Map.of(101, "ok", 102, "ok"));
    }

    @Test
    void aGuestImitatedWithinTheTurnOfAnotherIsNotBelieved() {
        check(start(101) + start(102) + finish(102) + finish(101), Map.of(101, "ok", 102, "aborted"));
    }

    @Test
    void aGuestImitatedAfterAnImitatedFinishIsNotBelieved() {
        check(start(101) + finish(101) + start(102) + finish(102) + finish(101), Map.of(101, "ok", 102, "aborted"));
    }

    @Test
    void aFinishWithoutAStartProvesNothing() {
        check(command("101") + finish(101) + END, Map.of(101, "missing"));
    }

    @Test
    void aGuestThatFailedWithoutATurnDoesNotTouchTheNext() {
        check(fail(999) + start(101) + finish(101), Map.of(101, "ok", 999, "failed"));
    }

    @Test
    void anImitatedCommandHidesNoGuest() {
        check(command("101") + command("101 102") + start(101) + finish(101) + END, Map.of(101, "ok", 102, "missing"));
    }

    @Test
    void aCommandAfterTheFirstGuestMeansNothing() {
        check(start(101) + command("102") + "INFO: skip external VMs: 103\n" + finish(101), Map.of(101, "ok"));
    }

    @Test
    void aSkipLineBeforeTheCommandMeansNothing() {
        check("INFO: skip external VMs: 102\n" + command("102"), Map.of(102, "missing"));
    }

    @Test
    void onlyTheFirstSkipLineCounts() {
        check(
                command("101 102") + "INFO: skip external VMs: 101\nINFO: skip external VMs: 102\n",
                Map.of(101, "external", 102, "missing"));
    }

    @Test
    void aGuestWithoutATurnIsElsewhereOnlyIfTheCommandNamesItsNode() {
        check(command("101 --node pve1") + END, Map.of(101, "external"));
        check(command("101 --mode stop") + END, Map.of(101, "missing"));
    }

    @Test
    void aGuestWithoutATurnIsMissingUntilTheLoopEnded() {
        check(command("101 --node pve1"), Map.of(101, "missing"));
        check(command("101 102 --node pve1") + END + start(102), Map.of(101, "missing", 102, "aborted"));
        check(command("101 102 --node pve1") + END + fail(102), Map.of(101, "missing", 102, "failed"));
        check(command("101 --node pve1") + "INFO: Backup job finished somehow\n", Map.of(101, "missing"));
        check(command("101 --node pve1") + "INFO: Backup job finished successfully?\n", Map.of(101, "missing"));
    }

    @Test
    void aGuestThatStartedIsNotElsewhere() {
        check(command("101") + "INFO: skip external VMs: 101\n" + start(101), Map.of(101, "aborted"));
    }

    @Test
    void aWarningBelongsToTheGuestWhoseTurnItWas() {
        String log = "WARN: early\n" + start(101) + finish(101) + "WARN: late\n" + start(102) + finish(102) + END
                + "WARN: after the job\n";

        check(log, Map.of(101, "warning", 102, "ok"));
    }

    @Test
    void detailsAfterTheTurnDoNotCount() {
        Guest guest = Logs.read(
                        start(101) + "INFO: archive file size: 4KB\n" + finish(101)
                                + "INFO: archive file size: 9KB\nINFO: CT Name: x\nINFO: Backup finished at 2026-08-21 01:02:25\n")
                .report()
                .guests()
                .get(0);

        assertThat(guest.sizeBytes()).isEqualTo(4096);
        assertThat(guest.name()).isNull();
        assertThat(guest.ended()).isEqualTo("2026-08-21T01:02:25");
    }

    @Test
    void onlyTheWaitForTheLockOfThisTaskCounts() {
        assertThat(Logs.read("INFO: got global lock\n").report().waitedForLock())
                .isFalse();
        assertThat(Logs.read(command("101") + "INFO: trying to get global lock - waiting...\nINFO: got global lock\n")
                        .report()
                        .waitedForLock())
                .isFalse();
        assertThat(Logs.read("ERROR: can't acquire lock '/var/run/vzdump.lock'\n" + command("101"))
                        .report()
                        .lockTimeout())
                .isFalse();
    }
}
