package dev.allclear.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the status page, {@code /metrics} and {@code /healthz} are shown. Immutable and thread-safe.
 *
 * @param disabled whether there is none
 * @param listen the address and port; port 0 lets the system choose one
 * @param passwordFile the users who may look, in lines that {@code allclear password} writes; null when everybody who
 *     reaches the address may, which only an address of this host alone allows
 */
public record PageConf(
        boolean disabled,
        InetSocketAddress listen,
        @Nullable Path passwordFile) {
    /** The port of a page that nobody configured. */
    public static final int PORT = 8019;

    /** What holds without a stanza. */
    public static final PageConf DEFAULT =
            new PageConf(false, new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), null);

    /** No page at all. */
    public static final PageConf NONE = new PageConf(true, DEFAULT.listen(), null);
}
