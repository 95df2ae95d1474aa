package dev.allclear.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TimetableTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private static Timetable timetable(String event, ZoneId zone) {
        return new Timetable(CalendarEvent.parse(event).orElseThrow(), zone);
    }

    private static Instant at(String moment) {
        return OffsetDateTime.parse(moment).toInstant();
    }

    @ParameterizedTest
    @CsvSource({
        "02:00, 2026-11-21T08:00:00+01:00, 2026-11-21T02:00:00+01:00",
        "02:00, 2026-11-21T02:00:00+01:00, 2026-11-21T02:00:00+01:00",
        "02:00, 2026-11-21T01:59:59+01:00, 2026-11-20T02:00:00+01:00",
        "02:00 UTC, 2026-11-21T02:30:00+01:00, 2026-11-20T02:00:00Z",
        "sat 18:15, 2026-11-21T08:00:00+01:00, 2026-11-14T18:15:00+01:00",
        "monthly, 2026-11-21T08:00:00+01:00, 2026-11-01T00:00:00+01:00",
        "yearly, 2026-11-21T08:00:00+01:00, 2026-01-01T00:00:00+01:00",
        "2-29, 2027-11-21T08:00:00+01:00, 2024-02-29T00:00:00+01:00",
        "mon 2-29, 2026-11-21T08:00:00+01:00, 2016-02-29T00:00:00+01:00",
        "2020-1-1, 2026-11-21T08:00:00+01:00, 2020-01-01T00:00:00+01:00",
        "*, 2026-11-21T08:00:30+01:00, 2026-11-21T08:00:00+01:00",
        "sat *:0/15, 2026-11-25T08:00:00+01:00, 2026-11-21T23:45:00+01:00",
        // Proxmox counts on from minute 45 and passes over minute 0.
        "*:0/45, 2026-11-21T08:10:00+01:00, 2026-11-21T07:45:00+01:00",
        // Skipped and doubled hours.
        "02:30, 2026-03-29T12:00:00+02:00, 2026-03-28T02:30:00+01:00",
        "02:30, 2026-10-25T02:40:00+01:00, 2026-10-25T02:30:00+02:00",
        "sun 02:30, 2026-10-28T02:40:00+01:00, 2026-10-25T02:30:00+02:00",
        "*:30, 2026-10-25T02:40:00+01:00, 2026-10-25T02:30:00+02:00"
    })
    void wasDueLast(String event, String at, String due) {
        assertThat(timetable(event, VIENNA).due(at(at))).contains(at(due));
    }

    @Test
    void wasDueBeforeEvenWhereTheSearchOfProxmoxDidNotEnd() {
        assertThat(timetable("01:30", ZoneId.of("Europe/Dublin")).due(at("2026-04-10T12:00:00Z")))
                .contains(at("2026-04-10T01:30:00+01:00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2-30", "2027-1-1", "mon 2026-11-21"})
    void wasNeverDue(String event) {
        assertThat(timetable(event, VIENNA).due(NOW)).isEmpty();
    }

    @Test
    void findsAnOldDueTimeOfAnEventWithTooManyOfThem() {
        assertThat(timetable("*-1-1..20 *:*:*", UTC).due(NOW))
                .hasValueSatisfying(
                        due -> assertThat(due).isBetween(at("2026-01-01T00:00:00Z"), at("2026-01-21T00:00:00Z")));
    }

    @Test
    void isNextDueAfterTheLatestDueTime() {
        Random random = new Random(20261121);
        for (String event : List.of("daily", "*:0/15", "mon..fri 22:30", "02:30", "*-31 1:00", "*/7:0", "*-1/4 2:00")) {
            Timetable timetable = timetable(event, VIENNA);
            for (int i = 0; i < 200; i++) {
                Instant at = NOW.plusSeconds(random.nextInt(400 * 86400));
                Instant due = timetable.due(at).orElseThrow();
                assertThat(due).as(event).isBeforeOrEqualTo(at);
                assertThat(timetable.next(due).orElseThrow()).as(event).isAfter(at);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "02:00, UTC, PT24H",
        "01:00, Europe/Vienna, PT25H",
        "02:30, Europe/Vienna, PT47H",
        "mon..fri 22:30, UTC, PT72H",
        "mon..fri 22:30, Europe/Vienna, PT73H",
        "weekly, UTC, PT168H",
        "hourly, UTC, PT1H",
        "hourly, Europe/Vienna, PT2H",
        "*, UTC, PT1M",
        "*, Europe/Vienna, PT1H1M",
        "*:*:*, Europe/Vienna, PT1S",
        "sat *-1..7 15:00, UTC, PT840H",
        "yearly, UTC, PT8760H",
        "2-29, UTC, PT35064H"
    })
    void knowsTheLongestGap(String event, String zone, Duration gap) {
        assertThat(timetable(event, ZoneId.of(zone)).longestGap(NOW)).contains(gap);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2-30", "2020-1-1", "2027-1-1"})
    void knowsNoGapWhenNotDueTwice(String event) {
        assertThat(timetable(event, VIENNA).longestGap(NOW)).isEmpty();
        assertThat(timetable(event, VIENNA).window(NOW, Duration.ZERO, Duration.ZERO))
                .isEmpty();
    }

    @Test
    void isOverdueAfterItsUsualTime() {
        assertThat(timetable("02:00", VIENNA)
                        .overdueAt(
                                at("2026-11-21T02:00:00+01:00"),
                                at("2026-11-21T02:00:30+01:00"),
                                List.of(Duration.ofHours(2))))
                .contains(at("2026-11-21T08:00:30+01:00"));
    }

    @Test
    void isOverdueWhenTheNextRunIsDue() {
        assertThat(timetable("hourly", VIENNA)
                        .overdueAt(
                                at("2026-11-21T02:00:00+01:00"),
                                at("2026-11-21T02:00:30+01:00"),
                                List.of(Duration.ofHours(2))))
                .contains(at("2026-11-21T03:00:00+01:00"));
    }

    @Test
    void isOverdueOnTheFirstNightOnlyWhenTheNextRunIsDue() {
        assertThat(timetable("02:00", VIENNA)
                        .overdueAt(at("2026-11-21T02:00:00+01:00"), at("2026-11-21T02:00:30+01:00"), List.of()))
                .contains(at("2026-11-22T02:00:00+01:00"));
    }

    @Test
    void isNotOverdueAtOnceWhenTheClockOfTheNodeIsSlow() {
        assertThat(timetable("02:00", VIENNA)
                        .overdueAt(at("2026-11-21T02:00:00+01:00"), at("2026-11-21T01:52:00+01:00"), List.of()))
                .contains(at("2026-11-22T02:00:00+01:00"));
    }

    @Test
    void isOverdueAfterItsUsualTimeWhenItIsNeverDueAgain() {
        Timetable once = timetable("2026-11-21 2:00", VIENNA);
        Instant due = at("2026-11-21T02:00:00+01:00");
        assertThat(once.overdueAt(due, due, List.of(Duration.ofHours(2)))).contains(due.plus(Duration.ofHours(6)));
        assertThat(once.overdueAt(due, due, List.of())).isEqualTo(Optional.empty());
    }
}
