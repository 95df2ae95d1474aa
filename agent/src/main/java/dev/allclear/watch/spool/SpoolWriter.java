package dev.allclear.watch.spool;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Set;

/**
 * Leaves something for the daemon in the spool. When a method returns, it is on the disk; when it throws, nothing is there.
 * Needs neither a running daemon nor its configuration. Thread-safe, also among processes.
 */
public final class SpoolWriter {
    /** Where the spool is unless it is said otherwise. */
    public static final String DEFAULT_DIRECTORY = "/var/spool/allclear";

    /** Bytes of a mail that are kept; what follows is read and dropped. */
    public static final int LARGEST_MAIL = 25_000_000;

    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /**
     * The daemon is another user than root and Postfix's nobody, so it reads by this. Nobody else finds the file: only the
     * daemon may list the directory, and the name cannot be guessed. Postfix's own in-tray works the same way.
     */
    private static final Set<PosixFilePermission> FINISHED = PosixFilePermissions.fromString("rw-r--r--");

    /** Fills a file. */
    private interface Content {
        void writeTo(FileChannel file) throws IOException;
    }

    private final Path directory;
    private final InstantSource clock;

    public SpoolWriter(Path directory) {
        this(directory, InstantSource.system());
    }

    SpoolWriter(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Leaves a mail, read to its end, with little memory.
     *
     * @return the name of its file
     */
    public String mail(InputStream mail) throws SpoolException {
        return write(SpoolName.Kind.MAIL, file -> {
            byte[] piece = new byte[1 << 16];
            long kept = 0;
            for (int read = mail.read(piece); read >= 0; read = mail.read(piece)) {
                int keep = (int) Math.min(read, LARGEST_MAIL - kept);
                write(file, ByteBuffer.wrap(piece, 0, keep));
                kept += keep;
            }
        });
    }

    /**
     * Asks the daemon for a test of a target. Heard only from root and from the daemon's own user.
     *
     * @param id what the test's delivery is found by
     */
    public String askTest(String id, String target) throws SpoolException {
        return ask(SpoolName.Kind.TEST, "id=" + line(id) + "\ntarget=" + line(target) + "\n");
    }

    /**
     * Asks the daemon to send again what was given up. Heard only from root and from the daemon's own user.
     *
     * @param what the number of a delivery, or the name of a target for all of its
     */
    public String askResend(String what) throws SpoolException {
        return ask(SpoolName.Kind.RESEND, "what=" + line(what) + "\n");
    }

    private static String line(String value) {
        if (value.isBlank() || value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("not a line of text: " + value);
        }
        return value;
    }

    private String ask(SpoolName.Kind kind, String text) throws SpoolException {
        return write(kind, file -> write(file, StandardCharsets.UTF_8.encode(text)));
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /**
     * The file is forced before it gets its name, so that a name never stands for half a file, and again afterwards: whoever
     * may not read the directory cannot force it, and file systems write the name down with the file.
     */
    private String write(SpoolName.Kind kind, Content content) throws SpoolException {
        SpoolName name = SpoolName.fresh(kind, clock.instant());
        Path unfinished = directory.resolve(SpoolName.UNFINISHED + name);
        Path finished = directory.resolve(name.text());
        try (FileChannel file = FileChannel.open(unfinished, Set.of(CREATE_NEW, WRITE), PRIVATE)) {
            try {
                content.writeTo(file);
                // Not when it is made: the umask would take it away.
                Files.setPosixFilePermissions(unfinished, FINISHED);
                file.force(true);
                Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
                file.force(true);
                forceDirectory();
            } catch (IOException e) {
                Files.deleteIfExists(unfinished);
                Files.deleteIfExists(finished);
                throw e;
            }
        } catch (IOException e) {
            throw new SpoolException(reason(e), e);
        }
        return name.text();
    }

    private void forceDirectory() throws IOException {
        try (FileChannel opened = FileChannel.open(directory, READ)) {
            opened.force(true);
        } catch (AccessDeniedException e) {
            // As it should be for everybody but the daemon: mode 1733 lets others put, not list.
        }
    }

    private String reason(IOException e) {
        String cannot = "cannot leave it in the spool " + directory + ": ";
        if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
            return cannot + "there is no such directory. The daemon makes it: type `systemctl restart allclear`";
        }
        if (e instanceof AccessDeniedException) {
            return cannot + "permission denied. Everybody must be allowed to put files there: type `chmod 1733 "
                    + directory + "`";
        }
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left") || message.contains("quota exceeded")) {
            return cannot + "the disk is full. Make space on it";
        }
        return cannot + message;
    }
}
