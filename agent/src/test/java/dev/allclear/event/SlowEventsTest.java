package dev.allclear.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.event.ReplicationEvents.Job;
import dev.allclear.event.UpdateEvents.Update;
import dev.allclear.task.Upid;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The events of what Proxmox gives no task for. */
class SlowEventsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Instant SYNC = Instant.parse("2026-11-21T02:00:00Z");
    private static final Instant TRY = Instant.parse("2026-11-21T07:45:00Z");
    private static final Upid TAPE = Upid.parse("UPID:pbs1:00002C66:000948C8:00000004:6B01565F:tape-backup-job:"
                    + "store1\\x3aoffline\\x3alto0\\x3at\\x2dlto\\x2d0001:allclear@pbs!adm:")
            .orElseThrow();

    private static Job job(int failures, Instant sync) {
        return new Job("pve1", "100-0", "pve2", failures, sync, TRY, "no route to host\u001b[31m");
    }

    private static Event replication(int failures) {
        return ReplicationEvents.of("cluster", job(failures, SYNC), NOW).orElseThrow();
    }

    @Test
    void aFailedReplicationIsAnErrorOfItsNodeAndJob() {
        Event event = replication(1);
        assertThat(event.fields())
                .isEqualTo(Map.of("type", "replication", "hostname", "pve1", "job-id", "100-0", "source", "cluster"));
        assertThat(event.severity()).isEqualTo(Severity.ERROR);
        assertThat(event.title()).isEqualTo("Replication Job: '100-0' failed");
        assertThat(event.at()).isEqualTo(TRY);
    }

    @Test
    void aFailedReplicationSaysWhyWithoutCommandsForTerminals() {
        assertThat(PlainText.of(replication(1).body()))
                .contains("no route to host", "2026-11-21T02:00:00Z", "pve2")
                .doesNotContain("\u001b");
    }

    @Test
    void aReplicationThatWorksIsNoEvent() {
        assertThat(ReplicationEvents.of("cluster", job(0, SYNC), NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1",
        "2,2",
        "3,3",
        "4,3",
        "47,3",
        "48,48",
        "95,48",
        "96,96",
        "191,96",
        "192,192",
        "384,384",
        "2147483647,1610612736",
        "-1,0"
    })
    void speaksOfAReplicationAsProxmoxDoes(int failures, int step) {
        assertThat(ReplicationEvents.step(failures)).isEqualTo(step);
    }

    @Test
    void aMonthOfFailuresIsToldInAFewEvents() {
        Set<String> told = new HashSet<>();
        for (int failures = 1; failures <= 1440; failures++) {
            told.add(replication(failures).identity());
        }
        assertThat(told).hasSize(8);
    }

    @Test
    void failingAgainAfterASyncIsAnotherEvent() {
        Event again = ReplicationEvents.of("cluster", job(1, SYNC.plusSeconds(900)), NOW)
                .orElseThrow();
        assertThat(again.identity()).isNotEqualTo(replication(1).identity());
    }

    @Test
    void aFailureOfAMovedGuestIsTheSameEvent() {
        Job moved = new Job("pve2", "100-0", "pve1", 2, SYNC, TRY.plusSeconds(60), "other");
        assertThat(ReplicationEvents.of("cluster", moved, NOW).orElseThrow().identity())
                .isEqualTo(replication(2).identity());
    }

    @Test
    void aReplicationThatNeverWorkedHasAnEventToo() {
        Job never = new Job("pve1", "100-0", null, 1, null, null, "");
        Event event = ReplicationEvents.of("cluster", never, NOW).orElseThrow();
        assertThat(PlainText.of(event.body())).contains("never");
        assertThat(event.at()).isEqualTo(NOW);
    }

    @Test
    void fencingNamesTheFailedNode() {
        Event event = FencingEvents.trying("cluster", "pve2", SYNC, NOW);
        assertThat(event.fields()).isEqualTo(Map.of("type", "fencing", "hostname", "pve2", "source", "cluster"));
        assertThat(event.severity()).isEqualTo(Severity.ERROR);
        assertThat(event.title()).isEqualTo("Trying to fence node 'pve2'");
        assertThat(FencingEvents.succeeded("cluster", "pve2", SYNC, NOW).title())
                .isEqualTo("Successfully fenced node 'pve2'");
    }

    @Test
    void aFencingIsKnownByTheLastSignOfItsNode() {
        String first = FencingEvents.trying("cluster", "pve2", SYNC, NOW).identity();
        assertThat(FencingEvents.trying("cluster", "pve2", SYNC, NOW.plusSeconds(7200))
                        .identity())
                .isEqualTo(first);
        assertThat(FencingEvents.trying("cluster", "pve2", SYNC.plusSeconds(600), NOW)
                        .identity())
                .isNotEqualTo(first);
        assertThat(FencingEvents.succeeded("cluster", "pve2", SYNC, NOW).identity())
                .isNotEqualTo(first);
    }

    private static Event updates(Update... updates) {
        return UpdateEvents.of("vault", "pbs1", List.of(updates), null, NOW).orElseThrow();
    }

    private static final Update KERNEL = new Update("proxmox-kernel-6.17", null, "6.17.2-1");
    private static final Update BASH = new Update("bash", "5.2-1", "5.2-2");

    @Test
    void updatesAreATableInOrder() {
        Event event = updates(KERNEL, BASH);
        assertThat(event.severity()).isEqualTo(Severity.INFO);
        assertThat(event.title()).isEqualTo("New software packages available (pbs1)");
        assertThat(event.fields()).isEqualTo(Map.of("type", "package-updates", "hostname", "pbs1", "source", "vault"));
        assertThat(event.body())
                .contains(new Block.Table(
                        List.of("Package", "Old version", "New version"),
                        List.of(List.of("bash", "5.2-1", "5.2-2"), List.of("proxmox-kernel-6.17", "NEW", "6.17.2-1"))));
    }

    @Test
    void theSameVersionsAreTheSameEvent() {
        assertThat(updates(BASH, KERNEL).identity())
                .isEqualTo(updates(KERNEL, BASH).identity());
        assertThat(updates(new Update("bash", "5.2-2", "5.2-3")).identity())
                .isNotEqualTo(updates(BASH).identity());
    }

    @Test
    void noUpdatesAreNoEvent() {
        assertThat(UpdateEvents.of("vault", "pbs1", List.of(), null, NOW)).isEmpty();
    }

    private static final String ASKING = """
            2026-11-21T09:29:19+01:00: allocated new writable media 'VT0002L8'
            2026-11-21T09:29:19+01:00: Checking for media 'VT0002L8' in drive 'lto0'
            2026-11-21T09:29:19+01:00: tape open failed - open drive 'lto0' failed - No such file or directory (os error 2)
            2026-11-21T09:29:19+01:00: Please insert media 'VT0002L8' into drive 'lto0'
            2026-11-21T09:29:19+01:00: queued notification (id=486cd683-d78c-49e0-83e4-2c99b7285a70)
            """;

    @Test
    void aTapeThatARunningTaskWaitsForIsANotice() {
        Event event = TapeLoadEvents.of(TAPE, ASKING).orElseThrow();
        assertThat(event.severity()).isEqualTo(Severity.NOTICE);
        assertThat(event.title()).isEqualTo("Load Media 'VT0002L8' request for drive 'lto0'");
        assertThat(event.fields()).isEqualTo(Map.of("type", "tape-load", "hostname", "pbs1"));
        assertThat(event.at()).isEqualTo(Instant.parse("2026-11-21T08:29:19Z"));
        assertThat(PlainText.of(event.body())).contains("Error: tape open failed - open drive 'lto0' failed");
    }

    @Test
    void aTapeThatWasLoadedIsNotAskedFor() {
        assertThat(TapeLoadEvents.of(TAPE, ASKING + "2026-11-21T09:35:00+01:00: found media label VT0002L8 (1234)\n"))
                .isEmpty();
    }

    @Test
    void askingAgainIsAnotherEvent() {
        String again = ASKING + "2026-11-21T09:36:00+01:00: wrong media label VT0003L8\n"
                + "2026-11-21T09:36:00+01:00: Please insert media 'VT0002L8' into drive 'lto0'\n";
        assertThat(TapeLoadEvents.of(TAPE, again).orElseThrow().identity())
                .isNotEqualTo(TapeLoadEvents.of(TAPE, ASKING).orElseThrow().identity());
    }

    @Test
    void theSameRequestInALongerLogIsTheSameEvent() {
        assertThat(TapeLoadEvents.of(TAPE, "… 12 lines left out …\n" + ASKING)
                        .orElseThrow()
                        .identity())
                .isEqualTo(TapeLoadEvents.of(TAPE, ASKING).orElseThrow().identity());
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "Please insert media",
        "2026-11-21T09:29:19+01:00: Please insert media '' into drive ''",
        "2026-11-21T09:29:19+01:00: backup snapshot Please insert media 'A' into drive 'b'"
    })
    void otherLinesAskForNothing(String log) {
        assertThat(TapeLoadEvents.of(TAPE, log)).isEmpty();
    }
}
