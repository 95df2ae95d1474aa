package dev.allclear.it.http;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** The server's side of TLS over {@link SSLEngine}. Confined to its loop. */
final class TlsWire implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private ByteBuffer encrypted;

    TlsWire(SSLContext context) {
        engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        encrypted = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    }

    @Override
    public boolean received(ByteBuffer network, Consumer<ByteBuffer> plain, Consumer<ByteBuffer> answer)
            throws SSLException {
        if (encrypted.remaining() < network.remaining()) {
            encrypted = ByteBuffer.allocate(encrypted.position() + network.remaining())
                    .put(encrypted.flip());
        }
        encrypted.put(network);
        while (true) {
            HandshakeStatus handshake = engine.getHandshakeStatus();
            if (handshake == HandshakeStatus.NEED_TASK) {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            } else if (handshake == HandshakeStatus.NEED_WRAP) {
                answer.accept(encode(NOTHING));
                if (engine.isOutboundDone()) {
                    return false;
                }
            } else {
                ByteBuffer decrypted = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
                SSLEngineResult result = engine.unwrap(encrypted.flip(), decrypted);
                encrypted.compact();
                if (decrypted.flip().hasRemaining()) {
                    plain.accept(decrypted);
                }
                if (result.getStatus() == Status.CLOSED) {
                    return false;
                }
                if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                    return true;
                }
            }
        }
    }

    @Override
    public ByteBuffer encode(ByteBuffer plain) throws SSLException {
        int packet = engine.getSession().getPacketBufferSize();
        ByteBuffer out = ByteBuffer.allocate(packet);
        do {
            if (out.remaining() < packet) {
                out = ByteBuffer.allocate(2 * out.capacity() + packet).put(out.flip());
            }
            if (engine.wrap(plain, out).getStatus() == Status.CLOSED) {
                break;
            }
        } while (plain.hasRemaining());
        return out.flip();
    }

    @Override
    public ByteBuffer farewell() throws SSLException {
        engine.closeOutbound();
        return encode(NOTHING);
    }
}
