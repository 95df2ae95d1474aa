package dev.allclear.deliver.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * TLS with the trust store of the system's Java, read on first use: with plain http it costs nothing. After a failure the
 * store is read again, so that a certificate which the administrator has just imported counts without a restart.
 *
 * <p>Names are checked by the JDK (policy BUILTIN); HttpClient's own verifier would do the same again and load the list of
 * public suffixes for it. Thread-safe.
 */
public final class LazyTls implements TlsSocketStrategy {
    private static final LazyTls SYSTEM = new LazyTls(LazyTls::systemContext);

    private final Callable<SSLContext> source;
    private @Nullable SSLContext ready;

    /** With a trust of one's own, for tests. */
    public LazyTls(Callable<SSLContext> source) {
        this.source = source;
    }

    /** The one of this process: the store takes some megabytes, so all share it. */
    public static LazyTls ofTheSystem() {
        return SYSTEM;
    }

    /** The trust of the system: the JDK's cacerts, or what javax.net.ssl.trustStore names. */
    public static SSLContext systemContext() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        return context;
    }

    @Override
    public SSLSocket upgrade(
            Socket socket, String host, int port, @Nullable Object attachment, @Nullable HttpContext context)
            throws IOException {
        try {
            return new DefaultClientTlsStrategy(
                            context(), HostnameVerificationPolicy.BUILTIN, NoopHostnameVerifier.INSTANCE)
                    .upgrade(socket, host, port, attachment, context);
        } catch (SSLException e) {
            forget();
            throw e;
        }
    }

    /** Reads the trust store now if that has not happened. */
    synchronized SSLContext context() throws SSLException {
        SSLContext context = ready;
        if (context == null) {
            try {
                context = source.call();
            } catch (Exception e) {
                throw new SSLException("The trust store cannot be read", e);
            }
            ready = context;
        }
        return context;
    }

    private synchronized void forget() {
        ready = null;
    }
}
