package dev.allclear.cli;

import dev.allclear.config.SourceConf;
import dev.allclear.daemon.SourceLook;
import dev.allclear.watch.Sighting;
import java.time.Duration;
import java.util.List;

/** Looks at a source, once, with the eyes of the daemon. */
interface ApiProbe {
    /** As long as the slowest answer that the daemon waits for, and a little more. */
    Duration PATIENCE = Duration.ofSeconds(45);

    /** Asks nothing. */
    ApiProbe NONE = source -> List.of();

    /** Asks for real. */
    ApiProbe REAL = source -> {
        try {
            return SourceLook.at(source, PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    };

    /** What a source shows now, as its watcher hands it over. */
    List<Sighting> look(SourceConf source);
}
