package dev.allclear.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps a second daemon away from a ledger's directory, which it makes if it is missing. */
final class LedgerLock implements AutoCloseable {
    private static final String FILE = "allclear.lock";
    private static final Path LOCKS = Path.of("/proc/locks");

    private final FileChannel channel;

    private LedgerLock(FileChannel channel) {
        this.channel = channel;
    }

    static LedgerLock take(Path directory) {
        try {
            makeDirectory(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve(FILE),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (tryLock(channel) != null) {
                return new LedgerLock(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw unusable(directory, e);
        }
        throw new LedgerException(
                LedgerException.Kind.BUSY,
                "the ledger in " + directory + " is in use by another allclear; stop that one first"
                        + " (systemctl stop allclear).");
    }

    /**
     * Whether a process has it. The kernel's list is asked, since trying to lock would be in the way of a daemon that starts
     * at that moment. Source: proc_locks(5).
     *
     * @throws IOException if that cannot be told
     */
    static boolean isTaken(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return false;
        }
        String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
        try (Stream<String> locks = Files.lines(LOCKS, StandardCharsets.ISO_8859_1)) {
            return locks.anyMatch(lock -> lock.contains(" WRITE ") && !lock.contains("->") && lock.contains(inode));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What to say when a file or directory of the ledger cannot be made. */
    static LedgerException unusable(Path path, IOException e) {
        return new LedgerException(
                LedgerException.Kind.DENIED,
                "the ledger cannot be kept in " + path + " (" + e + "): give the agent's user the right to write there"
                        + " (or make space, if the disk is full), or set `path` in a `ledger:` stanza to another"
                        + " directory.",
                e);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void makeDirectory(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LedgerException(LedgerException.Kind.IO, "the lock of the ledger cannot be given back: " + e, e);
        }
    }
}
