package dev.allclear.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks a backup server lists as running. It adds a task just after making its log, and removes it just after writing
 * its final line. A task that it lost in a crash stays listed until it looks at its list again. Single-threaded.
 */
final class ActiveList {
    /** A file system's clock is coarse: a second change may carry the time stamp of the first. */
    private static final long YOUNG_SECONDS = 2;

    private final Path list;
    private final TaskLayout layout;
    private final InstantSource clock;
    private @Nullable BasicFileAttributes seen;
    private Instant read = Instant.MIN;
    private Set<String> names = Set.of();

    ActiveList(Eyes eyes) {
        this.list = eyes.tasks().resolve(TaskLayout.ACTIVE);
        this.layout = eyes.layout();
        this.clock = eyes.clock();
    }

    /** False only when it is sure that the task is not listed: whoever cannot look does not know. */
    boolean lists(String name) {
        try {
            BasicFileAttributes now = Files.readAttributes(list, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            BasicFileAttributes before = seen;
            if (before == null || !DirectoryMark.same(before, now) || young(now)) {
                seen = null;
                read = clock.instant();
                names = new String(Files.readAllBytes(list), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> layout.parse(line).isPresent())
                        .collect(Collectors.toUnmodifiableSet());
                seen = now;
            }
            return names.contains(name);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return true; // What is wrong with the list is said by who reads it for its entries.
        }
    }

    private boolean young(BasicFileAttributes now) {
        return now.lastModifiedTime().toInstant().isAfter(read.minusSeconds(YOUNG_SECONDS));
    }
}
