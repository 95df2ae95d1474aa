package dev.allclear.watch.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * TLS as a {@link Trust} says. A pin is compared on every connection, resumed TLS sessions included; without a pin the JDK
 * checks chain and name (policy BUILTIN; HttpClient's own verifier would do it again and load the list of public suffixes).
 * Nothing of it is loaded before the first connection. Thread-safe.
 */
final class ApiTls implements TlsSocketStrategy {
    private static final X25519First X25519 = new X25519First();

    private final Trust trust;
    /** {@code host:port} of servers that want another curve than X25519, or have a certificate with a key on one. */
    private final Set<String> allCurves = ConcurrentHashMap.newKeySet();

    ApiTls(Trust trust) {
        this.trust = trust;
    }

    @Override
    public SSLSocket upgrade(
            Socket socket, String host, int port, @Nullable Object attachment, @Nullable HttpContext context)
            throws IOException {
        SSLSocket secured;
        String server = host + ":" + port;
        boolean all = allCurves.contains(server);
        try {
            secured = strategy(all).upgrade(socket, host, port, attachment, context);
        } catch (SocketTimeoutException e) {
            // HttpClient would say that the connection could not be made, but it stands.
            throw new SilentHandshakeException(e);
        } catch (SSLException e) {
            // There is no telling from the failure whether the curve was the trouble.
            if (!all) {
                allCurves.add(server);
                throw new OtherCurveException(e);
            }
            allCurves.remove(server);
            throw e;
        }
        if (trust.pinned()) {
            compare(secured);
        }
        return secured;
    }

    private DefaultClientTlsStrategy strategy(boolean allCurves) throws SSLException {
        HostnameVerificationPolicy names =
                trust.pinned() ? HostnameVerificationPolicy.CLIENT : HostnameVerificationPolicy.BUILTIN;
        return new DefaultClientTlsStrategy(TlsContexts.of(trust), names, NoopHostnameVerifier.INSTANCE) {
            @Override
            protected void initializeSocket(SSLSocket socket) {
                if (!allCurves) {
                    SSLParameters parameters = socket.getSSLParameters();
                    parameters.setAlgorithmConstraints(X25519);
                    socket.setSSLParameters(parameters);
                }
            }
        };
    }

    private void compare(SSLSocket secured) throws IOException {
        String shown = "";
        try {
            Certificate leaf = secured.getSession().getPeerCertificates()[0];
            if (leaf instanceof X509Certificate certificate) {
                shown = Fingerprint.of(certificate);
            }
        } catch (CertificateEncodingException e) {
            throw new SSLException("the certificate has no readable form", e);
        }
        if (!trust.fingerprints().contains(shown)) {
            secured.getSession().invalidate();
            secured.close();
            throw new WrongFingerprintException(shown, trust.fingerprints());
        }
    }

    /** A handshake with X25519 alone did not work; the next one offers every curve. */
    static final class OtherCurveException extends SSLException {
        private static final long serialVersionUID = 1;

        OtherCurveException(SSLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** The connection stands, and the other side does not go on with TLS. */
    static final class SilentHandshakeException extends SSLException {
        private static final long serialVersionUID = 1;

        SilentHandshakeException(SocketTimeoutException cause) {
            super("the TLS handshake does not go on", cause);
        }
    }
}
