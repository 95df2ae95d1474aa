package dev.allclear.daemon.journal;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives entries to the journal with the host's own libsystemd, which every host has that systemd runs. Source:
 * sd_journal_print(3).
 */
final class LibSystemd implements Sender {
    private static final String LIBRARY = "libsystemd.so.0";

    /** Where libsystemd sends to. Nobody can choose another place. */
    static final Path SOCKET = Path.of("/run/systemd/journal/socket");

    /** The structure of sys/uio.h: an address and a length. */
    private static final int IOVEC = 2 * Long.BYTES;

    /** The functions, bound once; the names are their own. */
    private static final class Functions {
        static native int sd_journal_sendv(Pointer entry, int fields);

        /** Of the C library, which is found behind libsystemd. */
        static native String strerror(int error);

        private Functions() {}
    }

    private LibSystemd() {}

    /**
     * For this process; null if its standard error is not the journal.
     *
     * @throws IOException if it is and the library cannot be loaded
     */
    static @Nullable Sender ofThisProcess() throws IOException {
        boolean toTheJournal = JournalStream.parse(System.getenv(JournalStream.VARIABLE))
                .filter(stream -> stream.is(JournalStream.STANDARD_ERROR))
                .isPresent();
        return toTheJournal ? load(LIBRARY) : null;
    }

    static Sender load(String library) throws IOException {
        try {
            if (Native.POINTER_SIZE != Long.BYTES) {
                throw new IOException("they are written with 64 bits only");
            }
        } catch (LinkageError e) {
            throw new IOException(
                    "allclear's own libjnidispatch.so cannot be loaded; start it with bin/allclear, or install it"
                            + " again",
                    e);
        }
        try {
            Native.register(Functions.class, NativeLibrary.getInstance(library));
        } catch (LinkageError | RuntimeException e) {
            throw new IOException(
                    library + " cannot be loaded ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "); install it with `apt-get install libsystemd0`",
                    e);
        }
        return new LibSystemd();
    }

    @Override
    public void send(List<byte[]> entry) throws IOException {
        // The library calls it a success if nobody is there.
        if (!Files.exists(SOCKET)) {
            throw new IOException(SOCKET + " does not exist");
        }
        long size = 0;
        for (byte[] field : entry) {
            size += field.length;
        }
        try (Memory iovecs = new Memory((long) entry.size() * IOVEC);
                Memory bytes = new Memory(size)) {
            long at = 0;
            for (int i = 0; i < entry.size(); i++) {
                byte[] field = entry.get(i);
                bytes.write(at, field, 0, field.length);
                iovecs.setPointer((long) i * IOVEC, bytes.share(at));
                iovecs.setLong((long) i * IOVEC + Long.BYTES, field.length);
                at += field.length;
            }
            int result = Functions.sd_journal_sendv(iovecs, entry.size());
            if (result < 0) {
                throw new IOException("sd_journal_sendv: " + Functions.strerror(-result));
            }
        }
    }
}
