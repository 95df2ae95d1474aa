package dev.allclear.watch.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spool's directories as the daemon uses them. Everybody may put a file into the first; whatever is taken is first moved
 * into {@code taken/}, where nobody else can change what a name stands for. Only {@link #remove} is for any thread.
 */
final class SpoolDirectory {
    /**
     * What a look found.
     *
     * @param names what can be taken, oldest first
     * @param foreign how many files have a name that no writer of ours gives
     * @param example one of those; empty if there is none
     * @param more whether this is not all
     */
    record Found(List<SpoolName> names, int foreign, String example, boolean more) {}

    private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);
    private static final int MOST_AT_ONCE = 10_000;
    private static final int MOST_BAD = 100;
    /** Everybody may put, only the owner may list, and nobody may touch what is another's. */
    private static final int DROP_ONLY = 01733;

    private static final int PRIVATE = 0700;
    private static final int WRITABLE_FOR_OTHERS = 022;
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path directory;
    private final Path taken;
    private final Path bad;

    SpoolDirectory(Path directory) {
        this.directory = directory;
        this.taken = directory.resolve("taken");
        this.bad = directory.resolve("bad");
    }

    Path path() {
        return directory;
    }

    Path taken(SpoolName name) {
        return taken.resolve(name.text());
    }

    /** Makes what is missing. */
    void prepare() throws IOException {
        make(directory, DROP_ONLY);
        makePrivate(taken);
        makePrivate(bad);
    }

    private static void makePrivate(Path made) throws IOException {
        make(made, PRIVATE);
        Map<String, Object> is = Files.readAttributes(made, "unix:mode,uid,isDirectory", LinkOption.NOFOLLOW_LINKS);
        if (!Boolean.TRUE.equals(is.get("isDirectory"))
                || number(is, "uid") != ownUser()
                || (number(is, "mode") & WRITABLE_FOR_OTHERS) != 0) {
            throw new IOException(made + " was made by somebody else. Remove it: type `rm -r " + made + "`");
        }
    }

    private static void make(Path made, int mode) throws IOException {
        if (!Files.exists(made, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(made);
            Files.setAttribute(made, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** What was taken in an earlier life and never became known as committed. */
    List<SpoolName> leftOver() throws IOException {
        return list(taken, Instant.MIN).names();
    }

    /** What there is to take, oldest first; files that were never finished are removed when they are old. */
    Found look(Instant now) throws IOException {
        return list(directory, now.minus(ABANDONED));
    }

    private Found list(Path listed, Instant abandonedBefore) throws IOException {
        List<SpoolName> names = new ArrayList<>();
        int foreign = 0;
        String example = "";
        boolean more = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(listed)) {
            for (Path entry : entries) {
                String text = Objects.requireNonNull(entry.getFileName()).toString();
                if (names.size() >= MOST_AT_ONCE) {
                    more = true;
                    break;
                }
                Optional<SpoolName> name = SpoolName.parse(text);
                if (name.isPresent()) {
                    names.add(name.get());
                } else if (text.startsWith(SpoolName.UNFINISHED)) {
                    removeAbandoned(entry, abandonedBefore);
                } else if (!entry.equals(taken) && !entry.equals(bad)) {
                    foreign++;
                    example = text;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw Objects.requireNonNull(e.getCause());
        }
        names.sort(SpoolName.OLDEST_FIRST);
        return new Found(names, foreign, example, more);
    }

    private static void removeAbandoned(Path unfinished, Instant before) {
        try {
            Instant changed = Files.getLastModifiedTime(unfinished, LinkOption.NOFOLLOW_LINKS)
                    .toInstant();
            if (changed.isBefore(before)) {
                Files.delete(unfinished);
            }
        } catch (IOException e) {
            LOG.debug("{} stays", unfinished, e); // Its writer has just finished it, or it is no file at all.
        }
    }

    /** Takes a file out of everybody's reach. False if it is gone, or if one of this name is still in hand. */
    boolean take(SpoolName name) throws IOException {
        if (Files.exists(taken(name), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            Files.move(directory.resolve(name.text()), taken(name), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** A taken file that is done with. Should it not be possible, it is handed over once more at the next start. */
    void remove(SpoolName name) {
        try {
            Files.deleteIfExists(taken(name));
        } catch (IOException e) {
            LOG.warn(
                    "cannot remove {}: {}. It is looked at again at the next start; nothing is told twice.",
                    taken(name),
                    e);
        }
    }

    /** A taken file that is of no use: kept aside, where is returned. */
    Path refuse(SpoolName name) throws IOException {
        Path aside = bad.resolve(name.text());
        Files.move(taken(name), aside, StandardCopyOption.ATOMIC_MOVE);
        forgetOldest();
        return aside;
    }

    private void forgetOldest() throws IOException {
        List<SpoolName> kept = list(bad, Instant.MIN).names();
        for (SpoolName name : kept.subList(0, Math.max(0, kept.size() - MOST_BAD))) {
            try {
                Files.delete(bad.resolve(name.text()));
            } catch (IOException e) {
                LOG.debug("{} stays", name, e); // A directory with something in it, which somebody must have wanted.
            }
        }
    }

    /** Why a taken file is not even opened; empty if it may be. */
    String fault(SpoolName name) throws IOException {
        Map<String, Object> is =
                Files.readAttributes(taken(name), "unix:isRegularFile,nlink,uid", LinkOption.NOFOLLOW_LINKS);
        if (!Boolean.TRUE.equals(is.get("isRegularFile"))) {
            return "it is not a plain file";
        }
        if (number(is, "nlink") != 1) {
            return "it is a second name of another file";
        }
        int owner = number(is, "uid");
        if (name.kind() != SpoolName.Kind.MAIL && owner != 0 && owner != ownUser()) {
            return "requests are heard from root only, and it belongs to user " + owner;
        }
        return "";
    }

    private static int number(Map<String, Object> attributes, String name) {
        return ((Number) Objects.requireNonNull(attributes.get(name), name)).intValue();
    }

    /** By which the kernel judges our files (proc(5), the fourth number of {@code Uid}). */
    private static int ownUser() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("Uid:")) {
                return Integer.parseInt(line.substring(line.lastIndexOf('\t') + 1));
            }
        }
        throw new IOException("/proc/self/status does not say which user this is");
    }
}
