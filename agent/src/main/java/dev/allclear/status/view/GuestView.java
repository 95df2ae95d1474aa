package dev.allclear.status.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The last backups of a guest. Immutable and thread-safe.
 *
 * @param source the source that sees it
 * @param vmid its number
 * @param name its name when it was last backed up; null when no log says it
 * @param kind {@code qemu} or {@code lxc}; null when no log says it
 * @param node where it was last backed up, or where it is expected
 * @param backups what became of its last turns, oldest first; empty when it is expected and never had one
 */
public record GuestView(
        String source,
        int vmid,
        @Nullable String name,
        @Nullable String kind,
        String node,
        List<GuestBackup> backups) {

    /** Of fewer earlier backups nothing is usual. */
    private static final int ENOUGH = 3;

    public GuestView {
        backups = List.copyOf(backups);
    }

    /** Its last turn, whatever became of it. */
    public Optional<GuestBackup> last() {
        return backups.isEmpty() ? Optional.empty() : Optional.of(backups.get(backups.size() - 1));
    }

    /** Its finished backups among the last ones, oldest first. */
    public List<GuestBackup> finished() {
        return backups.stream().filter(GuestBackup::finished).toList();
    }

    /** Its newest finished backup; empty when there is none. */
    public Optional<GuestBackup> newest() {
        List<GuestBackup> finished = finished();
        return finished.isEmpty() ? Optional.empty() : Optional.of(finished.get(finished.size() - 1));
    }

    /** The age of its newest finished backup; empty when there is none. */
    public Optional<Duration> age(Instant now) {
        return newest().map(backup -> backup.at().isAfter(now) ? Duration.ZERO : Duration.between(backup.at(), now));
    }

    /** The duration of the newest finished backup over the median of the earlier ones; empty when there are too few. */
    public OptionalDouble durationTrend() {
        return trend(backup -> backup.duration() == null ? 0 : backup.duration().toSeconds());
    }

    /** The size of the newest finished backup over the median of the earlier ones; empty when there are too few. */
    public OptionalDouble sizeTrend() {
        return trend(GuestBackup::sizeBytes);
    }

    private OptionalDouble trend(ToDoubleFunction<GuestBackup> value) {
        List<GuestBackup> finished = finished();
        if (finished.size() <= ENOUGH) {
            return OptionalDouble.empty();
        }
        double newest = value.applyAsDouble(finished.get(finished.size() - 1));
        double[] earlier = finished.stream()
                .limit(finished.size() - 1)
                .mapToDouble(value)
                .filter(number -> number > 0)
                .sorted()
                .toArray();
        return newest <= 0 || earlier.length < ENOUGH
                ? OptionalDouble.empty()
                : OptionalDouble.of(newest / earlier[earlier.length / 2]);
    }
}
