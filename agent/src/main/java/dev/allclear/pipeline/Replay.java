package dev.allclear.pipeline;

import dev.allclear.config.LocalHost;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.Ledger;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.VzdumpReport;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.TaskDirectory;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Judges what lies in a task directory as the daemon would have done, with a memory that is forgotten afterwards, and
 * sends nothing.
 */
public final class Replay {

    /** Is told what the daemon would have seen, decided and pushed, in the order of the tasks' start. */
    public interface Listener {
        /** A task and how it ended. */
        void outcome(TaskOutcome outcome);

        /** A verdict. */
        void verdict(Judgement judgement);

        /** A push that would have been sent. */
        void push(DeliveryRow delivery);

        /** The watcher cannot see something. */
        void blind(Sighting.Blind blind);

        /** How many of the logs have been read. */
        void progress(int done, int total);
    }

    /** Replay looks at one directory; heartbeats that name a source do not get any of its tasks. */
    private static final String SOURCE = "local";

    private final Ledger ledger;
    private final List<HeartbeatRule> heartbeats;
    private final Instant since;
    private final Listener listener;
    private final Pipeline pipeline = new Pipeline(step -> {}, ZoneId.systemDefault());

    private Replay(Ledger ledger, List<HeartbeatRule> heartbeats, Instant since, Listener listener) {
        this.ledger = ledger;
        this.heartbeats = heartbeats;
        this.since = since;
        this.listener = listener;
        pipeline.use(heartbeats);
    }

    /**
     * Replays the tasks of a host that were started at {@code since} or later.
     *
     * @param heartbeats none of which names a source
     */
    public static void run(LocalHost host, List<HeartbeatRule> heartbeats, Instant since, Listener listener)
            throws InterruptedException {
        try (Ledger ledger = Ledger.inMemory()) {
            ledger.write(entries -> {
                for (HeartbeatRule heartbeat : heartbeats) {
                    entries.runs().markLearned(heartbeat.name(), since);
                    Chains.steps(heartbeat.rule())
                            .forEach(step -> entries.runs().markLearned(step.name(), since));
                }
                return Optional.empty();
            });
            Replay replay = new Replay(ledger, heartbeats, since, listener);
            TaskDirectory.lookOnce(host, replay::see, listener::progress);
        }
    }

    private void see(Sighting sighting) {
        if (sighting instanceof Sighting.Blind blind) {
            listener.blind(blind);
            return;
        }
        if (sighting instanceof Sighting.Nodes || sighting instanceof Sighting.Included) {
            return; // Where the guests live today says nothing of the nights before.
        }
        Instant now = since;
        if (sighting instanceof Sighting.Ended ended) {
            if (ended.outcome().upid().started().isBefore(since)) {
                return;
            }
            now = ended.outcome().ended();
            listener.outcome(ended.outcome());
        } else if (sighting instanceof Sighting.Running running) {
            listener.outcome(new TaskOutcome(running.upid(), new TaskState.Running(), now, VzdumpReport.NOTHING));
        }
        take(sighting, now);
    }

    private void take(Sighting sighting, Instant now) {
        ledger.write(entries -> pipeline.take(SOURCE, sighting, entries, now)).forEach(listener::verdict);
        for (HeartbeatRule heartbeat : heartbeats) {
            ledger.write(entries -> {
                        Optional<DeliveryRow> due = entries.deliveries().claim(heartbeat.name(), now);
                        due.ifPresent(delivery -> entries.deliveries().delivered(delivery.id(), now));
                        return due;
                    })
                    .ifPresent(listener::push);
        }
    }
}
