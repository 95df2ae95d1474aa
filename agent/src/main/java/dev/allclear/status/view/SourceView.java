package dev.allclear.status.view;

import dev.allclear.config.SourceConf;
import dev.allclear.pipeline.SourceHealth;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a source sees. Immutable and thread-safe.
 *
 * @param name its name in agent.conf
 * @param kind {@code pve} or {@code pbs}
 * @param state {@code seeing}, {@code degraded}, {@code blind}, {@code disabled}, or {@code unknown} when the daemon has
 *     not looked at it since it started
 * @param words the same in words, with the nodes and the reason
 * @param since since when; null when that is not known
 */
public record SourceView(
        String name,
        String kind,
        String state,
        String words,
        @Nullable Instant since) {

    static SourceView of(SourceConf source, SourceHealth.@Nullable Sight sight) {
        String kind = source.product().name().toLowerCase(Locale.ROOT);
        if (source.disabled()) {
            return new SourceView(source.name(), kind, "disabled", "disabled, so not looked at", null);
        }
        return sight == null
                ? new SourceView(source.name(), kind, "unknown", "not looked at yet", null)
                : new SourceView(source.name(), kind, sight.sight(), sight.words(), sight.since());
    }

    /** Whether something of it is known not to be seen. */
    public boolean troubled() {
        return state.equals("degraded") || state.equals("blind");
    }
}
