package dev.allclear.ledger;

import static dev.allclear.ledger.Samples.EVENING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.event.Block;
import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every ledger does with events and with who is told of them. */
abstract class NoticesContract extends OutboxContract {
    private static final Instant NOW = EVENING.plusSeconds(60);
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final Grouping HOURLY = new Grouping(Duration.ofSeconds(30), Duration.ofHours(1));

    private static Event event(int number) {
        return event(number, Severity.ERROR);
    }

    private static Event event(int number, Severity severity) {
        return new Event(
                "event " + number,
                severity,
                EVENING.plusSeconds(number),
                new TreeMap<>(Map.of("type", "vzdump", "hostname", "pve1=\\n\n")),
                "title " + number,
                List.of(new Block.Paragraph("a\nb\\n")));
    }

    private long tell(int number, String target) {
        return write(entries -> {
            long id = entries.events()
                    .record(event(number), EVENING.plusSeconds(number))
                    .orElseGet(() -> entries.events()
                            .find("event " + number)
                            .orElseThrow()
                            .id());
            entries.notices().enqueue(id, target, EVENING.plusSeconds(number), Duration.ZERO);
            return id;
        });
    }

    private void tell(int from, int to, String target) {
        for (int number = from; number <= to; number++) {
            tell(number, target);
        }
    }

    private Optional<NoticeBatch> take(String target, Instant now) {
        return take(target, Grouping.NONE, now);
    }

    private Optional<NoticeBatch> take(String target, Grouping grouping, Instant now) {
        return write(entries -> entries.notices().claim(target, grouping, now));
    }

    private List<String> titles(Optional<NoticeBatch> batch) {
        return batch.orElseThrow().events().stream().map(Event::title).toList();
    }

    private void retry(NoticeBatch batch, Instant due, Set<String> reached) {
        doWrite(entries -> entries.notices().retry(batch, due, "away", reached));
    }

    private void delivered(Optional<NoticeBatch> batch, Instant at) {
        doWrite(entries -> entries.notices().delivered(batch.orElseThrow().message(), at, ""));
    }

    @Test
    void givesBackAnEventAsItWasWritten() {
        List<Block> body = List.of(
                new Block.Heading("Details"),
                new Block.Facts(List.of(new Block.Fact("Datastore", "st\tore"), new Block.Fact("", ""))),
                new Block.Table(List.of("VMID", "Name"), List.of(List.of("101", ""), List.of("102", "a\\b"))),
                new Block.Table(List.of("only"), List.of()),
                new Block.Log("one\ntwo\n"),
                new Block.Link("the page", "https://pve1:8006/"),
                new Block.Paragraph(""));
        Event event = new Event("x", Severity.UNKNOWN, NOW, event(1).fields(), "ü", body, "From: a\r\n\r\n\u00FF");
        write(entries -> entries.events().record(event, NOW));
        assertThat(read((Entries entries) -> entries.events().find("x"))
                        .orElseThrow()
                        .event())
                .isEqualTo(event);
    }

    @Test
    void writesAnEventOnce() {
        assertThat(write((Entries entries) -> entries.events().record(event(1), NOW)))
                .isPresent();
        assertThat(write((Entries entries) -> entries.events().record(event(1), LATER)))
                .isEmpty();
    }

    @Test
    void listsEventsByTypeSeverityAndTime() {
        doWrite(entries -> {
            entries.events().record(event(1, Severity.INFO), NOW);
            entries.events().record(event(2, Severity.WARNING), NOW);
            entries.events().record(event(3, Severity.ERROR), LATER);
        });
        assertThat(read((Entries entries) -> entries.events().list(0, NOW, "vzdump", Severity.WARNING)))
                .extracting(row -> row.event().title())
                .containsExactly("title 2", "title 3");
        assertThat(read((Entries entries) -> entries.events().list(0, LATER, null, null)))
                .hasSize(1);
        assertThat(read((Entries entries) -> entries.events().list(0, NOW, "gc", null)))
                .isEmpty();
        assertThat(read((Entries entries) -> entries.events().list(2, NOW, null, null)))
                .hasSize(1);
    }

    @Test
    void tellsATargetOnceOfAnEvent() {
        long id = tell(1, "mail");
        assertThat(write((Entries entries) -> entries.notices().enqueue(id, "mail", NOW, Duration.ZERO)))
                .isFalse();
        assertThat(write((Entries entries) -> entries.notices().enqueue(id, "gotify", NOW, Duration.ZERO)))
                .isTrue();
    }

    @Test
    void givesFewEventsOneByOneInTheirOrder() {
        tell(1, 3, "mail");
        Optional<NoticeBatch> first = take("mail", NOW);
        assertThat(titles(first)).containsExactly("title 1");
        assertThat(take("mail", NOW)).isEmpty();
        delivered(first, NOW);
        assertThat(titles(take("mail", NOW))).containsExactly("title 2");
    }

    @Test
    void givesACrowdInOneMessage() {
        tell(1, 6, "mail");
        assertThat(titles(take("mail", NOW))).hasSize(6);
    }

    @Test
    void givesInOneMessageWhatWaitedLongForATargetThatWasAway() {
        tell(1, "mail");
        retry(take("mail", NOW).orElseThrow(), LATER, Set.of());
        tell(2, "mail");
        assertThat(titles(take("mail", EVENING.plus(NoticeEntries.OLD).plusSeconds(3))))
                .hasSize(2);
    }

    @Test
    void leavesATargetThatFailedInPeaceAlsoForNewEvents() {
        tell(1, "mail");
        retry(take("mail", NOW).orElseThrow(), LATER, Set.of());
        tell(2, "mail");
        assertThat(take("mail", NOW)).isEmpty();
        assertThat(read((Entries entries) -> entries.notices().nextDue("mail", Grouping.NONE)))
                .contains(LATER);
        assertThat(take("mail", LATER)).isPresent();
    }

    @Test
    void oneThatNeverSucceedsDoesNotHoldUpTheOthers() {
        tell(1, 2, "mail");
        retry(take("mail", NOW).orElseThrow(), NOW, Set.of());
        assertThat(titles(take("mail", NOW))).containsExactly("title 2");
    }

    @Test
    void aSlowTargetDelaysNoOther() {
        tell(1, "mail");
        tell(1, "gotify");
        take("mail", NOW);
        assertThat(take("gotify", NOW)).isPresent();
    }

    @Test
    void waitsForOthersAndThenUntilTheIntervalIsOver() {
        write(entries -> {
            long id = entries.events().record(event(1), NOW).orElseThrow();
            return entries.notices().enqueue(id, "mail", NOW, HOURLY.first());
        });
        assertThat(take("mail", HOURLY, NOW.plusSeconds(29))).isEmpty();
        tell(2, 4, "mail");
        Optional<NoticeBatch> first = take("mail", HOURLY, NOW.plusSeconds(30));
        assertThat(titles(first)).hasSize(4);
        delivered(first, NOW.plusSeconds(31));
        tell(5, 9, "mail");
        assertThat(take("mail", HOURLY, NOW.plusSeconds(3600))).isEmpty();
        assertThat(titles(take("mail", HOURLY, NOW.plusSeconds(3631)))).hasSize(5);
    }

    @Test
    void keepsTheMessageForTheRecipientsThatDoNotHaveItYet() {
        tell(1, "mail");
        NoticeBatch first = take("mail", NOW).orElseThrow();
        retry(first, LATER, Set.of("a@example.com"));
        tell(2, "mail");
        Optional<NoticeBatch> other = take("mail", LATER);
        delivered(other, LATER);
        NoticeBatch again = take("mail", LATER).orElseThrow();
        assertThat(titles(other)).containsExactly("title 2");
        assertThat(again.reached()).containsExactly("a@example.com");
        assertThat(again.message()).isEqualTo(first.message());
        assertThat(again.events()).hasSize(1);
    }

    @Test
    void takesARefusedMessageApart() {
        tell(1, 6, "mail");
        NoticeBatch all = take("mail", NOW).orElseThrow();
        assertThat(write((Entries entries) -> entries.notices().refused(all.message(), NOW, "too long")))
                .isFalse();
        Optional<NoticeBatch> one = take("mail", LATER);
        assertThat(titles(one)).containsExactly("title 1");
        assertThat(write((Entries entries) ->
                        entries.notices().refused(one.orElseThrow().message(), LATER, "no")))
                .isTrue();
        assertThat(titles(take("mail", LATER))).containsExactly("title 2");
    }

    @Test
    void sendsAgainWhatWasGivenUp() {
        tell(1, "mail");
        doWrite(entries -> entries.notices()
                .refused(
                        entries.notices()
                                .claim("mail", Grouping.NONE, NOW)
                                .orElseThrow()
                                .message(),
                        NOW,
                        "no"));
        assertThat(write((Entries entries) -> entries.notices().resend("gotify", LATER)))
                .isZero();
        assertThat(write((Entries entries) -> entries.notices().resend("mail", LATER)))
                .isOne();
        assertThat(titles(take("mail", LATER))).containsExactly("title 1");
    }

    @Test
    void sendsOneAgainByItsNumber() {
        tell(1, "mail");
        doWrite(entries -> entries.notices().expire(NOW.plus(NoticeEntries.PATIENCE)));
        assertThat(write((Entries entries) -> entries.notices().resend("1", LATER)))
                .isOne();
    }

    @Test
    void doesNotSendAgainWhatArrived() {
        tell(1, "mail");
        delivered(take("mail", NOW), NOW);
        assertThat(write((Entries entries) -> entries.notices().resend("mail", LATER)))
                .isZero();
    }

    @Test
    void triesForThirtyDays() {
        tell(1, "mail");
        Instant over = EVENING.plusSeconds(1).plus(NoticeEntries.PATIENCE);
        assertThat(write((Entries entries) -> entries.notices().expire(over.minusMillis(1))))
                .isEmpty();
        assertThat(write((Entries entries) -> entries.notices().expire(over))).hasSize(1);
        assertThat(take("mail", over)).isEmpty();
    }

    @Test
    void putsBackWhatWasBeingSent() {
        tell(1, "mail");
        NoticeBatch before = take("mail", NOW).orElseThrow();
        assertThat(write((Entries entries) -> entries.notices().reopenInterrupted(LATER)))
                .hasSize(1);
        NoticeBatch after = take("mail", LATER).orElseThrow();
        assertThat(after.message()).isEqualTo(before.message());
        assertThat(read((Entries entries) -> entries.noticeReports().list(EVENING))
                        .get(0)
                        .interrupted())
                .isOne();
    }

    @Test
    void anAnswerThatComesLateChangesNothing() {
        tell(1, "mail");
        NoticeBatch batch = take("mail", NOW).orElseThrow();
        delivered(Optional.of(batch), NOW);
        retry(batch, LATER, Set.of());
        assertThat(read((Entries entries) -> entries.noticeReports().list(EVENING))
                        .get(0)
                        .state())
                .isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void hurriesOnlyWhatFailed() {
        tell(1, "mail");
        retry(take("mail", NOW).orElseThrow(), NOW.plusSeconds(3600), Set.of());
        doWrite(entries -> entries.notices().hurry(LATER));
        assertThat(take("mail", LATER)).isPresent();
    }

    @Test
    void forgetsBodiesBeforeEventsAndNeitherBeforeTheirDelivery() {
        tell(1, "mail");
        tell(2, "mail");
        delivered(take("mail", NOW), NOW);
        doWrite(entries -> entries.forget(EVENING.plus(Duration.ofDays(1)).minus(Duration.ofDays(310))));
        assertThat(read((Entries entries) -> entries.events().find("event 1"))
                        .orElseThrow()
                        .event()
                        .body())
                .isEmpty();
        assertThat(read((Entries entries) -> entries.events().find("event 2"))
                        .orElseThrow()
                        .event()
                        .body())
                .isNotEmpty();
        doWrite(entries -> entries.forget(EVENING.plus(Duration.ofDays(1))));
        assertThat(read((Entries entries) -> entries.events().find("event 1"))).isEmpty();
        assertThat(read((Entries entries) -> entries.events().find("event 2"))).isPresent();
    }
}
