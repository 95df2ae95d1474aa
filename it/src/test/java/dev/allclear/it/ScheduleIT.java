package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.it.kuma.Beat;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Scheduler;
import dev.allclear.it.world.VzdumpTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent on a host whose job is due at a time: it did not start, it could not, it takes too long. */
final class ScheduleIT {
    private static final String JOB = "backup-1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Long enough for the agent to see the job before it is due. */
    private static final Duration SOON = Duration.ofSeconds(12);

    private World world;

    @BeforeEach
    void build(@TempDir Path scratch) {
        world = new World(scratch);
        world.host.fullLook("1s");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void watchTheJob(String... more) {
        world.host.heartbeat(World.NIGHTLY, "job " + JOB, world.kuma.pushUrl(world.token), more);
    }

    private static Instant inASecond(Duration from) {
        return Instant.now().plus(from).truncatedTo(ChronoUnit.SECONDS);
    }

    private static void awaitTime(Instant time) {
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(time));
    }

    private List<Beat> beats() {
        return world.kuma.beats(world.token);
    }

    private String says(String command) throws InterruptedException {
        String[] line = command.equals("explain")
                ? new String[] {
                    command, World.NIGHTLY, "--config", world.host.config().toString()
                }
                : new String[] {command, "--config", world.host.config().toString()};
        return world.host.command(line).out();
    }

    @Test
    void aRunThatNothingStartedIsMissed() throws Exception {
        watchTheJob("grace 2s");
        Agent agent = world.start().awaitReady();
        Instant due = inASecond(SOON);
        Scheduler.on(world.host, JOB, Scheduler.daily(due));

        String line = agent.awaitLine("nightly: missed, so no push", PATIENCE);
        assertThat(Instant.now()).isAfter(due.plusSeconds(2));
        assertThat(line).contains("due " + due).contains("nothing was started by " + due.plusSeconds(2));
        assertThat(says("status")).contains("MISSED");
        assertThat(says("explain")).contains("MISSED").contains("none has been seen");
        assertThat(beats()).isEmpty();
    }

    @Test
    void aRunThatCouldNotBeStartedIsSaidWithItsReason() throws Exception {
        watchTheJob();
        Agent agent = world.start().awaitReady();
        Instant due = inASecond(SOON);
        Scheduler scheduler = Scheduler.on(world.host, JOB, Scheduler.daily(due));
        awaitTime(due.plusSeconds(1));
        scheduler.couldNotStart("could not activate storage 'nas': storage 'nas' is not online");

        agent.awaitLine("node pve1 could not start job " + JOB);
        String line = agent.awaitLine("so no push for due " + due);
        assertThat(line).contains("storage 'nas' is not online");
        assertThat(says("status")).contains("storage 'nas' is not online");
        assertThat(says("explain")).contains("storage 'nas' is not online");
        assertThat(beats()).isEmpty();
    }

    @Test
    void aRunThatCouldNotBeStartedIsPushedAsDownWhereThatIsAskedFor() throws Exception {
        watchTheJob("on-failure down");
        world.start().awaitReady();
        Instant due = inASecond(SOON);
        Scheduler scheduler = Scheduler.on(world.host, JOB, Scheduler.daily(due));
        awaitTime(due.plusSeconds(1));
        scheduler.couldNotStart("storage 'nas' is not online");

        world.kuma.awaitBeats(1, PATIENCE);
        assertThat(beats().get(0).up()).isFalse();
        assertThat(beats().get(0).msg()).contains(JOB).contains("storage 'nas' is not online");
    }

    @Test
    void aRunThatTakesThreeTimesAsLongAsUsualIsSaidOnceAndPushedAtItsEnd() throws Exception {
        watchTheJob();
        Instant started = inASecond(SOON).minus(Duration.ofHours(1));
        Scheduler scheduler = Scheduler.on(world.host, JOB, Scheduler.daily(started));
        Instant dayBefore = started.minus(Duration.ofDays(1));
        // Thrice a minute is less than the hour that every run may take.
        VzdumpTask before = world.night().quickTaskAt(dayBefore, 101).backUp(101, "web01");
        scheduler.started(before);
        before.endAt(dayBefore.plusSeconds(60));
        VzdumpTask run = world.night().taskAt(started, 101).beginGuest(101, "web01");
        scheduler.started(run);
        Agent agent = world.start().awaitReady();

        String line = agent.awaitLine("nightly: incomplete, so no push", PATIENCE);
        assertThat(line).contains("overdue: running since " + started).contains("three times as long as usual");
        assertThat(says("explain")).contains("overdue: running since");
        run.finishGuest(101).end();
        world.kuma.awaitBeats(1, PATIENCE);
        assertThat(beats().get(0).up()).isTrue();
        assertThat(agent.said("nightly: incomplete, so no push")).isEqualTo(1);
    }

    @Test
    void aRunThatGoesOnWhenTheNextIsDueIsSaidOnceAndPushedAtItsEnd() throws Exception {
        watchTheJob();
        Agent agent = world.start().awaitReady();
        Instant next = inASecond(SOON);
        Instant due = next.minus(Duration.ofMinutes(10));
        Scheduler scheduler = Scheduler.on(world.host, JOB, Scheduler.hourly(due, next));
        VzdumpTask run = world.night().taskAt(due, 101).beginGuest(101, "web01");
        scheduler.started(run);

        String line = agent.awaitLine("overdue: running since " + due, PATIENCE);
        assertThat(line).contains("the next run was due at " + next);
        run.finishGuest(101).end();
        world.kuma.awaitBeats(1, PATIENCE);
        assertThat(beats().get(0).up()).isTrue();
        assertThat(agent.said("nightly: incomplete, so no push")).isEqualTo(1);
    }

    @Test
    void aRunThatIsLateBecauseTheHostStoodStillIsNotCalledMissed() throws Exception {
        watchTheJob("grace 2s");
        Agent agent = world.start().awaitReady();
        Instant due = inASecond(SOON);
        Scheduler scheduler = Scheduler.on(world.host, JOB, Scheduler.daily(due));
        awaitTime(due.minusSeconds(2));
        agent.standStill();
        awaitTime(due.plusSeconds(37));
        agent.goOn();

        assertThat(agent.awaitLine("the clock leapt by")).contains("nothing is called missed or overdue");
        assertThat(says("status")).contains("open run   due " + due);
        VzdumpTask run = world.night().quickTask(101);
        scheduler.started(run);
        run.backUp(101, "web01").end();
        world.kuma.awaitBeats(1, PATIENCE);
        assertThat(beats().get(0).up()).isTrue();
        assertThat(agent.said("nightly: missed")).isZero();
    }

    @Test
    void aFailureThatLastsIsPushedAgainUntilTheNextAllClear() throws Exception {
        String mended = world.kuma.addMonitor();
        watchTheJob("on-failure down", "remind 1m");
        world.host.heartbeat("any", "task vzdump", world.kuma.pushUrl(mended), "on-failure down", "remind 1m");
        Scheduler scheduler =
                Scheduler.on(world.host, JOB, Scheduler.daily(Instant.now().minusSeconds(3600)));
        world.start().awaitReady();
        VzdumpTask failed = world.night().quickTask(101).beginGuest(101, "web01");
        scheduler.started(failed);
        failed.failGuest(101, "no space left on device").end();
        await().atMost(PATIENCE)
                .until(() -> beats().size() == 1 && world.kuma.beats(mended).size() == 1);
        world.night().quickTask(102).backUp(102, "db01").end();

        await().atMost(Duration.ofSeconds(80)).until(() -> beats().size() == 2);
        assertThat(beats()).noneMatch(Beat::up).allMatch(beat -> beat.msg().contains("no space left on device"));
        VzdumpTask good = world.night().quickTask(101);
        scheduler.started(good);
        good.backUp(101, "web01").end();
        await().atMost(PATIENCE).until(() -> beats().size() == 3);
        assertThat(beats().get(2).up()).isTrue();
        await().atMost(PATIENCE).until(() -> world.kuma.beats(mended).size() == 3);
        assertThat(world.kuma.beats(mended)).extracting(Beat::up).containsExactly(false, true, true);
    }
}
