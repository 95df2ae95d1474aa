package dev.allclear.pipeline;

import static dev.allclear.pipeline.Tasks.EVENING;
import static dev.allclear.pipeline.Tasks.bad;
import static dev.allclear.pipeline.Tasks.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import dev.allclear.deliver.Answer;
import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.EventRow;
import dev.allclear.ledger.Grouping;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.NoticeRow;
import dev.allclear.route.MatcherRule;
import dev.allclear.route.Routing;
import dev.allclear.task.Guest;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.SightingSink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what was seen to what targets get, through the outbox. */
class TellingTest {
    private static final HeartbeatRule NIGHTLY = HeartbeatRule.of(
            new Heartbeat("nightly", new TaskWatch("vzdump"), new TreeSet<>(), true, false, Duration.ofHours(20)),
            "{{guests}}");
    private static final Instant LATER = EVENING.plusSeconds(3600);

    private final SettableClock clock = new SettableClock(EVENING);
    private final FakeChannel kuma = new FakeChannel();
    private final FakeTarget mail = new FakeTarget();
    private final FakeTarget chat = new FakeTarget();

    @TempDir
    private Path directory;

    private Ledger ledger;
    private JudgeLoop judge;
    private SightingSink watcher;
    private Thread thread;

    @BeforeEach
    void start() throws InterruptedException {
        ledger = Ledger.open(directory);
        startJudge(voice(Grouping.NONE, null));
        clock.advance(Duration.ofMinutes(30));
    }

    private void startJudge(Voice voice) throws InterruptedException {
        judge = new JudgeLoop(ledger, clock, ZoneOffset.UTC, step -> {}, new MetricRegistry());
        watcher = judge.sink("local");
        thread = new Thread(judge, "judge");
        thread.start();
        judge.use(List.of(NIGHTLY), Map.of("nightly", kuma), voice, Map.of("mail", mail, "chat", chat));
        watcher.see(new Sighting.CaughtUp());
        judge.awaitCaughtUp();
    }

    /** All events go to both, but those of tasks only to mail. */
    private static Voice voice(Grouping grouping, @Nullable Duration remind) {
        MatcherRule all = matcher("all", List.of(), List.of("mail"));
        MatcherRule others =
                matcher("others", List.of("regex:type=heartbeat|source|delivery|storm"), List.of("chat", "mail"));
        Voice.Target target = new Voice.Target(grouping, remind);
        return new Voice(
                Routing.of(List.of(all, others), Map.of("mail", false, "chat", false)),
                Map.of("mail", target, "chat", target),
                Map.of("local", Voice.Source.UNKNOWN),
                "pve1.example.com");
    }

    private static MatcherRule matcher(String name, List<String> fields, List<String> targets) {
        return new MatcherRule(name, List.of(), fields, List.of(), false, false, targets, false);
    }

    private void stopJudge() throws InterruptedException {
        judge.stop();
        thread.join();
        judge.close(Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() throws InterruptedException {
        stopJudge();
        ledger.close();
    }

    private static Event event(int number) {
        return new Event(
                "storm " + number,
                Severity.ERROR,
                EVENING.plusSeconds(number),
                new TreeMap<>(Map.of("type", "storm")),
                "event " + number,
                List.of());
    }

    private void storm(int from, int to) throws InterruptedException {
        for (int number = from; number <= to; number++) {
            watcher.see(new Sighting.Told(event(number)));
        }
    }

    private List<NoticeRow> notices() {
        return ledger.read(entries -> entries.noticeReports().list(Instant.EPOCH));
    }

    private List<EventRow> events() {
        return ledger.read(entries -> entries.events().list(0, Instant.EPOCH, null, null));
    }

    private void awaitClosed(int number) {
        await().untilAsserted(() ->
                assertThat(notices()).hasSize(number).allMatch(notice -> notice.state() == DeliveryState.DELIVERED));
    }

    @Test
    void tellsOfATaskAndOfItsVerdict() throws InterruptedException {
        watcher.see(new Sighting.Ended(good(1, LATER)));
        awaitClosed(3);
        assertThat(mail.titles())
                .hasSize(2)
                .anyMatch(title -> title.startsWith("nightly: all-clear"))
                .anyMatch(title -> title.contains("backup successful"));
        assertThat(chat.titles()).hasSize(1);
    }

    @Test
    void tellsNothingTwice() throws InterruptedException {
        watcher.see(new Sighting.Ended(good(1, LATER)));
        awaitClosed(3);
        stopJudge();
        startJudge(voice(Grouping.NONE, null));
        watcher.see(new Sighting.Ended(good(1, LATER)));
        watcher.see(new Sighting.Told(event(1)));
        awaitClosed(5);
        assertThat(mail.titles()).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void aRenewalThatFailedIsToldAndJudgesNothing() throws InterruptedException {
        Upid upid = new Upid(Upid.Product.PVE, "pve1", 7, 7, 0, LATER.getEpochSecond(), "acmerenew", "", "root@pam");
        watcher.see(new Sighting.Ended(Tasks.outcome(
                upid, new TaskState.Failed("order failed"), Guest.State.FAILED, "vzdump 101 --storage local")));
        awaitClosed(1);
        assertThat(mail.titles()).containsExactly("Could not renew certificate");
        assertThat(ledger.read((Entries entries) -> entries.runs().newest("nightly", 5)))
                .isEmpty();
    }

    @Test
    void whatEndedBeforeTheSourceWasWatchedIsNoNews() throws InterruptedException {
        watcher.see(new Sighting.Ended(good(2, EVENING.minusSeconds(600))));
        storm(1, 1);
        awaitClosed(4);
        assertThat(events()).extracting(row -> row.event().type()).doesNotContain("vzdump");
    }

    @Test
    void saysThatItWorksAgain() throws InterruptedException {
        watcher.see(new Sighting.Ended(bad(1, LATER)));
        watcher.see(new Sighting.Ended(good(2, LATER.plusSeconds(600))));
        await().untilAsserted(() -> assertThat(chat.titles()).hasSize(2));
        assertThat(chat.titles().get(0)).contains("failed");
        assertThat(chat.titles().get(1)).contains("works again");
    }

    @Test
    void tellsOfBlindnessOnceAndWhenItIsOver() throws InterruptedException {
        watcher.see(new Sighting.Health(Sighting.Sight.SEEING, "", 3, 3));
        watcher.see(new Sighting.Health(Sighting.Sight.BLIND, "refused", 0, 3));
        watcher.see(new Sighting.Health(Sighting.Sight.BLIND, "timed out", 0, 3));
        clock.advance(Duration.ofMinutes(1));
        watcher.see(new Sighting.Health(Sighting.Sight.SEEING, "", 3, 3));
        await().untilAsserted(() -> assertThat(chat.titles()).hasSize(2));
        assertThat(chat.titles().get(0)).contains("is blind: refused");
        assertThat(chat.titles().get(1)).contains("sees again");
    }

    @Test
    void tellsTheOthersOfWhatATargetRefused() throws InterruptedException {
        mail.answer(notice -> new Answer.Refused("no such user"));
        storm(1, 1);
        await().untilAsserted(() -> assertThat(chat.titles()).hasSize(2));
        assertThat(chat.titles().get(1)).contains("delivery to mail refused: no such user");
        assertThat(mail.tried()).hasSize(1);
    }

    @Test
    void sendsAgainWhatWasRefusedWhenAsked() throws InterruptedException {
        mail.answer(notice -> new Answer.Refused("no such user"));
        storm(1, 1);
        await().untilAsserted(() -> assertThat(chat.titles()).hasSize(2));
        mail.answer(notice -> new Answer.Delivered());
        watcher.see(new Sighting.ResendAsked("mail"));
        await().untilAsserted(() -> assertThat(mail.titles()).containsExactly("event 1"));
    }

    @Test
    void aTestGoesToItsTargetAlone() throws InterruptedException {
        chat.answer(notice -> new Answer.Delivered("message 17"));
        watcher.see(new Sighting.TestAsked("abc", "chat"));
        awaitClosed(1);
        assertThat(notices().get(0).lastError()).isEqualTo("message 17");
        assertThat(chat.titles()).containsExactly("Test notification");
    }

    @Test
    void aStormIsOneMessageForEachIntervalAndNothingIsMissing() throws InterruptedException {
        stopJudge();
        startJudge(voice(new Grouping(Duration.ofSeconds(10), Duration.ofMinutes(5)), null));
        storm(1, 500);
        clock.advance(Duration.ofSeconds(5));
        storm(501, 1000);
        await().untilAsserted(() -> assertThat(notices()).hasSize(2000));
        clock.advance(Duration.ofSeconds(11));
        storm(1001, 1001);
        await().untilAsserted(() -> assertThat(mail.taken()).hasSize(1));
        assertThat(mail.taken().get(0).events()).hasSizeGreaterThanOrEqualTo(1000);
        clock.advance(Duration.ofMinutes(6));
        storm(1002, 1002);
        await().untilAsserted(() -> assertThat(notices()).hasSize(2004));
        clock.advance(Duration.ofSeconds(11));
        watcher.see(new Sighting.CaughtUp());
        awaitClosed(2004);
        assertThat(mail.taken()).hasSize(2);
        assertThat(mail.taken().stream()
                        .flatMap(notice -> notice.events().stream())
                        .distinct())
                .hasSize(1002);
    }

    @Test
    void threeDaysWithoutATargetLoseNothingAndFloodNobody() throws InterruptedException {
        mail.answer(notice -> new Answer.Retry("down", false, null));
        for (int day = 0; day < 3; day++) {
            for (int i = 1; i <= 20; i++) {
                storm(20 * day + i, 20 * day + i);
                clock.advance(Duration.ofMinutes(72));
            }
        }
        await().untilAsserted(() -> assertThat(notices()).hasSize(120));
        await().untilAsserted(() -> assertThat(
                        chat.taken().stream().mapToInt(n -> n.events().size()).sum())
                .isEqualTo(60));
        mail.answer(notice -> new Answer.Delivered());
        clock.advance(Duration.ofMinutes(6));
        storm(60, 60);
        awaitClosed(120);
        assertThat(mail.taken()).hasSizeLessThanOrEqualTo(2);
        assertThat(mail.taken().stream()
                        .flatMap(notice -> notice.events().stream())
                        .distinct())
                .hasSize(60);
    }

    @Test
    void remindsWhileAHeartbeatStaysRed() throws InterruptedException {
        stopJudge();
        startJudge(voice(Grouping.NONE, Duration.ofHours(1)));
        watcher.see(new Sighting.Ended(bad(1, LATER)));
        await().untilAsserted(() -> assertThat(chat.titles()).hasSize(1));
        clock.advance(Duration.ofMinutes(61));
        watcher.see(new Sighting.CaughtUp());
        await().untilAsserted(() -> assertThat(chat.titles()).hasSize(2));
        assertThat(chat.titles().get(1)).contains("still failed");
        clock.advance(Duration.ofMinutes(61));
        watcher.see(new Sighting.CaughtUp());
        await().untilAsserted(() -> assertThat(chat.titles()).hasSize(3));
    }
}
