package dev.allclear.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitorWindowTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Duration GRACE = Duration.ofMinutes(15);
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    private static MonitorWindow window(String event, String zone, Duration usual) {
        return new Timetable(CalendarEvent.parse(event).orElseThrow(), ZoneId.of(zone))
                .window(NOW, usual, GRACE)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "02:00, UTC, PT0S, 87360, 171840, 93600",
        "01:00, Europe/Vienna, PT0S, 90960, 168240, 93600",
        "01:00, Europe/Vienna, PT30M, 92760, 166440, 93600",
        "01:00, Europe/Vienna, PT3H, 101760, 157440, 101760",
        "02:30, Europe/Vienna, PT30M, 92760, 170040, 93600",
        "hourly, UTC, PT1M, 4620, 6180, 4620",
        "hourly, Europe/Vienna, PT1M, 4620, 6180, 4620",
        "0/6:00, UTC, PT1M, 22620, 42180, 23400",
        "weekly, Europe/Vienna, PT1H, 612960, 1201440, 655200",
        "monthly, UTC, PT1H, 2682960, 5093040, 2901600"
    })
    void liesBetweenTheLongestGapAndTheSecondMissedRun(
            String event, String zone, Duration usual, long least, long most, long recommended) {
        MonitorWindow window = window(event, zone, usual);
        assertThat(window.fits()).isTrue();
        assertThat(window.least()).hasSeconds(least);
        assertThat(window.most()).hasSeconds(most);
        assertThat(window.recommended()).hasSeconds(recommended);
    }

    @ParameterizedTest
    @CsvSource({
        "mon..fri 22:30, UTC, PT1H, 263760",
        "mon..fri 22:30, Europe/Vienna, PT1H, 267360",
        "*:0/15, UTC, PT20M, 3060",
        "02:00, UTC, PT30H, 195360"
    })
    void givesWayToFalseAlarmsWhenNothingFits(String event, String zone, Duration usual, long recommended) {
        MonitorWindow window = window(event, zone, usual);
        assertThat(window.fits()).isFalse();
        assertThat(window.recommended()).isEqualTo(window.least()).hasSeconds(recommended);
    }

    @Test
    void neverHasANegativeInterval() {
        assertThat(window("02:00", "UTC", Duration.ofDays(30)).most()).isZero();
    }

    @Test
    void warnsOfTheNightThatSkipsARun() {
        MonitorWindow window = window("02:30", "Europe/Vienna", Duration.ofMinutes(30));
        assertThat(window.changeOfClocks()).isEqualTo(Instant.parse("2027-03-27T01:30:00Z"));
        assertThat(window.words(VIENNA)).contains("one false alarm after the run of 2027-03-27");
    }

    @Test
    void warnsOfTheDoubledHourOfAnHourlyJob() {
        MonitorWindow window = window("hourly", "Europe/Vienna", Duration.ofMinutes(1));
        assertThat(window.changeOfClocks()).isEqualTo(Instant.parse("2027-10-31T00:00:00Z"));
    }

    @Test
    void warnsOfNoChangeOfClocksThatFits() {
        assertThat(window("01:00", "Europe/Vienna", Duration.ZERO).changeOfClocks())
                .isNull();
        assertThat(window("01:00", "UTC", Duration.ZERO).changeOfClocks()).isNull();
    }

    @Test
    void fitsAScheduleWhoseEveryGapHasAChangeOfClocks() {
        MonitorWindow window = window("semiannually", "Europe/Vienna", Duration.ZERO);
        assertThat(window.fits()).isTrue();
        assertThat(window.changeOfClocks()).isNull();
    }

    @Test
    void fitsASingleGap() {
        MonitorWindow window = window("2026-11-20..22/2 1:00", "UTC", Duration.ZERO);
        assertThat(window.least()).hasSeconds(48 * 3600 + 16 * 60);
    }

    @ParameterizedTest
    @CsvSource({"weekly, false", "'*-1,15 2:00', false", "monthly, true"})
    void knowsWhichIntervalsOlderKumasRefuse(String event, boolean refused) {
        assertThat(window(event, "UTC", Duration.ZERO).needsKuma25()).isEqualTo(refused);
    }

    @Test
    void saysWhatToSet() {
        assertThat(window("01:00", "Europe/Vienna", Duration.ZERO).words(VIENNA))
                .isEqualTo("set the Kuma heartbeat interval between 90960 and 168240 seconds, 93600 is a good choice");
    }

    @Test
    void saysWhyNothingFits() {
        assertThat(window("mon..fri 22:30", "UTC", Duration.ofHours(1)).words(VIENNA))
                .startsWith("set the Kuma heartbeat interval to 263760 seconds: a shorter one alarms")
                .doesNotContain("24 days");
    }

    @Test
    void saysWhatOlderKumasRefuse() {
        assertThat(window("monthly", "UTC", Duration.ZERO).words(VIENNA)).contains("2073600 seconds (24 days)");
    }
}
