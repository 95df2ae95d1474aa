package dev.allclear.status.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.Grouping;
import dev.allclear.watch.Sighting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How everything stands, read from a ledger that a pipeline wrote. */
class OverviewTest {
    private static final Instant NOW = Instant.parse("2024-11-04T12:00:00Z");

    @TempDir
    private Path directory;

    private Nights nights;

    @BeforeEach
    void open() {
        nights = new Nights(directory);
    }

    @AfterEach
    void close() {
        nights.close();
    }

    private Overview overview() {
        return nights.read(entries -> Overview.of(Nights.conf(directory), entries, NOW, ZoneOffset.UTC));
    }

    private HeartbeatView nightly() {
        return overview().heartbeats().get(0);
    }

    @Test
    void aHeartbeatWithoutRunsIsNever() {
        assertThat(nightly().state()).isEqualTo(HeartbeatState.NEVER);
    }

    @Test
    void anAllClearHasTheAgeOfItsEnd() {
        nights.good("2024-11-04", 60);
        assertThat(nightly().age()).isEqualTo(Duration.parse("PT10H50M"));
    }

    @Test
    void nextDueIsByTheScheduleThatTheLedgerKnows() {
        assertThat(nightly().nextDue()).isEqualTo("2024-11-05T01:00:00Z");
    }

    @Test
    void whyNotAreTheReasonsOfARunThatFailed() {
        nights.good("2024-11-03", 60).bad("2024-11-04");
        assertThat(nightly().state()).isEqualTo(HeartbeatState.FAILED);
        assertThat(nightly().whyNot()).anyMatch(reason -> reason.contains("guest 102 failed: CT is locked"));
    }

    @Test
    void theLastAllClearIsNotTheFailureAfterIt() {
        nights.good("2024-11-03", 60).bad("2024-11-04");
        assertThat(nightly().age()).isEqualTo(Duration.parse("P1DT10H50M"));
    }

    @Test
    void runsAreOldestFirst() {
        nights.good("2024-11-02", 60).bad("2024-11-03").missed("2024-11-04");
        assertThat(nightly().runs())
                .extracting(HeartbeatState::of)
                .containsExactly(HeartbeatState.ALL_CLEAR, HeartbeatState.FAILED, HeartbeatState.MISSED);
    }

    @Test
    void aRunWithoutAVerdictIsRunningAndSaysWhatItWaitsFor() {
        nights.good("2024-11-03", 60).running("2024-11-04");
        assertThat(nightly().state()).isEqualTo(HeartbeatState.RUNNING);
        assertThat(nightly().open().get(0).waitsFor()).contains("the task on pve1");
    }

    @Test
    void aPushThatWasRefusedIsAReasonAlthoughTheRunIsAllClear() {
        nights.good("2024-11-04", 60);
        nights.write(entries -> {
            entries.deliveries()
                    .claim("nightly", NOW)
                    .ifPresent(push -> entries.deliveries().refused(push.id(), NOW, "no such monitor"));
            return "";
        });
        assertThat(nightly().whyNot()).containsExactly("its push was refused: no such monitor");
    }

    @Test
    void aDeliveredPushIsTheLastOne() {
        nights.good("2024-11-04", 60);
        nights.write(entries -> {
            entries.deliveries()
                    .claim("nightly", NOW)
                    .ifPresent(push -> entries.deliveries().delivered(push.id(), NOW));
            return "";
        });
        assertThat(nightly().lastUp())
                .isNotNull()
                .satisfies(push -> assertThat(push.closedAt()).isEqualTo(NOW));
    }

    @Test
    void blindSpotsSaySinceWhen() {
        nights.write(entries -> {
            entries.note("blind /some/where", NOW + " cannot look there");
            return "";
        });
        assertThat(overview().blindSpots()).containsExactly(new BlindSpot("/some/where", NOW, "cannot look there"));
    }

    @Test
    void aSourceSaysHowItSeesAndSinceWhen() {
        nights.write(entries -> {
            entries.note("health local", "degraded 1/2 nodes: pve2: no route to host, since " + NOW);
            return "";
        });
        assertThat(overview().sources())
                .containsExactly(
                        new SourceView("local", "pve", "degraded", "degraded 1/2 nodes: pve2: no route to host", NOW));
    }

    @Test
    void aSourceThatWasNotLookedAtIsNotCalledSeeing() {
        assertThat(overview().sources().get(0).state()).isEqualTo("unknown");
    }

    @Test
    void gapsOfTheLastTwoWeeksAreTold() {
        nights.see(NOW, new Sighting.Gap("pve1", NOW.minusSeconds(3600), NOW.minusSeconds(60)));
        assertThat(overview().gaps()).hasSize(1);
    }

    @Test
    void aTargetThatFailsSaysWhatWaitsAndWhy() {
        nights.bad("2024-11-04");
        nights.write(entries -> {
            long event = entries.events().newest(1).get(0).id();
            entries.notices().enqueue(event, "mail-to-root", NOW, Duration.ZERO);
            entries.notices()
                    .claim("mail-to-root", Grouping.NONE, NOW)
                    .ifPresent(
                            batch -> entries.notices().retry(batch, NOW.plusSeconds(60), "no sendmail here", Set.of()));
            return "";
        });
        TargetView target = overview().targets().get(0);
        assertThat(target.waiting()).isEqualTo(1);
        assertThat(target.troubled()).isTrue();
        assertThat(target.trouble())
                .isNotNull()
                .satisfies(notice -> assertThat(notice.lastError()).isEqualTo("no sendmail here"));
    }

    @Test
    void theQueueCountsWhatWaits() {
        nights.good("2024-11-04", 60);
        assertThat(overview().queue().pushes()).containsEntry(DeliveryState.PENDING, 1);
    }
}
