package dev.allclear.daemon.notify;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The datagram socket of the service manager, in the file system or, with {@code @} in front, in the kernel's own name space.
 * Java has no datagrams on Unix sockets, so the C library is called. Connected anew for each message: they are rare, and
 * the manager may have been started again. Thread-safe. Source: sd_notify(3), unix(7).
 */
final class NotifySocket {
    private static final String LIBRARY = "libc.so.6";

    /** Of the C library on Linux, the same on all its 64-bit machines that Proxmox runs on. */
    private static final int AF_UNIX = 1;

    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;

    /** Of {@code sun_path} in the structure sockaddr_un. */
    private static final int LONGEST_PATH = 108;

    /** The functions, bound once; the names are their own. */
    private static final class Functions {
        static native int socket(int family, int type, int protocol) throws LastErrorException;

        static native int connect(int socket, byte[] address, int length) throws LastErrorException;

        static native long send(int socket, byte[] message, long length, int flags) throws LastErrorException;

        static native int close(int socket);

        private Functions() {}
    }

    private final byte[] address;

    private NotifySocket(byte[] address) {
        this.address = address;
    }

    /**
     * The socket that has this name in {@code $NOTIFY_SOCKET}.
     *
     * @throws IOException if it is no such name, or the C library cannot be called
     */
    static NotifySocket of(String name) throws IOException {
        byte[] address = address(name);
        try {
            if (Native.POINTER_SIZE != Long.BYTES) {
                throw new IOException("it is called with 64 bits only");
            }
            Native.register(Functions.class, NativeLibrary.getInstance(LIBRARY));
        } catch (LinkageError | RuntimeException e) {
            throw new IOException(
                    LIBRARY + " cannot be called by allclear's libjnidispatch.so ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "); start it with bin/allclear, or install it again",
                    e);
        }
        return new NotifySocket(address);
    }

    /** A sockaddr_un: the family in the machine's own order, then the path; a NUL in front of it, and none behind, if abstract. */
    static byte[] address(String name) throws IOException {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = name.startsWith("@");
        if ((!isAbstract && !name.startsWith("/")) || path.length < 2 || path.length >= LONGEST_PATH) {
            throw new IOException("'" + name + "' is neither a path nor an abstract socket");
        }
        if (isAbstract) {
            path[0] = 0;
        }
        return ByteBuffer.allocate(Short.BYTES + path.length + (isAbstract ? 0 : 1))
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_UNIX)
                .put(path)
                .array();
    }

    /** @throws IOException if nobody took it, with the reason */
    void send(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        try {
            int socket = Functions.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            try {
                Functions.connect(socket, address, address.length);
                Functions.send(socket, bytes, bytes.length, MSG_NOSIGNAL);
            } finally {
                Functions.close(socket);
            }
        } catch (LastErrorException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }
}
