package dev.allclear.daemon.notify;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A datagram socket at a path or an abstract name, as systemd has one; what arrived is read without waiting. */
final class DatagramSocket implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int EAGAIN = 11;

    private static final class Functions {
        static native int socket(int family, int type, int protocol) throws LastErrorException;

        static native int bind(int socket, byte[] address, int length) throws LastErrorException;

        static native long recv(int socket, byte[] buffer, long length, int flags) throws LastErrorException;

        static native int close(int socket);

        private Functions() {}
    }

    private final int socket;

    DatagramSocket(String name) throws IOException {
        Native.register(Functions.class, NativeLibrary.getInstance("libc.so.6"));
        byte[] address = NotifySocket.address(name);
        socket = Functions.socket(AF_UNIX, SOCK_DGRAM, 0);
        Functions.bind(socket, address, address.length);
    }

    /** All messages that are there: what is sent on this machine has arrived when the sender is back. */
    List<String> messages() {
        List<String> messages = new ArrayList<>();
        byte[] buffer = new byte[8192];
        try {
            while (true) {
                int length = (int) Functions.recv(socket, buffer, buffer.length, MSG_DONTWAIT);
                messages.add(new String(buffer, 0, length, StandardCharsets.UTF_8));
            }
        } catch (LastErrorException e) {
            if (e.getErrorCode() != EAGAIN) {
                throw e;
            }
        }
        return messages;
    }

    @Override
    public void close() {
        Functions.close(socket);
    }
}
