package dev.allclear.watch.pve;

import dev.allclear.event.Event;
import dev.allclear.event.ReplicationEvents;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.SightingSink;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.SlowQuestion;
import dev.allclear.watch.http.SourceSetup;
import dev.allclear.watch.http.TaskWatch;
import dev.allclear.watch.http.UpdateLook;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node tells besides its backups, and of which no verdict depends: replication every five minutes, certificates that
 * were to be renewed every hour, updates once a day. One small request at a time. Not thread-safe.
 */
final class NodeSlowLook {
    private static final Duration REPLICATION = Duration.ofMinutes(5);
    private static final Duration CERTIFICATES = Duration.ofHours(1);
    private static final String RENEWAL = "acmerenew";
    private static final int HEAD = 8;

    private final String node;
    private final PveCalls calls;
    private final SourceSetup setup;
    private final SlowQuestion replication;
    private final SlowQuestion certificates;
    private final UpdateLook updates;
    private final TaskWatch renewals;
    private Map<String, String> told = new HashMap<>();

    /** @param units that are polled */
    NodeSlowLook(String node, PveCalls calls, int units, SourceSetup setup) {
        this.node = node;
        this.calls = calls;
        this.setup = setup;
        String whose = "node " + node;
        this.replication =
                new SlowQuestion("replication jobs of " + whose, "VM.Audit on /vms", REPLICATION, units, setup);
        this.certificates =
                new SlowQuestion("certificates of " + whose, "Sys.Audit on /nodes/" + node, CERTIFICATES, units, setup);
        this.updates = new UpdateLook(
                whose, "Sys.Modify on /nodes/" + node + ", which no role for auditors has", units, setup);
        // How far this list reaches back says nothing of the backups' one.
        TaskWatch.Eyes eyes =
                new TaskWatch.Eyes(setup.remembered(), onlyEnds(setup.sink()), setup.clock(), setup.nanos());
        this.renewals = new TaskWatch(
                new NodeTasks(calls, node, RENEWAL),
                eyes,
                new TaskWatch.Plan(
                        node, false, upid -> upid.type().equals(RENEWAL), HEAD, HEAD, name -> Optional.empty()));
    }

    private static SightingSink onlyEnds(SightingSink sink) {
        return sighting -> {
            if (sighting instanceof Sighting.Ended) {
                sink.see(sighting);
            }
        };
    }

    /**
     * Asks one question, if one is due.
     *
     * @param alone whether there is no other node that guests could be replicated to
     */
    void look(boolean alone) throws InterruptedException {
        if (!alone && replication.due()) {
            lookAtReplication();
        } else if (certificates.due()) {
            lookAtCertificates();
        } else {
            updates.look(node, () -> calls.updates(node));
        }
    }

    private void lookAtReplication() throws InterruptedException {
        List<ReplicationEvents.Job> jobs = replication.answer(calls.replication(node));
        if (jobs == null) {
            return;
        }
        Map<String, String> now = new HashMap<>();
        for (ReplicationEvents.Job job : jobs) {
            Event event = ReplicationEvents.of(setup.name(), job, setup.clock().instant())
                    .orElse(null);
            if (event != null) {
                now.put(job.jobId(), event.identity());
                if (!event.identity().equals(told.get(job.jobId()))) {
                    setup.sink().see(new Sighting.Told(event));
                }
            }
        }
        told = now;
    }

    private void lookAtCertificates() throws InterruptedException {
        Reply<?> refused = renewals.list() instanceof TaskWatch.Unread unread
                ? unread.reply()
                : renewals.follow().blocked();
        certificates.answered(refused);
    }
}
