package dev.allclear.watch.pve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.allclear.event.Event;
import dev.allclear.event.ReplicationEvents;
import dev.allclear.event.UpdateEvents.Update;
import dev.allclear.task.Upid;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.SlowQuestion;
import dev.allclear.watch.http.SourceSetup;
import dev.allclear.watch.http.VirtualTimes;
import dev.allclear.watch.pve.PveCalls.HaNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a cluster tells at a low pace. */
class PveSlowLookTest {
    private static final Instant T = VirtualTimes.BEGIN;
    private static final Duration A_WHILE = Duration.ofMinutes(7);
    private static final Duration HOURS = Duration.ofHours(2);
    private static final Instant SIGN = T.minusSeconds(90);

    private final FakeCluster cluster = new FakeCluster("pve1", "pve2");
    private final VirtualTimes times = new VirtualTimes();
    private final List<Sighting> seen = new ArrayList<>();
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(SlowQuestion.class);

    @BeforeEach
    void listen() {
        said.start();
        logger.addAppender(said);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(said);
    }

    private PveSource begin(String... nodes) {
        PveSource source = PveSource.of(
                cluster,
                new TreeSet<>(List.of(nodes)),
                new SourceSetup(
                        "cluster",
                        "allclear@pve!agent",
                        Duration.ofSeconds(30),
                        upid -> false,
                        node -> Optional.empty(),
                        seen::add,
                        times.clock(),
                        times::nanos,
                        () -> 0.5));
        source.begin(times);
        return source;
    }

    private List<Event> told() {
        return seen.stream()
                .filter(Sighting.Told.class::isInstance)
                .map(one -> ((Sighting.Told) one).event())
                .toList();
    }

    private List<String> titles() {
        return told().stream().map(Event::title).toList();
    }

    private long asked(String question) {
        return cluster.slowly.stream().filter(question::equals).count();
    }

    private void fails(int times) {
        cluster.replication.clear();
        cluster.replication.add(new ReplicationEvents.Job("pve1", "100-0", "pve2", times, T, T, "no route"));
    }

    @Test
    void tellsOfAReplicationThatFails() {
        fails(1);
        begin("pve1");
        times.pass(A_WHILE);
        assertThat(titles()).containsExactly("Replication Job: '100-0' failed");
    }

    @Test
    void speaksOfAReplicationAgainOnlyAtTheNextStep() {
        fails(3);
        begin("pve1");
        times.pass(HOURS);
        fails(40);
        times.pass(HOURS);
        assertThat(told()).hasSize(1);
        fails(48);
        times.pass(HOURS);
        assertThat(told()).hasSize(2);
    }

    @Test
    void anotherLifeTellsTheSameEvents() {
        fails(2);
        cluster.updates.add(new Update("bash", "1", "2"));
        cluster.ha.put("pve2", new HaNode("fence", SIGN));
        begin("pve1", "pve2").end();
        begin("pve1", "pve2");
        times.pass(HOURS);
        List<String> first = told().stream().map(Event::identity).sorted().toList();
        seen.clear();
        begin("pve1", "pve2");
        times.pass(HOURS);
        assertThat(first).hasSize(5);
        assertThat(told().stream().map(Event::identity).sorted().toList()).isEqualTo(first);
    }

    @Test
    void asksANodeNoMoreThanOneQuestionInFiveMinutesAndOneADay() {
        begin("pve1");
        times.pass(Duration.ofDays(1));
        assertThat(asked("replication pve1")).isBetween(280L, 300L);
        assertThat(asked("updates pve1")).isEqualTo(1);
        assertThat(asked("ha")).isBetween(280L, 300L);
    }

    @Test
    void asksANodeThatIsAloneForNoReplication() {
        cluster.online.remove("pve2");
        begin("pve1");
        times.pass(HOURS);
        assertThat(asked("replication pve1")).isZero();
    }

    @Test
    void asksForReplicationsAgainWhenTheNodeIsNoLongerAlone() {
        cluster.online.remove("pve2");
        begin("pve1");
        times.pass(HOURS);
        cluster.online.put("pve2", false);
        times.pass(A_WHILE);
        assertThat(asked("replication pve1")).isPositive();
    }

    @Test
    void askingForRenewalsAddsNothingToTheIdlePoll() {
        begin("pve1");
        times.pass(A_WHILE);
        cluster.asked.clear();
        times.pass(Duration.ofHours(24));
        long all = cluster.asked.stream().filter("tasks pve1"::equals).count();
        long polls = times.log().stream()
                .filter(line -> line.startsWith("node pve1@"))
                .filter(line -> Integer.parseInt(line.substring("node pve1@".length())) > A_WHILE.toSeconds())
                .count();
        assertThat(all - polls).isBetween(23L, 25L);
    }

    @Test
    void handsOverARenewalThatFailed() {
        begin("pve1");
        times.pass(HOURS);
        Upid renewal = cluster.node("pve1").over("acmerenew", "", T.plusSeconds(7000), "order failed");
        seen.clear();
        times.pass(HOURS);
        assertThat(seen.stream()
                        .filter(Sighting.Ended.class::isInstance)
                        .map(one -> ((Sighting.Ended) one).outcome().upid()))
                .containsExactly(renewal);
    }

    @Test
    void withoutTheRightUpdatesAreNotWatchedAndThatIsSaidOnce() {
        cluster.brokenSlow = new Reply.Denied<>(403, "Permission check failed");
        begin("pve1");
        times.pass(Duration.ofHours(20));
        assertThat(said.list.stream().map(ILoggingEvent::getFormattedMessage))
                .filteredOn(line -> line.startsWith("package updates of node pve1"))
                .singleElement()
                .asString()
                .contains("are not watched", "allclear@pve!agent", "Sys.Modify on /nodes/pve1");
        assertThat(asked("updates pve1")).isEqualTo(1);
        assertThat(asked("replication pve1")).isEqualTo(1);
        assertThat(asked("ha")).isEqualTo(1);
    }

    @Test
    void whatIsAskedSlowlyMakesNoSourceBlind() {
        cluster.brokenSlow = new Reply.Failed<>("no usable answer", null);
        begin("pve1");
        times.pass(HOURS);
        assertThat(seen).noneMatch(Sighting.Blind.class::isInstance);
        assertThat(said.list).isNotEmpty();
        cluster.brokenSlow = null;
        fails(1);
        times.pass(A_WHILE);
        assertThat(told()).hasSize(1);
    }

    @Test
    void tellsOfUpdatesOnceAndAgainWhenThereAreNewOnes() {
        cluster.updates.add(new Update("bash", "1", "2"));
        cluster.updates.add(new Update("zsh", "1", "2"));
        begin("pve1");
        times.pass(HOURS);
        assertThat(told()).hasSize(1);
        cluster.updates.remove(1);
        times.pass(Duration.ofDays(2));
        assertThat(told()).hasSize(1);
        cluster.updates.add(new Update("bash", "1", "3"));
        times.pass(Duration.ofDays(2));
        assertThat(told()).hasSize(2);
    }

    @Test
    void tellsOfAFencingAndOfItsEnd() {
        cluster.ha.put("pve2", new HaNode("unknown", SIGN));
        begin();
        times.pass(A_WHILE);
        assertThat(told()).isEmpty();
        cluster.ha.put("pve2", new HaNode("fence", SIGN));
        times.pass(Duration.ofSeconds(40));
        cluster.ha.put("pve2", new HaNode("unknown", SIGN));
        times.pass(Duration.ofSeconds(40));
        assertThat(titles()).containsExactly("Trying to fence node 'pve2'", "Successfully fenced node 'pve2'");
    }

    @Test
    void looksAtAFencingSoonWhenANodeFallsSilent() {
        cluster.ha.put("pve2", new HaNode("online", SIGN));
        begin();
        times.pass(Duration.ofMinutes(2));
        cluster.node("pve2").broken = new Reply.NodeDown<>("no answer");
        cluster.ha.put("pve2", new HaNode("fence", SIGN));
        times.pass(Duration.ofSeconds(75));
        assertThat(titles()).containsExactly("Trying to fence node 'pve2'");
    }

    @Test
    void looksAtAFencingSoonWhenItsClusterWasFirstSeenLate() {
        cluster.broken = new Reply.Failed<>("no answer", null);
        cluster.ha.put("pve2", new HaNode("fence", SIGN));
        begin();
        times.pass(Duration.ofSeconds(45));
        cluster.broken = null;
        times.pass(Duration.ofSeconds(90));
        assertThat(titles()).containsExactly("Trying to fence node 'pve2'");
    }

    @Test
    void asksForEverythingWithinTheFirstMinutes() {
        fails(1);
        cluster.updates.add(new Update("bash", "1", "2"));
        cluster.ha.put("pve2", new HaNode("fence", SIGN));
        begin();
        times.pass(Duration.ofMinutes(2));
        assertThat(titles())
                .contains(
                        "Replication Job: '100-0' failed",
                        "New software packages available (pve1)",
                        "New software packages available (pve2)",
                        "Trying to fence node 'pve2'");
    }

    @Test
    void aNodeThatStaysOffIsNotLookedAtCloselyForEver() {
        cluster.ha.put("pve2", new HaNode("unknown", SIGN));
        begin();
        times.pass(Duration.ofHours(1));
        cluster.slowly.clear();
        times.pass(Duration.ofHours(1));
        assertThat(asked("ha")).isLessThan(15);
    }

    @Test
    void aNodeAloneIsNeverFenced() {
        FakeCluster alone = new FakeCluster("pve1");
        PveSource.of(
                        alone,
                        new TreeSet<>(),
                        new SourceSetup(
                                "alone",
                                "allclear@pve!agent",
                                Duration.ofSeconds(30),
                                upid -> false,
                                node -> Optional.empty(),
                                seen::add,
                                times.clock(),
                                times::nanos,
                                () -> 0.5))
                .begin(times);
        times.pass(HOURS);
        assertThat(alone.slowly).doesNotContain("ha");
    }
}
