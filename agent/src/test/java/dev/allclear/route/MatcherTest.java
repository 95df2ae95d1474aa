package dev.allclear.route;

import static dev.allclear.route.Events.calendar;
import static dev.allclear.route.Events.event;
import static dev.allclear.route.Events.field;
import static dev.allclear.route.Events.usable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.event.Severity;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatcherTest {
    /** The manual's windows, as written there and with the dots that Proxmox's reader wants. 21 November 2026 is a Saturday. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8-12|2026-11-21T08:00:00Z|2026-11-21T12:00:00Z",
                "8:00-15:30|2026-11-21T15:29:59Z|2026-11-21T15:30:00Z",
                "mon-fri 9:00-17:00|2026-11-23T09:00:00Z|2026-11-21T09:00:00Z",
                "mon..fri 9:00-17:00|2026-11-27T16:59:59Z|2026-11-27T17:00:00Z",
                "sun,tue-wed,fri 9-17|2026-11-25T12:00:00Z|2026-11-26T12:00:00Z",
                "sun,tue..wed,fri 9-17|2026-11-22T12:00:00Z|2026-11-23T12:00:00Z"
            })
    void readsTheManualsWindows(String window, Instant inside, Instant outside) {
        Matcher matcher = usable(calendar(window));
        assertThat(matcher.matches(event(Severity.INFO, Map.of(), inside), ZoneOffset.UTC))
                .isTrue();
        assertThat(matcher.matches(event(Severity.INFO, Map.of(), outside), ZoneOffset.UTC))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exact:type=gc|type|gc|prune",
                "exact:type=prune,verify|type|verification|gc",
                "exact:type=prune,verify|type|prune|sync",
                "regex:datastore=^backup-.*$|datastore|backup-a|my-backup-a",
                "regex:hostname=^.+\\.example\\.com$|hostname|pve1.example.com|pve1"
            })
    void readsTheManualsFields(String directive, String field, String fitting, String other) {
        Matcher matcher = usable(field(directive));
        assertThat(matcher.matches(event(Severity.INFO, Map.of(field, fitting)), ZoneOffset.UTC))
                .isTrue();
        assertThat(matcher.matches(event(Severity.INFO, Map.of(field, other)), ZoneOffset.UTC))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"exact:type=verify", "exact:type=verification", "regex:type=^verify$", "regex:type=^verification$"})
    void takesEitherWordForAVerification(String directive) {
        Matcher matcher = usable(field(directive));
        assertThat(matcher.matches(event(Severity.INFO, Map.of("type", "verification")), ZoneOffset.UTC))
                .isTrue();
    }

    @Test
    void theWordForAVerificationIsFreeOnlyInTheType() {
        Matcher matcher = usable(field("exact:job-id=verify"));
        assertThat(matcher.matches(event(Severity.INFO, Map.of("job-id", "verification")), ZoneOffset.UTC))
                .isFalse();
    }

    @Test
    void readsTheClockOfTheHost() {
        Matcher matcher = usable(calendar("sat 11-12"));
        assertThat(matcher.matches(event(Severity.INFO, Map.of()), ZoneId.of("Europe/Vienna")))
                .isTrue();
        assertThat(matcher.matches(event(Severity.INFO, Map.of()), ZoneOffset.UTC))
                .isFalse();
    }

    @Test
    void reportsEveryFaultWithWhatToWriteInstead() {
        MatcherRule rule = new MatcherRule(
                "m",
                List.of("Error", "info,"),
                List.of("type=gc", "exact:type", "exact:a b=c", "regex:type=a{,3}"),
                List.of("22-6", "mo 8-12", "0-24", "8-12,14-18"),
                false,
                false,
                List.of(),
                true);
        assertThat(Matcher.read(rule))
                .isInstanceOfSatisfying(
                        MatcherReading.Faulty.class,
                        faulty -> assertThat(faulty.faults())
                                .extracting(Fault::toString)
                                .containsExactly(
                                        "match-severity Error: 'Error' is no severity; write error",
                                        "match-severity info,: the list has a place without a word;"
                                                + " write one or more of info,notice,warning,error,unknown",
                                        "match-field type=gc: it must begin with exact: or regex:; write exact:type=gc",
                                        "match-field exact:type: it has no '=' between field and value; write exact:type=VALUE",
                                        "match-field exact:a b=c: 'a b' cannot be a field's name; write a name of letters, digits, '.',"
                                                + " '_' and '-' without blanks, such as type, hostname or job-id",
                                        "match-field regex:type=a{,3}: a { must be followed by a number;"
                                                + " write a{3}, a{0,3}, or \\{ for a brace",
                                        "match-calendar 22-6: the window ends before it begins, and none goes over midnight;"
                                                + " write 06:00-22:00 with invert-match true, or two match-calendar lines with mode any",
                                        "match-calendar mo 8-12: 'mo' is no day of the week;"
                                                + " write a window such as 8-12, 8:00-15:30 or mon..fri 9:00-17:00",
                                        "match-calendar 0-24: an hour from 0 to 23 is missing;"
                                                + " write a window such as 8-12, 8:00-15:30 or mon..fri 9:00-17:00",
                                        "match-calendar 8-12,14-18: ',14-18' must not stand behind the window;"
                                                + " write a window such as 8-12, 8:00-15:30 or mon..fri 9:00-17:00"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "false|false|match-field exact:type=gc does not fit: type is 'vzdump'; match-field exact:node=a does not fit:"
                        + " the event has no field node",
                "true|false|match-severity info fits: the severity is info; match-calendar sat 8-12 fits: it was Saturday, 10:00",
                "false|true|match-field exact:type=gc does not fit: type is 'vzdump'; match-field exact:node=a does not fit:"
                        + " the event has no field node; invert-match turns this round"
            })
    void saysWhichLinesDecide(boolean any, boolean invert, String because) {
        Matcher matcher = usable(new MatcherRule(
                "m",
                List.of("info"),
                List.of("exact:type=gc", "exact:node=a"),
                List.of("sat 8-12"),
                any,
                invert,
                List.of("t"),
                false));
        Explanation why = matcher.explain(event(Severity.INFO, Map.of("type", "vzdump")), ZoneOffset.UTC);
        assertThat(why.because()).isEqualTo(because);
        assertThat(why.selects()).isEqualTo(any || invert);
        assertThat(why.checks()).extracting(Check::fits).containsExactly(true, false, false, true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "false|false|true|it has no match line, so every event fits",
                "true|false|true|it has no match line, so every event fits; invert-match changes nothing without one",
                "false|true|false|it is disabled"
            })
    void explainsAMatcherWithoutLines(boolean invert, boolean disabled, boolean selects, String because) {
        Matcher matcher =
                usable(new MatcherRule("m", List.of(), List.of(), List.of(), false, invert, List.of("t"), disabled));
        Explanation why = matcher.explain(event(Severity.INFO, Map.of()), ZoneOffset.UTC);
        assertThat(why.selects()).isEqualTo(selects);
        assertThat(why.because()).isEqualTo(because);
    }

    @Test
    void saysThatNoneOfSeveralLinesFits() {
        Matcher matcher = usable(new MatcherRule(
                "m", List.of("error"), List.of("exact:a=b"), List.of(), true, false, List.of("t"), false));
        assertThat(matcher.explain(event(Severity.INFO, Map.of()), ZoneOffset.UTC)
                        .because())
                .isEqualTo("none of its lines fits: match-severity error does not fit: the severity is info;"
                        + " match-field exact:a=b does not fit: the event has no field a");
    }
}
