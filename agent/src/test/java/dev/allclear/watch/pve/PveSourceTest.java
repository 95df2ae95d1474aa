package dev.allclear.watch.pve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.Upid;
import dev.allclear.verdict.Cluster;
import dev.allclear.verdict.Job;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.Sighting.Blind;
import dev.allclear.watch.Sighting.CaughtUp;
import dev.allclear.watch.Sighting.Ended;
import dev.allclear.watch.Sighting.Health;
import dev.allclear.watch.Sighting.Included;
import dev.allclear.watch.Sighting.Jobs;
import dev.allclear.watch.Sighting.Nodes;
import dev.allclear.watch.Sighting.Running;
import dev.allclear.watch.Sighting.SeenUntil;
import dev.allclear.watch.Sighting.Sight;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.SourceSetup;
import dev.allclear.watch.http.VirtualTimes;
import dev.allclear.watch.pve.PveCalls.GuestRow;
import dev.allclear.watch.pve.PveCalls.IncludedVolumes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PveSourceTest {
    private static final Instant T = VirtualTimes.BEGIN;
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofSeconds(35);
    private static final Duration LOOK = Duration.ofMinutes(6);

    private final FakeCluster cluster = new FakeCluster("pve1", "pve2");
    private final VirtualTimes times = new VirtualTimes();
    private final List<Sighting> seen = new ArrayList<>();
    private PveSource source = source(Set.of());

    private PveSource source(Set<String> nodes) {
        return PveSource.of(
                cluster,
                new TreeSet<>(nodes),
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
    }

    private void begin() {
        source.begin(times);
        times.pass(SOON);
    }

    /** What was seen in this time. */
    private List<Sighting> pass(Duration time) {
        seen.clear();
        cluster.asked.clear();
        times.pass(time);
        return seen.stream().filter(one -> !(one instanceof SeenUntil)).toList();
    }

    private <T extends Sighting> List<T> all(Class<T> kind) {
        return seen.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void looksAtTheClusterBeforeAnyTask() {
        cluster.jobs.add(new Job("nightly", true, Map.of()));
        cluster.node("pve1").over("vzdump", "", T.minusSeconds(900), "OK");
        begin();
        assertThat(seen.stream().map(one -> one.getClass().getSimpleName()))
                .containsSubsequence("Nodes", "Jobs", "Included", "Ended", "CaughtUp");
    }

    @Test
    void tellsOfNodesGuestsAndJobs() {
        cluster.online.put("pve2", false);
        cluster.guests.add(new GuestRow(100, "qemu", "pve2", "db01", "gold"));
        Job job = new Job("nightly", true, Map.of("all", List.of("1")));
        cluster.jobs.add(job);
        cluster.included.put("nightly", new IncludedVolumes(Map.of(100, 2), new TreeSet<>(Set.of(999))));
        begin();
        assertThat(all(Nodes.class))
                .containsExactly(new Nodes(new Cluster(
                        new TreeMap<>(Map.of("pve1", true, "pve2", false)),
                        true,
                        new TreeSet<>(Set.of("pve1", "pve2")),
                        new TreeMap<>(Map.of(100, new Cluster.Resident(100, "qemu", "pve2", "db01", Set.of("gold")))),
                        true)));
        assertThat(all(Jobs.class)).containsExactly(new Jobs(List.of(job)));
        assertThat(all(Included.class))
                .containsExactly(new Included("nightly", new TreeMap<>(Map.of(100, 2)), new TreeSet<>(Set.of(999))));
    }

    @Test
    void disabledJobsAreNotAskedForTheirGuests() {
        cluster.jobs.add(new Job("old", false, Map.of()));
        begin();
        assertThat(cluster.asked).doesNotContain("included old");
    }

    @Test
    void saysNothingTwice() {
        cluster.jobs.add(new Job("nightly", true, Map.of()));
        begin();
        assertThat(pass(LOOK)).isEmpty();
        assertThat(cluster.asked).contains("status", "jobs", "included nightly");
    }

    @Test
    void saysWhatHasChanged() {
        begin();
        cluster.quorate = false;
        assertThat(pass(LOOK)).singleElement().isInstanceOf(Nodes.class);
    }

    @Test
    void catchesUpOnceWhenEveryNodeWasPolled() {
        cluster.node("pve2").broken = new Reply.NodeDown<>("595 No route to host");
        begin();
        assertThat(all(CaughtUp.class)).hasSize(1);
        assertThat(seen).last().isInstanceOf(Health.class);
        cluster.node("pve2").broken = null;
        pass(LOOK);
        assertThat(all(CaughtUp.class)).isEmpty();
    }

    @Test
    void catchesUpAlthoughTheClusterCannotBeSeen() {
        cluster.broken = new Reply.Failed<>("connection refused", null);
        begin();
        assertThat(all(CaughtUp.class)).hasSize(1);
        assertThat(all(Health.class)).singleElement().satisfies(health -> {
            assertThat(health.sight()).isEqualTo(Sight.BLIND);
            assertThat(health.why()).contains("connection refused");
        });
    }

    @Test
    void seesAgainWhatItCouldNotSee() {
        cluster.broken = new Reply.Failed<>("connection refused", null);
        begin();
        cluster.broken = null;
        assertThat(pass(POLL)).contains(new Blind("cluster", ""), new Health(Sight.SEEING, "", 2, 2));
    }

    @Test
    void watchesOnlyTheNodesThatWereNamed() {
        source = source(Set.of("pve2"));
        begin();
        assertThat(source.nodes()).containsExactly("pve2");
        assertThat(all(Nodes.class).get(0).cluster().watched()).containsExactly("pve2");
        assertThat(all(Nodes.class).get(0).cluster().nodes()).containsKeys("pve1", "pve2");
        assertThat(all(Health.class)).containsExactly(new Health(Sight.SEEING, "", 1, 1));
    }

    @Test
    void aNameThatIsNoNodeIsReported() {
        source = source(Set.of("PVE2"));
        begin();
        assertThat(all(Blind.class))
                .singleElement()
                .satisfies(blind -> assertThat(blind.problem()).contains("names node PVE2", "there are: pve1, pve2"));
    }

    @Test
    void anIdleNodeIsAskedOnceInAnInterval() {
        begin();
        pass(Duration.ofMinutes(2));
        cluster.asked.clear();
        pass(Duration.ofMinutes(2));
        assertThat(cluster.asked).filteredOn(one -> one.equals("tasks pve1")).hasSize(4);
    }

    @Test
    void nodesOfAClusterShareTheirConnection() {
        begin();
        pass(Duration.ofMinutes(2));
        assertThat(cluster.rests).isEmpty();
    }

    @Test
    void aHostThatIsAloneKeepsNoConnectionBetweenItsLooks() {
        cluster.online.remove("pve2");
        begin();
        pass(Duration.ofMinutes(2));
        assertThat(cluster.rests).hasSizeGreaterThan(3).allMatch(Duration.ofSeconds(30)::equals);
    }

    @Test
    void aNewTaskHasTheClusterLookedAtAtOnce() {
        begin();
        pass(POLL);
        Upid task = cluster.node("pve1").start("vzdump", "", T, "INFO: something");
        assertThat(pass(POLL)).contains(new Running(task));
        assertThat(cluster.asked).filteredOn(one -> one.equals("status")).hasSize(1);
    }

    @Test
    void aDeadNodeIsUnknownAndItsOtherNodesAreStillSeen() {
        begin();
        cluster.node("pve2").broken = new Reply.NodeDown<>("595 No route to host");
        cluster.node("pve1").over("vzdump", "", T, "OK");
        List<Sighting> now = pass(POLL);
        assertThat(now).hasAtLeastOneElementOfType(Ended.class);
        assertThat(all(Blind.class)).singleElement().satisfies(blind -> {
            assertThat(blind.subject()).isEqualTo("node pve2");
            assertThat(blind.problem()).contains("595 No route to host", "unknown, not absent");
        });
        assertThat(all(Health.class)).singleElement().satisfies(health -> {
            assertThat(health.sight()).isEqualTo(Sight.DEGRADED);
            assertThat(health.seen()).isEqualTo(1);
            assertThat(health.nodes()).isEqualTo(2);
        });
    }

    @Test
    void aDeadNodeIsAskedLessAndLess() {
        cluster.node("pve2").broken = new Reply.NodeDown<>("595");
        begin();
        pass(Duration.ofMinutes(30));
        assertThat(cluster.node("pve2").asked).hasSizeBetween(8, 12);
        assertThat(all(Blind.class)).isEmpty();
    }

    @Test
    void aNodeThatComesBackIsSeenWithoutWaitingForItsPause() {
        cluster.node("pve2").broken = new Reply.NodeDown<>("595");
        cluster.online.put("pve2", false);
        begin();
        pass(Duration.ofMinutes(28));
        cluster.online.put("pve2", true);
        cluster.node("pve2").broken = null;
        assertThat(pass(LOOK)).contains(new Blind("node pve2", ""), new Health(Sight.SEEING, "", 2, 2));
    }

    @Test
    void anOfflineNodeIsCalledOffline() {
        cluster.node("pve2").broken = new Reply.NodeDown<>("595");
        cluster.online.put("pve2", false);
        begin();
        assertThat(all(Blind.class))
                .singleElement()
                .satisfies(blind -> assertThat(blind.problem())
                        .startsWith("node pve2 is offline, says the cluster, and does not answer: 595."));
    }

    @Test
    void anEmptyListWithoutTheRightIsBlindness() {
        cluster.permissions.clear();
        begin();
        assertThat(all(Blind.class).stream().map(Blind::subject))
                .contains("rights node pve1", "rights node pve2", "rights jobs", "rights guests");
        assertThat(all(Health.class)).singleElement().extracting(Health::sight).isEqualTo(Sight.BLIND);
        assertThat(all(Nodes.class).get(0).cluster().watched()).isEmpty();
        assertThat(all(Nodes.class).get(0).cluster().guestsKnown()).isFalse();
        assertThat(cluster.asked).doesNotContain("tasks pve1");
    }

    @Test
    void aNodeThatHidesItsTasksIsNotWatched() {
        cluster.forbidden.add("pve2");
        begin();
        pass(POLL);
        assertThat(all(Nodes.class))
                .last()
                .satisfies(nodes -> assertThat(nodes.cluster().watched()).containsExactly("pve1"));
        assertThat(all(Blind.class)).singleElement().satisfies(blind -> {
            assertThat(blind.subject()).isEqualTo("rights node pve2");
            assertThat(blind.problem()).contains("pveum acl modify /nodes/pve2 --tokens 'allclear@pve!agent'");
        });
    }

    @Test
    void aRightThatWasGivenEndsTheBlindness() {
        cluster.forbidden.add("pve2");
        begin();
        pass(POLL);
        cluster.forbidden.clear();
        assertThat(pass(LOOK)).contains(new Blind("rights node pve2", ""), new Health(Sight.SEEING, "", 2, 2));
        assertThat(all(Nodes.class))
                .last()
                .satisfies(nodes -> assertThat(nodes.cluster().watched()).containsExactly("pve1", "pve2"));
    }

    @Test
    void withoutProofOfItsRightsNoNodeIsWatched() {
        cluster.brokenPermissions = new Reply.Failed<>("timeout", null);
        begin();
        assertThat(all(Nodes.class).get(0).cluster().watched()).isEmpty();
        assertThat(all(Health.class)).last().extracting(Health::sight).isEqualTo(Sight.DEGRADED);
        cluster.brokenPermissions = null;
        assertThat(pass(Duration.ofSeconds(65))).contains(new Blind("rights unknown", ""));
    }

    @Test
    void guestsThatTheTokenMayNotSeeMakeNoList() {
        cluster.permissions.put("/vms", Set.of("VM.Console"));
        cluster.jobs.add(new Job("nightly", true, Map.of()));
        begin();
        assertThat(all(Included.class)).isEmpty();
        assertThat(all(Nodes.class).get(0).cluster().guestsKnown()).isFalse();
    }

    @Test
    void aTokenForOneNodeSeesThatOne() {
        source = source(Set.of("pve1"));
        cluster.permissions.clear();
        cluster.permissions.put("/nodes/pve1", Set.of("Sys.Audit"));
        cluster.broken = new Reply.Denied<>(403, "Permission check failed (/, Sys.Audit)");
        cluster.node("pve1").over("vzdump", "", T.minusSeconds(90), "OK");
        begin();
        assertThat(all(Ended.class)).hasSize(1);
    }

    @Test
    void aNodeThatLeavesTheClusterIsPolledNoMore() {
        begin();
        cluster.online.remove("pve2");
        pass(LOOK);
        assertThat(source.nodes()).containsExactly("pve1");
        assertThat(all(Health.class)).last().isEqualTo(new Health(Sight.SEEING, "", 1, 1));
    }

    @Test
    void aSourceThatEndedIsPolledNoMore() {
        begin();
        source.end();
        pass(LOOK);
        assertThat(cluster.asked).isEmpty();
        assertThat(times.units()).isZero();
    }
}
