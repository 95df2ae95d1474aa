package dev.allclear.watch;

import dev.allclear.task.Upid;
import java.util.List;

/**
 * What the files of this host tell besides its tasks: jobs and which task is theirs, on PVE also nodes and guests.
 * Single-threaded.
 */
final class JobFiles {
    private final List<HostFiles> configuration;
    private final JobStates states;

    JobFiles(Eyes eyes) {
        if (eyes.layout() == TaskLayout.PVE) {
            ClusterFiles cluster = new ClusterFiles(eyes);
            this.configuration = List.of(
                    new JobsFile(eyes), cluster, new ReplicationFiles(eyes, cluster::node), new FencingFiles(eyes));
            this.states = new JobStates(eyes, cluster::node);
        } else {
            this.configuration = List.of(new StoreJobFiles(eyes));
            this.states = new JobStates(eyes, () -> "localhost");
        }
    }

    /** Asks for the file events of the state files. The configuration of PVE lies on a file system without events. */
    void watch(DirectoryWatch watch) {
        states.watch(watch);
    }

    /** Looks at everything. */
    void look() throws InterruptedException {
        for (HostFiles files : configuration) {
            files.look();
        }
        states.look();
    }

    /** Makes sure that the job of this task was handed over if it is known, before the task's end is. */
    void lookFor(Upid upid) throws InterruptedException {
        if (!states.knows(upid)) {
            states.look();
        }
    }
}
