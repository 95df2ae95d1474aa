package dev.allclear.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allclear.event.Block.Paragraph;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DigestTest {

    @Test
    void aSingleEventStaysAsItIs() {
        Event event = event(1, Severity.INFO, "gc", "text");
        assertThat(Digest.of(List.of(event))).isSameAs(event);
    }

    @Test
    void nothingIsADefectOfTheCaller() {
        assertThatThrownBy(() -> Digest.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsBySeverityWorstFirst() {
        Event digest = Digest.of(List.of(
                event(1, Severity.INFO, "gc", ""),
                event(2, Severity.ERROR, "gc", ""),
                event(3, Severity.ERROR, "gc", ""),
                event(4, Severity.WARNING, "gc", "")));
        assertThat(digest.title()).isEqualTo("4 notifications: 2 errors, 1 warning, 1 info");
        assertThat(digest.severity()).isEqualTo(Severity.ERROR);
        assertThat(digest.at()).isEqualTo(Instant.ofEpochSecond(4));
    }

    @Test
    void keepsTheTypeThatAllShare() {
        Event gc = event(1, Severity.INFO, "gc", "");
        assertThat(Digest.of(List.of(gc, event(2, Severity.INFO, "gc", ""))).fields())
                .isEqualTo(Map.of("type", "gc", "hostname", "pbs1"));
        assertThat(Digest.of(List.of(gc, event(2, Severity.INFO, "sync", ""))).type())
                .isEqualTo("digest");
    }

    @Test
    void missesNothingOfAThousandEvents() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            events.add(event(i, i % 100 == 7 ? Severity.ERROR : Severity.INFO, "vzdump", "a long text ".repeat(1000)));
        }
        String text = PlainText.of(Digest.of(events));
        assertThat(events).allSatisfy(event -> assertThat(text).contains("    " + event.title() + "\n"));
        assertThat(text)
                .hasSizeLessThan(1000 * 100 + Digest.BODIES)
                .contains("The texts of 998 notifications are left out");
    }

    @Test
    void repeatsTheTextsOfTheWorstFirst() {
        String text = PlainText.of(Digest.of(
                List.of(event(1, Severity.INFO, "gc", "all is well"), event(2, Severity.ERROR, "gc", "it burns"))));
        assertThat(text.indexOf("it burns")).isPositive().isLessThan(text.indexOf("all is well"));
    }

    @Test
    void isTheSameInWhateverOrderTheyCome() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            events.add(event(i / 2, Severity.INFO, "gc" + i, ""));
        }
        Event digest = Digest.of(events);
        Collections.shuffle(events, new Random(1));
        assertThat(Digest.of(events)).isEqualTo(digest);
    }

    private static Event event(int number, Severity severity, String type, String text) {
        return new Event(
                "id " + number + type,
                severity,
                Instant.ofEpochSecond(number),
                new TreeMap<>(Map.of("type", type, "hostname", "pbs1")),
                "title " + number + ".",
                List.of(new Paragraph(text)));
    }
}
