package dev.allclear.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;
import static org.quicktheories.generators.SourceDSL.strings;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the measured vectors leave open. */
@Timeout(60)
class CalendarEventTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final ZoneId DUBLIN = ZoneId.of("Europe/Dublin");
    private static final List<String> PIECES = List.of(
            "mon",
            "tue..fri",
            "sun-tue",
            ",",
            "..",
            "-",
            "/",
            "*",
            ":",
            " ",
            "\t",
            "0",
            "7",
            "31",
            "59",
            "60",
            "2026",
            "99999999999999999999",
            "UTC",
            "daily",
            "ä",
            "\u0000",
            "*/45",
            "*-2-30",
            "02:30");
    private static final List<String> EVENTS = List.of(
            "daily",
            "*:0/15",
            "mon..fri 22:30",
            "sat *-1..7 15:00",
            "02:30",
            "quarterly",
            "*-29 1:00",
            "*:*:10",
            "2027-*-1 3:00",
            "fri *-13 4:05");
    private static final long YEARS_2000_TO_2100 = 100L * 366 * 86400;

    private static CalendarEvent event(String text) {
        return CalendarEvent.parse(text).orElseThrow();
    }

    private static Optional<ZonedDateTime> next(String text, String after, ZoneId zone) {
        Instant from = ZonedDateTime.parse(after).toInstant();
        return event(text).next(from, zone).map(due -> due.atZone(zone));
    }

    @ParameterizedTest
    @CsvSource({
        "mon-fri 22:30, mon..fri 22:30",
        "'sun,tue-wed,fri 1:00', 'sun,tue..wed,fri 1:00'",
        "FRI-Monday 1:00, fri..mon 1:00",
        "mon8:00, mon 8:00",
        "'mon\t8:00', mon 8:00",
        "'mon ', mon",
        "8:00UTC, 8:00 UTC",
        "30:15, *:30:15",
        "24:00, *:24:00",
        "*:10..20/5, '*:10,15,20'",
        "*:5/0, *:5",
        "minutely, *-*-* *:*:00",
        "'2026-11-24 ', 2026-11-24 0:00",
        "yearly, *-1-1 0:0:0"
    })
    void readsOneAsTheOther(String one, String other) {
        Instant at = Instant.parse("2026-11-21T08:00:00Z");
        for (int i = 0; i < 20; i++) {
            Optional<Instant> due = event(one).next(at, VIENNA);
            assertThat(due).isEqualTo(event(other).next(at, VIENNA));
            at = due.orElse(at);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mon-", "mon..", "mon..xyz", "mon tue", "mon-1-1", "Daily", "daily ", "UTC", "8:", ":8", "8:00 ", "*/x",
                "8..:00", "8/:00", "1-0..", "13-1", "*:60", "4294967296", "*,5", "5,*", "8:5..2", "1-32", "8:00:", "ä"
            })
    void refusesWhatIsNoEvent(String text) {
        assertThat(CalendarEvent.parse(text)).isEmpty();
    }

    @Test
    void refusesWhatNobodyWrites() {
        assertThat(CalendarEvent.parse("0," + "1,".repeat(600) + "2")).isEmpty();
        assertThat(CalendarEvent.parse("0," + "1,".repeat(400) + "2")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*-2-30", "2-30", "mon 2026-11-24", "0-1", "2020-1-1", "*-*-0", "*-4,6,9,11-31"})
    void isNeverDueOnDatesThatNeverCome(String text) {
        assertThat(event(text).next(Instant.parse("2026-11-21T08:00:00Z"), VIENNA))
                .isEmpty();
    }

    @Test
    void findsTheRarestDateThereIs() {
        assertThat(next("mon *-2-29", "2026-11-21T08:00:00Z", ZoneOffset.UTC))
                .contains(ZonedDateTime.parse("2044-02-29T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "*:0/45, 2026-11-21T08:45:00Z, 2026-11-21T09:45:00Z",
        "*/7:0, 2026-11-21T21:00:00Z, 2026-11-22T07:00:00Z",
        "*-1/4, 2026-12-29T00:00:00Z, 2027-01-05T00:00:00Z",
        "*-1/5-1, 2026-11-01T00:00:00Z, 2027-06-01T00:00:00Z",
        "*:*:0/45, 2026-11-21T08:00:45Z, 2026-11-21T08:01:45Z"
    })
    void countsStepsOnPastTheEndAsProxmoxDoes(String text, String after, String due) {
        assertThat(next(text, after, ZoneOffset.UTC)).contains(ZonedDateTime.parse(due));
    }

    @Test
    void isDueInTheFirstPassOfADoubledHour() {
        assertThat(next("02:30", "2026-10-24T02:30:00+02:00", VIENNA)
                        .map(ZonedDateTime::toOffsetDateTime)
                        .map(Object::toString))
                .contains("2026-10-25T02:30+02:00");
    }

    @Test
    void isDueOnceInADoubledHour() {
        assertThat(next("02:30", "2026-10-25T02:30:00+02:00", VIENNA)
                        .map(ZonedDateTime::toLocalDate)
                        .map(Object::toString))
                .contains("2026-10-26");
    }

    @Test
    void isNotDueInASkippedHour() {
        assertThat(next("02:30", "2026-03-28T02:30:00+01:00", VIENNA)
                        .map(ZonedDateTime::toLocalDate)
                        .map(Object::toString))
                .contains("2026-03-30");
    }

    @Test
    void isNotDueInAGapThatIsNoDaylightSaving() {
        ZoneId pyongyang = ZoneId.of("Asia/Pyongyang");
        assertThat(next("23:45", "2018-05-04T12:00:00+08:30", pyongyang).map(ZonedDateTime::toInstant))
                .contains(Instant.parse("2018-05-05T14:45:00Z"));
    }

    @Test
    void isNeverDueAgainWhereTheSearchOfProxmoxDoesNotEnd() {
        assertThat(next("01:30", "2026-03-28T01:30:00Z", DUBLIN)).isEmpty();
        assertThat(next("01:30", "2026-03-29T04:00:00Z", DUBLIN)).isPresent();
    }

    @Test
    void goesOnAfterTheGapWhereProxmoxGoesBack() {
        assertThat(next("hourly", "2026-03-29T00:00:00Z", DUBLIN).map(ZonedDateTime::toInstant))
                .contains(Instant.parse("2026-03-29T01:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z", "0000-06-01T00:00:00Z"})
    void knowsNoDueTimeOutsideTheYearsThatCount(String moment) {
        assertThat(event("daily").next(Instant.parse(moment), VIENNA)).isEmpty();
    }

    @Test
    void isDueAtTheNextFullSecondAfterAFraction() {
        assertThat(event("*:*:*").next(Instant.parse("2026-11-21T08:00:00.5Z"), VIENNA))
                .contains(Instant.parse("2026-11-21T08:00:01Z"));
    }

    @Test
    void isEqualWhenWrittenAlike() {
        assertThat(event("daily"))
                .isEqualTo(event("daily"))
                .hasSameHashCodeAs(event("daily"))
                .hasToString("daily");
        assertThat(event("daily")).isNotEqualTo(event("00:00")).isNotEqualTo("daily");
    }

    @Test
    void noTextMakesItThrow() {
        qt().withExamples(2000)
                .forAll(strings().allPossible().ofLengthBetween(0, 40))
                .checkAssert(CalendarEventTest::useAll);
    }

    @Test
    void noMixOfPiecesMakesItThrow() {
        qt().withExamples(5000)
                .forAll(lists().of(integers().between(0, PIECES.size() - 1)).ofSizeBetween(0, 8))
                .checkAssert(picks -> {
                    StringBuilder text = new StringBuilder();
                    picks.forEach(pick -> text.append(PIECES.get(pick)));
                    useAll(text.toString());
                });
    }

    private static void useAll(String text) {
        assertThatCode(() -> {
                    Instant from = Instant.parse("2026-03-28T00:30:00Z");
                    Optional<CalendarEvent> event = CalendarEvent.parse(text);
                    for (ZoneId zone : List.of(VIENNA, DUBLIN)) {
                        event.flatMap(one -> one.next(from, zone))
                                .ifPresent(due -> assertThat(due).isAfter(from));
                    }
                    event.ifPresent(one -> assertThat(one.words()).isNotBlank());
                })
                .as(text)
                .doesNotThrowAnyException();
    }

    @Test
    void isDueStrictlyAfterTheMomentAskedFor() {
        qt().withExamples(2000)
                .forAll(integers().between(0, EVENTS.size() - 1), longs().between(0, YEARS_2000_TO_2100))
                .checkAssert((pick, second) -> {
                    Instant after = Instant.ofEpochSecond(946684800 + second);
                    event(EVENTS.get(pick))
                            .next(after, VIENNA)
                            .ifPresent(due -> assertThat(due).isAfter(after));
                });
    }

    @Test
    void isDueNoEarlierWhenAskedLater() {
        qt().withExamples(2000)
                .forAll(
                        integers().between(0, EVENTS.size() - 1),
                        longs().between(0, YEARS_2000_TO_2100),
                        longs().between(0, 40L * 86400))
                .checkAssert((pick, second, more) -> {
                    CalendarEvent event = event(EVENTS.get(pick));
                    Instant one = Instant.ofEpochSecond(946684800 + second);
                    Optional<Instant> due = event.next(one, ZoneOffset.UTC);
                    event.next(one.plusSeconds(more), ZoneOffset.UTC)
                            .ifPresent(later -> assertThat(later).isAfterOrEqualTo(due.orElseThrow()));
                });
    }

    @Test
    void hasNoDueTimeBetweenAMomentAndTheNextOne() {
        qt().withExamples(1000)
                .forAll(
                        integers().between(0, EVENTS.size() - 1),
                        longs().between(0, YEARS_2000_TO_2100),
                        integers().between(0, 1000))
                .checkAssert((pick, second, share) -> {
                    CalendarEvent event = event(EVENTS.get(pick));
                    Instant one = Instant.ofEpochSecond(946684800 + second);
                    event.next(one, ZoneOffset.UTC).ifPresent(due -> {
                        Duration way = Duration.between(one, due.minusSeconds(1));
                        Instant between = one.plus(way.multipliedBy(share).dividedBy(1000));
                        assertThat(event.next(between, ZoneOffset.UTC)).contains(due);
                    });
                });
    }
}
