package dev.allclear.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "02:00 | every day at 02:00",
                "daily | every day at 00:00",
                "daily UTC | every day at 00:00 UTC",
                "mon..fri 22:30 | Monday to Friday at 22:30",
                "mon-fri 22:30 | Monday to Friday at 22:30",
                "mon..sun 22:30 | every day at 22:30",
                "fri..mon 1:30 | Friday to Monday at 01:30",
                "sat 18:15 | every Saturday at 18:15",
                "sat,sun 1:00 | Saturday and Sunday at 01:00",
                "mon,wed,fri 1:00 | Monday, Wednesday and Friday at 01:00",
                "weekly | every Monday at 00:00",
                "monthly | on day 1 of every month at 00:00",
                "*-1,15 3:00 | on days 1 and 15 of every month at 03:00",
                "sat *-1..7 15:00 | on the first Saturday of every month at 15:00",
                "sun *-22..28 4:00 | on the fourth Sunday of every month at 04:00",
                "quarterly | every year on 1 January, 1 April, 1 July and 1 October at 00:00",
                "yearly | every year on 1 January at 00:00",
                "2026-12-24 18:00 | once on 2026-12-24 at 18:00",
                "*/15 | every 15 minutes",
                "*:0/15 | every 15 minutes",
                "mon..fri *:0/15 | every 15 minutes, Monday to Friday",
                "minutely | every minute",
                "hourly | every hour",
                "22 | every hour at minute 22",
                "mon..fri 22 | every hour at minute 22, Monday to Friday",
                "*:5,20 | every hour at minutes 5 and 20",
                "8,12:00 | every day at 08:00 and 12:00",
                "6,12,18:30 | every day at 06:30, 12:30 and 18:30",
                "0/2:0 | every 2 hours",
                "*/2:5 | every 2 hours at minute 5",
                "8..17:00 | every hour from 08:00 to 17:00",
                "8..17:0/15 | every 15 minutes from 08:00 to 17:45",
                "8..17:* | every minute from 08:00 to 17:59",
                "8:0..3 | every day at 08:00, 08:01, 08:02 and 08:03"
            })
    void saysItInEnglish(String text, String words) {
        assertThat(CalendarEvent.parse(text).orElseThrow().words()).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*:*:30",
                "*:0/45",
                "*/7:0",
                "8:1,2,3,5,8",
                "1,2,4,8,16:0",
                "1,2,4,8,16:0/15",
                "*:0,1,2,3,5",
                "*-1..5 1:00",
                "*-1/4 1:00",
                "*-1/5-1 1:00",
                "mon *-1..8 1:00",
                "mon *-1,2,3,4,5,6,8 1:00",
                "mon *-2..8 1:00",
                "mon,tue *-1..7 1:00",
                "mon 1-1 1:00",
                "1..6-1 1:00",
                "mon 2026-12-24 1:00",
                "2026..2028-1-1 1:00",
                "2026-*-1 1:00",
                "2026-1-* 1:00",
                "*-0 1:00",
                "0-1 1:00"
            })
    void keepsTheTextWhereThatIsClearer(String text) {
        assertThat(CalendarEvent.parse(text).orElseThrow().words()).isEqualTo(text);
    }
}
