package dev.allclear.it.bench;

import java.nio.file.Path;

/**
 * Where and how thoroughly to measure.
 *
 * @param agent the start script of the packaged agent
 * @param work a directory for files, kept from run to run since some are large
 * @param quick fewer repetitions and shorter waits: a look, not a measurement
 */
record Setting(Path agent, Path work, boolean quick) {

    int times(int thorough) {
        return quick ? Math.max(3, thorough / 4) : thorough;
    }

    int seconds(int thorough) {
        return quick ? Math.max(5, thorough / 6) : thorough;
    }
}
