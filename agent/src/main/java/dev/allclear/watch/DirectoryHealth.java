package dev.allclear.watch;

import java.nio.file.Path;

/**
 * Sums up how well a directory of this host is seen: all of its one node, or nothing while the directory itself cannot be
 * read. Used by the watching thread.
 */
public final class DirectoryHealth implements SightingSink {
    private final String directory;
    private final SightingSink sink;
    private String problem = "";
    private boolean caughtUp;

    /**
     * Between a directory and the judge.
     *
     * @param sink where everything goes on to
     */
    public DirectoryHealth(Path directory, SightingSink sink) {
        this.directory = directory.toString();
        this.sink = sink;
    }

    @Override
    public void see(Sighting sighting) throws InterruptedException {
        boolean changed = false;
        if (sighting instanceof Sighting.Blind blind && blind.subject().equals(directory)) {
            changed = !problem.equals(blind.problem());
            problem = blind.problem();
        } else if (sighting instanceof Sighting.CaughtUp) {
            changed = !caughtUp;
            caughtUp = true;
        }
        if (caughtUp && changed) {
            sink.see(
                    problem.isEmpty()
                            ? new Sighting.Health(Sighting.Sight.SEEING, "", 1, 1)
                            : new Sighting.Health(Sighting.Sight.BLIND, problem, 0, 1));
        }
        sink.see(sighting);
    }
}
