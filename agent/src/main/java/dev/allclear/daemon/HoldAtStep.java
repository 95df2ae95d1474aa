package dev.allclear.daemon;

import dev.allclear.pipeline.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the daemon at one step, for tests that kill it there: the environment variable {@code ALLCLEAR_HOLD} names the
 * step in lower case, and {@code ALLCLEAR_HOLD_FILE}, if it is set, a file without which the step is passed. Without the
 * first variable it does nothing.
 */
final class HoldAtStep implements Step.Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(HoldAtStep.class);
    private final Step held;
    private final @Nullable Path file;

    private HoldAtStep(Step held, @Nullable Path file) {
        this.held = held;
        this.file = file;
    }

    static Step.Watcher fromEnvironment(Map<String, String> environment) {
        String name = environment.get("ALLCLEAR_HOLD");
        if (name == null) {
            return step -> {};
        }
        String file = environment.get("ALLCLEAR_HOLD_FILE");
        return new HoldAtStep(Step.valueOf(name.toUpperCase(Locale.ROOT)), file == null ? null : Path.of(file));
    }

    @Override
    public void reached(Step step) {
        if (step == held && (file == null || Files.exists(file))) {
            LOG.warn("holding at {}", step.name().toLowerCase(Locale.ROOT));
            while (true) {
                LockSupport.park(this);
            }
        }
    }
}
