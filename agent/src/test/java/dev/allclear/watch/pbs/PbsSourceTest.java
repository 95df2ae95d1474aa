package dev.allclear.watch.pbs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.event.UpdateEvents;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.verdict.StoreJob;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.Sighting.Blind;
import dev.allclear.watch.Sighting.CaughtUp;
import dev.allclear.watch.Sighting.Ended;
import dev.allclear.watch.Sighting.Gap;
import dev.allclear.watch.Sighting.Health;
import dev.allclear.watch.Sighting.JobTask;
import dev.allclear.watch.Sighting.Running;
import dev.allclear.watch.Sighting.SeenUntil;
import dev.allclear.watch.Sighting.Sight;
import dev.allclear.watch.Sighting.StoreJobs;
import dev.allclear.watch.http.FakeTasks;
import dev.allclear.watch.http.LogPage;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.SourceSetup;
import dev.allclear.watch.http.TaskPage;
import dev.allclear.watch.http.TaskRow;
import dev.allclear.watch.http.VirtualTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PbsSourceTest {
    private static final Instant T = VirtualTimes.BEGIN;
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMinutes(6);
    private static final StoreJob PRUNE = new StoreJob(StoreJob.Kind.PRUNE, "p-1", "store1", "04:00");

    private final FakeTasks server = FakeTasks.pbs("pbs1");
    private final Answers answers = new Answers();
    private final VirtualTimes times = new VirtualTimes();
    private final List<Sighting> seen = new ArrayList<>();
    private Optional<Instant> earlier = Optional.empty();
    private final PbsSource source = PbsSource.of(
            answers,
            new SourceSetup(
                    "vault",
                    "allclear@pbs!agent",
                    Duration.ofSeconds(30),
                    upid -> false,
                    node -> node.equals("pbs1") ? earlier : Optional.empty(),
                    seen::add,
                    times.clock(),
                    times::nanos,
                    () -> 0.5));

    /** A server as its API shows it to one token. */
    private final class Answers implements PbsCalls {
        final List<Duration> rests = new ArrayList<>();

        final List<UpdateEvents.Update> updates = new ArrayList<>();
        int updatesAsked;

        @Nullable
        Reply<Object> refusedUpdates;

        final List<JobRow> jobs = new ArrayList<>();
        final List<StoreRow> stores = new ArrayList<>();
        final SortedMap<String, Set<String>> permissions =
                new TreeMap<>(Map.of("/", Set.of("Sys.Audit", "Datastore.Audit")));

        @Nullable
        Reply<Object> broken;

        @Override
        public void rest(Duration pause) {
            rests.add(pause);
        }

        @Override
        public Reply<TaskPage> tasks(int start, int limit) {
            return broken != null ? broken.recast() : server.tasks(start, limit);
        }

        @Override
        public Reply<LogPage> log(Upid upid, int first, int limit) {
            return server.log(upid, first, limit);
        }

        @Override
        public Reply<Boolean> running(Upid upid) {
            return server.running(upid);
        }

        @Override
        public Reply<List<UpdateEvents.Update>> updates() {
            updatesAsked++;
            return refusedUpdates != null ? refusedUpdates.recast() : new Reply.Got<>(List.copyOf(updates));
        }

        @Override
        public Reply<List<JobRow>> jobs() {
            return broken != null ? broken.recast() : new Reply.Got<>(List.copyOf(jobs));
        }

        @Override
        public Reply<List<StoreRow>> datastores() {
            return broken != null ? broken.recast() : new Reply.Got<>(List.copyOf(stores));
        }

        @Override
        public Reply<SortedMap<String, Set<String>>> permissions() {
            return broken != null ? broken.recast() : new Reply.Got<>(new TreeMap<>(permissions));
        }
    }

    private void begin() {
        source.begin(times);
        times.pass(SOON);
    }

    private List<Sighting> pass(Duration time) {
        seen.clear();
        server.asked.clear();
        times.pass(time);
        return List.copyOf(seen);
    }

    private <T extends Sighting> List<T> all(Class<T> kind) {
        return seen.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** A task that is over, whose log is cut before its first line. */
    private Upid over(String type, String id, Instant ended, String status) {
        Upid upid = server.start(type, id, ended.minusSeconds(5));
        server.exit(upid);
        server.record(upid, ended, status);
        return upid;
    }

    @Test
    void watchesExactlyTheTypesThatAreJobs() {
        over("prune", "store1:", T.minusSeconds(900), "OK");
        over("backup", "store1:vm/100", T.minusSeconds(800), "OK");
        over("reader", "store1:vm/100", T.minusSeconds(800), "connection error: not connected");
        Upid prune = over("prunejob", "store1", T.minusSeconds(700), "OK");
        begin();
        assertThat(all(Ended.class).stream().map(ended -> ended.outcome().upid()))
                .containsExactly(prune);
    }

    @Test
    void aLogThatIsCutIsDecidedByTheServersOwnRecord() {
        over("garbage_collection", "store1", T.minusSeconds(900), "WARNINGS: 2");
        over(
                "verificationjob",
                "store1:v-1",
                T.minusSeconds(800),
                "verification failed - please check the log for details");
        over("syncjob", "-:a:store1::s-1", T.minusSeconds(700), "unknown");
        begin();
        assertThat(all(Ended.class).stream().map(ended -> ended.outcome().state()))
                .containsExactly(
                        new TaskState.Warnings(2),
                        new TaskState.Failed("verification failed - please check the log for details"),
                        new TaskState.Unknown(TaskState.NO_FINAL_LINE));
    }

    @Test
    void anIdlePollIsOneRequestOfTenRows() {
        for (int i = 0; i < 30; i++) {
            over("backup", "store1:vm/100", T.minusSeconds(900 - i), "OK");
        }
        begin();
        pass(POLL);
        assertThat(server.asked).containsExactly("tasks 0 10");
    }

    @Test
    void tellsOfItsJobsAndWhichTaskTheyStarted() {
        Upid last = over("prunejob", "store1", T.minusSeconds(900), "OK");
        answers.jobs.add(new PbsCalls.JobRow(PRUNE, last));
        begin();
        assertThat(seen).containsSubsequence(new StoreJobs(List.of(PRUNE)), new JobTask("p-1", last));
        assertThat(seen.indexOf(new JobTask("p-1", last)))
                .isLessThan(seen.indexOf(all(Ended.class).get(0)));
        pass(LOOK);
        assertThat(all(StoreJobs.class)).isEmpty();
        assertThat(all(JobTask.class)).isEmpty();
    }

    @Test
    void looksAtTheJobsAsSoonAsATaskAppears() {
        answers.jobs.add(new PbsCalls.JobRow(PRUNE, null));
        begin();
        Upid task = server.start("prunejob", "store1", T);
        answers.jobs.set(0, new PbsCalls.JobRow(PRUNE, task));
        assertThat(pass(POLL)).containsSubsequence(new JobTask("p-1", task), new Running(task));
    }

    @Test
    void aDatastoreThatCannotBeUsedIsNamedUntilItCan() {
        answers.stores.add(new PbsCalls.StoreRow("store1", "datastore is not mounted"));
        begin();
        assertThat(all(Blind.class)).singleElement().satisfies(blind -> {
            assertThat(blind.subject()).isEqualTo("datastore store1");
            assertThat(blind.problem()).contains("datastore is not mounted", "skipped");
        });
        answers.stores.set(0, new PbsCalls.StoreRow("store1", null));
        assertThat(pass(LOOK)).contains(new Blind("datastore store1", ""), new Health(Sight.SEEING, "", 1, 1));
    }

    @Test
    void catchesUpOnceThoughNobodyAnswers() {
        answers.broken = new Reply.Failed<>("connection refused", null);
        begin();
        assertThat(all(CaughtUp.class)).hasSize(1);
        assertThat(all(Health.class)).singleElement().extracting(Health::sight).isEqualTo(Sight.BLIND);
        answers.broken = null;
        pass(LOOK);
        assertThat(all(CaughtUp.class)).isEmpty();
        assertThat(all(Health.class)).last().isEqualTo(new Health(Sight.SEEING, "", 1, 1));
    }

    @Test
    void anEmptyListWithoutTheRightIsBlindness() {
        answers.permissions.clear();
        begin();
        assertThat(all(Blind.class).stream().map(Blind::subject)).containsExactly("rights datastores", "rights tasks");
        assertThat(all(Health.class)).singleElement().extracting(Health::sight).isEqualTo(Sight.BLIND);
        assertThat(all(StoreJobs.class)).isEmpty();
        assertThat(server.asked).isEmpty();
    }

    @Test
    void asksForItsRightsAgainAfterARefusal() {
        begin();
        server.broken = new Reply.Denied<>(403, "permission check failed");
        pass(POLL);
        server.broken = null;
        answers.permissions.clear();
        pass(POLL);
        assertThat(all(Blind.class)).contains(new Blind("backup server vault", ""));
        assertThat(all(Blind.class).stream().map(Blind::subject)).contains("rights tasks");
    }

    @Test
    void remembersByTheNameOfTheServerHowFarItHasSeen() {
        over("backup", "store1:vm/100", T.minusSeconds(900), "OK");
        begin();
        assertThat(all(SeenUntil.class))
                .singleElement()
                .extracting(SeenUntil::node)
                .isEqualTo("pbs1");
    }

    @Test
    void aHistoryThatNoLongerReachesBackIsAGap() {
        earlier = Optional.of(T.minusSeconds(90_000));
        for (int i = 0; i < 1200; i++) {
            over("backup", "store1:vm/100", T.minusSeconds(5000 - i), "OK");
        }
        begin();
        assertThat(all(Gap.class)).containsExactly(new Gap("pbs1", T.minusSeconds(90_000), T.minusSeconds(5000)));
    }

    @Test
    void aLostTaskThatIsRecordedLateWithAnOldTimeHidesNothing() {
        earlier = Optional.of(T.minusSeconds(3600));
        for (int i = 0; i < 700; i++) {
            over("backup", "store1:vm/100", T.minus(Duration.ofDays(9)).plusSeconds(i), "OK");
        }
        Upid before = over("syncjob", "-:a:store1::s-1", T.minusSeconds(900), "OK");
        Upid lost = server.upid("verificationjob", "store1:v-1", T.minus(Duration.ofDays(8)));
        server.logs.put(lost, new ArrayList<>());
        server.archive.add(0, new TaskRow(lost, T.minus(Duration.ofDays(8)).getEpochSecond(), "unknown"));
        Upid after = over("garbage_collection", "store1", T.minusSeconds(60), "OK");
        begin();
        assertThat(all(Ended.class).stream().map(ended -> ended.outcome().upid()))
                .containsExactlyInAnyOrder(before, lost, after);
        assertThat(all(Gap.class)).isEmpty();
    }

    private List<String> told() {
        return all(Sighting.Told.class).stream().map(one -> one.event().title()).toList();
    }

    @Test
    void tellsOfUpdatesOnceADay() {
        answers.updates.add(new UpdateEvents.Update("bash", "1", "2"));
        over("garbage_collection", "store1", T.minusSeconds(60), "OK");
        begin();
        pass(Duration.ofHours(20));
        assertThat(told()).containsExactly("New software packages available (pbs1)");
        assertThat(answers.updatesAsked).isEqualTo(1);
    }

    @Test
    void withoutTheRightForUpdatesEverythingElseIsSeen() {
        answers.refusedUpdates = new Reply.Denied<>(403, "permission check failed");
        begin();
        pass(Duration.ofHours(20));
        assertThat(answers.updatesAsked).isEqualTo(1);
        assertThat(all(Blind.class)).isEmpty();
        assertThat(told()).isEmpty();
    }

    @Test
    void tellsOfATapeWhileTheTaskWaitsForIt() {
        begin();
        Upid tape = server.start(
                "tape-backup",
                "store1:pool:lto0",
                T,
                "2026-08-21T09:29:19+02:00: Starting tape backup",
                "2026-08-21T09:29:19+02:00: Please insert media 'VT0002L8' into drive 'lto0'");
        pass(LOOK);
        assertThat(told()).containsExactly("Load Media 'VT0002L8' request for drive 'lto0'");
        server.lines(tape).add("2026-08-21T09:40:00+02:00: still there");
        pass(LOOK);
        assertThat(told()).isEmpty();
    }

    @Test
    void handsOverTapeBackupsByHandAndRenewals() {
        begin();
        Upid tape = over("tape-backup", "store1:pool:lto0", T, "OK");
        Upid renewal = over("acme-renew-cert", "", T, "order failed");
        over("aptupdate", "", T, "OK");
        pass(LOOK);
        assertThat(all(Ended.class).stream().map(one -> one.outcome().upid())).containsExactlyInAnyOrder(tape, renewal);
    }
}
