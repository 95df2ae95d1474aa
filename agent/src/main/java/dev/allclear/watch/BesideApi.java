package dev.allclear.watch;

import dev.allclear.event.TapeLoadEvents;
import dev.allclear.task.TaskState;

/**
 * A directory of this host beside the API of its cluster: the directory is quicker, the API knows more. What only the API
 * can tell for certain is left to it: the whole cluster and its replication and fencing, of which a host sees one node, and tasks whose log cannot be
 * read here (0640 {@code www-data:root}) or does not prove how they ended. Used by the watching thread.
 */
public final class BesideApi implements SightingSink {
    private final SightingSink sink;

    /**
     * Between a directory and the judge.
     *
     * @param sink where everything else goes on to
     */
    public BesideApi(SightingSink sink) {
        this.sink = sink;
    }

    @Override
    public void see(Sighting sighting) throws InterruptedException {
        boolean unproven =
                sighting instanceof Sighting.Ended ended && ended.outcome().state() instanceof TaskState.Unknown;
        // A tape is asked for in a log of this host; the rest is a matter of the cluster.
        boolean apis =
                sighting instanceof Sighting.Told told && !told.event().type().equals(TapeLoadEvents.TYPE);
        if (!unproven && !apis && !(sighting instanceof Sighting.Nodes)) {
            sink.see(sighting);
        }
    }
}
