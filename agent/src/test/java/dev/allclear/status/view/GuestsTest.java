package dev.allclear.status.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last backups of guests, read from a ledger that a pipeline wrote. */
class GuestsTest {
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

    private GuestView guest(int vmid) {
        List<GuestView> guests = nights.read(entries -> Guests.of(Nights.conf(directory), entries, ZoneOffset.UTC));
        return guests.stream().filter(guest -> guest.vmid() == vmid).findFirst().orElseThrow();
    }

    @Test
    void turnsAreOldestFirst() {
        nights.good("2024-11-02", 60).bad("2024-11-03");
        assertThat(guest(102).backups()).extracting(GuestBackup::finished).containsExactly(true, false);
    }

    @Test
    void theAgeIsThatOfTheNewestFinishedBackup() {
        nights.good("2024-11-02", 60).bad("2024-11-03");
        assertThat(guest(102).age(Instant.parse("2024-11-03T01:10:00Z"))).contains(Duration.ofDays(1));
    }

    @Test
    void aFinishedBackupIsKnownHoweverManyFailuresCameAfter() {
        nights.good("2024-11-02", 60);
        for (int day = 3; day < 3 + Guests.TURNS; day++) {
            nights.bad(String.format(Locale.ROOT, "2024-11-%02d", day));
        }
        assertThat(guest(102).newest()).isPresent();
        assertThat(guest(102).backups()).hasSize(Guests.TURNS + 1);
    }

    @Test
    void aGuestThatARunExpectsIsThereWithoutAnyBackup() {
        nights.running("2024-11-02");
        assertThat(guest(101).newest()).isEmpty();
        assertThat(guest(101).node()).isEqualTo("pve1");
    }

    @Test
    void theSpeedIsSizeOverDuration() {
        nights.good("2024-11-02", 60);
        assertThat(guest(101).newest().orElseThrow().speed()).hasValue(2L << 20);
    }

    @Test
    void aGuestThatTakesThreeTimesItsUsualTimeHasThatTrend() {
        nights.good("2024-11-02", 60)
                .good("2024-11-03", 60)
                .good("2024-11-04", 62)
                .good("2024-11-05", 180);
        assertThat(guest(101).durationTrend()).hasValue(3.0);
    }

    @Test
    void ofFewBackupsThereIsNoTrend() {
        nights.good("2024-11-02", 60).good("2024-11-03", 180);
        assertThat(guest(101).durationTrend()).isEmpty();
    }

    @Test
    void theNameIsTheLatestOne() {
        nights.good("2024-11-02", 60).called("db02").good("2024-11-03", 60);
        assertThat(guest(101).name()).isEqualTo("db02");
    }
}
