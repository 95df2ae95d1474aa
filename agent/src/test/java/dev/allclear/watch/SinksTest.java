package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpReport;
import dev.allclear.verdict.Cluster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands between a directory and the judge. */
class SinksTest {
    private static final Upid UPID =
            Upid.parse("UPID:pve1:00000001:00000002:6B014BC0:vzdump::root@pam:").orElseThrow();
    private final List<Sighting> seen = new ArrayList<>();
    private final DirectoryHealth health = new DirectoryHealth(Path.of("/tasks"), seen::add);
    private final BesideApi beside = new BesideApi(seen::add);

    private static Sighting ended(TaskState state) {
        return new Sighting.Ended(new TaskOutcome(UPID, state, Instant.EPOCH, VzdumpReport.NOTHING));
    }

    private List<Sighting.Health> healths() {
        return seen.stream()
                .filter(Sighting.Health.class::isInstance)
                .map(Sighting.Health.class::cast)
                .toList();
    }

    @Test
    void aDirectoryThatWasReadIsSeen() throws Exception {
        health.see(new Sighting.CaughtUp());
        assertThat(healths()).containsExactly(new Sighting.Health(Sighting.Sight.SEEING, "", 1, 1));
    }

    @Test
    void aDirectoryThatCannotBeReadIsBlindFromTheStart() throws Exception {
        health.see(new Sighting.Blind("/tasks", "it does not exist"));
        health.see(new Sighting.CaughtUp());
        assertThat(healths()).containsExactly(new Sighting.Health(Sighting.Sight.BLIND, "it does not exist", 0, 1));
    }

    @Test
    void aDirectoryThatIsBackIsSeenAgain() throws Exception {
        health.see(new Sighting.CaughtUp());
        health.see(new Sighting.Blind("/tasks", "it does not exist"));
        health.see(new Sighting.Blind("/tasks", ""));
        assertThat(healths())
                .extracting(Sighting.Health::sight)
                .containsExactly(Sighting.Sight.SEEING, Sighting.Sight.BLIND, Sighting.Sight.SEEING);
    }

    @Test
    void anotherBlindSpotIsNotTheDirectorys() throws Exception {
        health.see(new Sighting.CaughtUp());
        health.see(new Sighting.Blind("/etc/pve/jobs.cfg", "it does not exist"));
        assertThat(healths()).hasSize(1);
    }

    @Test
    void besideAnApiAnUnreadableLogIsLeftToIt() throws Exception {
        beside.see(ended(new TaskState.Unknown("cannot read its log")));
        assertThat(seen).isEmpty();
    }

    @Test
    void besideAnApiAProvenEndIsHandedOnAtOnce() throws Exception {
        beside.see(ended(new TaskState.Ok()));
        assertThat(seen).hasSize(1);
    }

    @Test
    void besideAnApiTheClusterIsLeftToIt() throws Exception {
        beside.see(new Sighting.Nodes(Cluster.UNKNOWN));
        assertThat(seen).isEmpty();
    }
}
