package dev.allclear.watch;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;

/**
 * Unpacks a zstd file with the host's own library, which every Proxmox and Debian host has since dpkg needs it. Loaded when
 * the first file is opened. Single-threaded.
 */
final class Zstd extends InputStream {
    private static final String LIBRARY = "libzstd.so.1";
    private static final int CHUNK = 64 << 10;

    /** The structures of zstd.h, ZSTD_inBuffer and ZSTD_outBuffer: an address, its size, and how much of it is done. */
    private static final int SIZE = Long.BYTES;

    private static final int DONE = 2 * Long.BYTES;
    private static final int STRUCTURE = 3 * Long.BYTES;

    /** The functions of zstd.h, bound once; the names are its own. */
    private static final class Functions {
        static native Pointer ZSTD_createDStream();

        static native long ZSTD_freeDStream(Pointer stream);

        static native long ZSTD_decompressStream(Pointer stream, Pointer out, Pointer in);

        static native int ZSTD_isError(long result);

        static native String ZSTD_getErrorName(long result);

        static boolean bound;

        private Functions() {}
    }

    private final InputStream packed;
    private final byte[] bytes = new byte[CHUNK];
    private final Memory source = new Memory(CHUNK);
    private final Memory target = new Memory(CHUNK);
    private final Memory in = new Memory(STRUCTURE);
    private final Memory out = new Memory(STRUCTURE);
    private final Pointer stream;
    private int ready;
    private int taken;
    private boolean frameOpen;
    private boolean full;
    private boolean closed;

    private Zstd(InputStream packed) {
        this.packed = packed;
        this.stream = Functions.ZSTD_createDStream();
        in.setPointer(0, source);
        in.setLong(SIZE, 0);
        in.setLong(DONE, 0);
        out.setPointer(0, target);
        out.setLong(SIZE, CHUNK);
    }

    /**
     * The bytes of {@code packed} in clear; closing closes it too.
     *
     * @throws IOException if this host has no such library; then {@code packed} is closed
     */
    static InputStream unpack(InputStream packed) throws IOException {
        try {
            bind(LIBRARY);
            return new Zstd(packed);
        } catch (IOException e) {
            packed.close();
            throw e;
        }
    }

    /** Makes the functions of the library callable, once. */
    static void bind(String library) throws IOException {
        if (Functions.bound && library.equals(LIBRARY)) {
            return;
        }
        try {
            if (Native.POINTER_SIZE != Long.BYTES) {
                throw new IOException("it is compressed, which is read with 64 bits only");
            }
        } catch (LinkageError e) {
            throw new IOException(
                    "it is compressed and allclear's own libjnidispatch.so cannot be loaded; start it with "
                            + "bin/allclear, or install it again",
                    e);
        }
        try {
            Native.register(Functions.class, NativeLibrary.getInstance(library));
            Functions.bound = true;
        } catch (LinkageError | RuntimeException e) {
            throw new IOException(
                    "it is compressed and " + library + " cannot be loaded (" + firstLine(e)
                            + "); install it with `apt-get install libzstd1`",
                    e);
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (taken == ready) {
            if (!unpackMore()) {
                return -1;
            }
        }
        int count = Math.min(length, ready - taken);
        target.read(taken, buffer, offset, count);
        taken += count;
        return count;
    }

    /** False at the end. */
    private boolean unpackMore() throws IOException {
        // While the target was filled to its end, the library may keep more without any new input.
        if (in.getLong(DONE) == in.getLong(SIZE) && !full && !readMore()) {
            if (frameOpen) {
                throw new IOException("it breaks off");
            }
            return false;
        }
        out.setLong(DONE, 0);
        long result = Functions.ZSTD_decompressStream(stream, out, in);
        if (Functions.ZSTD_isError(result) != 0) {
            throw new IOException("it is damaged: " + Functions.ZSTD_getErrorName(result));
        }
        ready = (int) out.getLong(DONE);
        taken = 0;
        full = ready == CHUNK && result != 0;
        frameOpen = result != 0;
        return true;
    }

    private boolean readMore() throws IOException {
        int count = packed.read(bytes);
        if (count < 0) {
            return false;
        }
        source.write(0, bytes, 0, count);
        in.setLong(SIZE, count);
        in.setLong(DONE, 0);
        return true;
    }

    /** Frees what the library holds. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            Functions.ZSTD_freeDStream(stream);
            source.close();
            target.close();
            in.close();
            out.close();
            packed.close();
        }
    }
}
