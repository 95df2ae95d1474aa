package dev.allclear.watch;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a directory looked when it was last listed, so that an unchanged one need not be listed again. Single-threaded. */
final class DirectoryMark {
    /** A file system's clock is coarse: a second change may carry the time stamp of the first. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    private @Nullable Object key;
    private Instant modified = Instant.MIN;
    private Instant listed = Instant.MIN;

    /** Whether this is another directory than before, under the same name. */
    boolean replaced(BasicFileAttributes now) {
        return !Objects.equals(key, now.fileKey());
    }

    /** Whether names may have come or gone since the last listing. */
    boolean changed(BasicFileAttributes now) {
        return replaced(now)
                || !modified.equals(now.lastModifiedTime().toInstant())
                || modified.isAfter(listed.minus(YOUNG));
    }

    /** Whether a file is the same and unchanged. */
    static boolean same(BasicFileAttributes before, BasicFileAttributes now) {
        return Objects.equals(before.fileKey(), now.fileKey())
                && before.size() == now.size()
                && before.lastModifiedTime().equals(now.lastModifiedTime());
    }

    /** Remembers what was seen just before the directory is listed. */
    void listing(BasicFileAttributes now, Instant at) {
        key = now.fileKey();
        modified = now.lastModifiedTime().toInstant();
        listed = at;
    }

    void forget() {
        key = null;
        modified = Instant.MIN;
    }
}
