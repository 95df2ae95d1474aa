package dev.allclear.status.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.watch.Sighting;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What became of a month's backups, read from a ledger that a pipeline wrote. */
class MonthReportTest {
    private static final YearMonth NOVEMBER = YearMonth.of(2024, 11);
    private static final Instant NOW = Instant.parse("2024-12-01T12:00:00Z");

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

    private MonthReport report(ZoneId zone) {
        return nights.read(entries -> MonthReport.of(NOVEMBER, Nights.conf(directory), entries, NOW, zone));
    }

    private HeartbeatMonth nightly() {
        return report(ZoneOffset.UTC).heartbeats().get(0);
    }

    @Test
    void everyDayOfTheMonthIsThere() {
        assertThat(nightly().days()).hasSize(30);
    }

    @Test
    void verdictsAreCounted() {
        nights.good("2024-11-02", 60).bad("2024-11-03").missed("2024-11-04");
        assertThat(nightly().verdicts())
                .containsEntry(HeartbeatState.ALL_CLEAR, 1)
                .containsEntry(HeartbeatState.FAILED, 1)
                .containsEntry(HeartbeatState.MISSED, 1);
    }

    @Test
    void aRunOfAnotherMonthIsNotCounted() {
        nights.good("2024-12-01", 60);
        assertThat(nightly().verdicts()).doesNotContainKey(HeartbeatState.ALL_CLEAR);
    }

    @Test
    void daysAreThoseOfTheZone() {
        nights.good("2024-11-02", 60);
        HeartbeatMonth west = report(ZoneOffset.ofHours(-5)).heartbeats().get(0);
        assertThat(west.days().get(0).date()).isEqualTo(LocalDate.of(2024, 11, 1));
        assertThat(west.days().get(0).runs()).hasSize(1);
    }

    @Test
    void aRunThatFailedSaysWhichGuestsItCoveredAndWhichNot() {
        nights.bad("2024-11-02");
        assertThat(nightly().runs().get(0).covered()).containsExactly(101);
        assertThat(nightly().runs().get(0).missing()).containsExactly(102);
    }

    @Test
    void aGuestThatGotABackupInNoRunOfTheMonthIsNamed() {
        nights.bad("2024-11-03").bad("2024-11-04");
        assertThat(nightly().withoutBackup()).containsExactly(102);
    }

    @Test
    void aGuestThatGotOneLaterIsNot() {
        nights.bad("2024-11-03").good("2024-11-04", 60);
        assertThat(nightly().withoutBackup()).isEmpty();
    }

    @Test
    void aMissedRunMissesEveryGuest() {
        nights.missed("2024-11-03");
        assertThat(nightly().withoutBackup()).containsExactly(101, 102);
    }

    @Test
    void gapsThatReachIntoTheMonthAreTold() {
        nights.see(
                NOW,
                new Sighting.Gap("pve1", Instant.parse("2024-10-31T23:00:00Z"), Instant.parse("2024-11-01T01:00:00Z")));
        assertThat(report(ZoneOffset.UTC).gaps()).hasSize(1);
    }
}
