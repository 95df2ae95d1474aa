package dev.allclear.cli;

import dev.allclear.config.SourceConf;
import dev.allclear.daemon.ApiTime;
import dev.allclear.daemon.SourceLook;
import dev.allclear.watch.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks at a source, once, with the eyes of the daemon. */
interface ApiProbe {
    /** As long as the slowest answer that the daemon waits for, and a little more. */
    Duration PATIENCE = Duration.ofSeconds(45);

    /** Asks nothing. */
    ApiProbe NONE = source -> List.of();

    /** Asks for real. */
    ApiProbe REAL = new ApiProbe() {
        @Override
        public List<Sighting> look(SourceConf source) {
            try {
                return SourceLook.at(source, PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }

        @Override
        public Optional<ApiTime> time(SourceConf source) {
            return ApiTime.of(source);
        }
    };

    /** Looks at this host only. */
    ApiProbe LOCAL = source -> source.local() == null ? List.of() : REAL.look(source.withoutApi());

    /** What a source shows now, as its watcher hands it over. */
    List<Sighting> look(SourceConf source);

    /** What time it is there; empty when nobody tells. */
    default Optional<ApiTime> time(SourceConf source) {
        return Optional.empty();
    }
}
