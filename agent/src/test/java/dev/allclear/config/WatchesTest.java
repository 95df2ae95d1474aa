package dev.allclear.config;

import static dev.allclear.config.Confs.SOURCES;
import static dev.allclear.config.Confs.TOKENS;
import static dev.allclear.config.Confs.good;
import static dev.allclear.task.Upid.Product.PBS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.ChainWatch;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.SelfWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.verdict.StoreJob;
import dev.allclear.verdict.StoreJob.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What heartbeats watch, and how strictly. */
class WatchesTest {

    @ParameterizedTest
    @CsvSource({
        "gc:store1,GC,store1",
        "prune:s-1,PRUNE,s-1",
        "sync:s_2,SYNC,s_2",
        "verify:v.3,VERIFY,v.3",
        "tape:t4,TAPE,t4"
    })
    void watchesEveryKindOfStoreJob(String task, StoreJob.Kind kind, String id) {
        assertThat(rule("task " + task).watch()).isEqualTo(new StoreWatch(null, kind, id));
        assertThat(rule("task " + task + "\n\tsource vault").watch()).isEqualTo(new StoreWatch("vault", kind, id));
        assertThat(rule("task " + task).warningsOk()).isEqualTo(kind.warningsOk());
        assertThat(rule("task " + task + "\n\twarnings ok").warningsOk()).isTrue();
        assertThat(rule("task " + task + "\n\twarnings fail").warningsOk()).isFalse();
    }

    @Test
    void namesTheSourceOfAJob() {
        assertThat(rule("job backup-1\n\tsource cluster").watch()).isEqualTo(new JobWatch("cluster", "backup-1"));
        assertThat(rule("task vzdump\n\tsource cluster").watch()).isEqualTo(new TaskWatch("cluster", "vzdump"));
        assertThat(rule("job backup-1").watch()).isEqualTo(new JobWatch(null, "backup-1"));
    }

    @Test
    void namesAnImplicitSource() {
        assertThat(good("heartbeat: one\n\ttask gc:store1\n\tsource local\n", null, PBS)
                        .heartbeats()
                        .get(0)
                        .rule()
                        .watch())
                .isEqualTo(new StoreWatch("local", Kind.GC, "store1"));
    }

    @Test
    void chainsRequirementsInTheirOrder() {
        assertThat(rule("""
                        require cluster/0123456789abcdef0123456789abcdef01234567:1
                        \trequire vault/sync:s-offsite
                        \trequire cluster/vzdump
                        \trequire vault/verify:v-1""").watch())
                .isEqualTo(new ChainWatch(List.of(
                        new JobWatch("cluster", "0123456789abcdef0123456789abcdef01234567:1"),
                        new StoreWatch("vault", Kind.SYNC, "s-offsite"),
                        new TaskWatch("cluster", "vzdump"),
                        new StoreWatch("vault", Kind.VERIFY, "v-1"))));
    }

    @Test
    void warningsInAChainAreLeftToTheUsageOfEachLink() {
        assertThat(rule("require cluster/b\n\trequire vault/sync:s1").warningsOk())
                .isTrue();
    }

    @Test
    void watchesItselfEveryMinute() {
        assertThat(rule("self yes").watch()).isEqualTo(new SelfWatch(Duration.ofSeconds(60)));
        assertThat(rule("self 1\n\tinterval 20s").watch()).isEqualTo(new SelfWatch(Duration.ofSeconds(20)));
    }

    @Test
    void selfNoIsNoSelf() {
        assertThat(rule("self no\n\tjob b").watch()).isEqualTo(new JobWatch("b"));
    }

    @Test
    void countsManualRunsUnlessTold() {
        assertThat(rule("job b").manualCounts()).isTrue();
        assertThat(rule("job b\n\tmanual count").manualCounts()).isTrue();
        assertThat(rule("job b\n\tmanual ignore").manualCounts()).isFalse();
    }

    @Test
    void waitsAQuarterOfAnHourUnlessTold() {
        assertThat(rule("job b").grace()).isEqualTo(Duration.ofMinutes(15));
        assertThat(rule("job b\n\tgrace 0").grace()).isZero();
        assertThat(rule("job b\n\tgrace 1d").grace()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void pushesUntilTheNextRunIsDueUnlessTold() {
        assertThat(rule("job b").maxAge()).isNull();
        assertThat(rule("job b\n\tmax-age 2h").maxAge()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void staysSilentUnlessTold() {
        assertThat(heartbeat("job b\n\ton-failure silent").down()).isFalse();
        assertThat(heartbeat("job b\n\ton-failure down")).satisfies(conf -> {
            assertThat(conf.down()).isTrue();
            assertThat(conf.remind()).isEqualTo(Duration.ofHours(1));
        });
        assertThat(heartbeat("job b\n\ton-failure down\n\tremind 7d").remind()).isEqualTo(Duration.ofDays(7));
    }

    private static Heartbeat rule(String lines) {
        return heartbeat(lines).rule();
    }

    private static HeartbeatConf heartbeat(String lines) {
        return good(SOURCES + "heartbeat: one\n\t" + lines + "\n", TOKENS)
                .heartbeats()
                .get(0);
    }
}
