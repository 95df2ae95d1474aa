package dev.allclear.it.http;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/** What lies between the bytes of HTTP and those on the network: nothing, or TLS. Confined to its loop. */
interface Wire {
    Wire PLAIN = new Wire() {
        @Override
        public boolean received(ByteBuffer network, Consumer<ByteBuffer> plain, Consumer<ByteBuffer> answer) {
            plain.accept(network);
            return true;
        }

        @Override
        public ByteBuffer encode(ByteBuffer plain) {
            return plain;
        }

        @Override
        public ByteBuffer farewell() {
            return ByteBuffer.allocate(0);
        }
    };

    /**
     * Takes bytes from the network.
     *
     * @param plain gets what they mean
     * @param answer gets what has to be sent back, as in a handshake
     * @return false when the other end said that this was all
     */
    boolean received(ByteBuffer network, Consumer<ByteBuffer> plain, Consumer<ByteBuffer> answer) throws SSLException;

    /** Bytes of HTTP as they go over the network. */
    ByteBuffer encode(ByteBuffer plain) throws SSLException;

    /** What is sent in front of the end. */
    ByteBuffer farewell() throws SSLException;
}
