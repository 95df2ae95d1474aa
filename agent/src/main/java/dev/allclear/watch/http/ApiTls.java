package dev.allclear.watch.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
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
    private final Trust trust;

    ApiTls(Trust trust) {
        this.trust = trust;
    }

    @Override
    public SSLSocket upgrade(
            Socket socket, String host, int port, @Nullable Object attachment, @Nullable HttpContext context)
            throws IOException {
        HostnameVerificationPolicy names =
                trust.pinned() ? HostnameVerificationPolicy.CLIENT : HostnameVerificationPolicy.BUILTIN;
        SSLSocket secured;
        try {
            secured = new DefaultClientTlsStrategy(TlsContexts.of(trust), names, NoopHostnameVerifier.INSTANCE)
                    .upgrade(socket, host, port, attachment, context);
        } catch (SocketTimeoutException e) {
            // HttpClient would say that the connection could not be made, but it stands.
            throw new SilentHandshakeException(e);
        }
        if (trust.pinned()) {
            compare(secured);
        }
        return secured;
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

    /** The connection stands, and the other side does not go on with TLS. */
    static final class SilentHandshakeException extends SSLException {
        private static final long serialVersionUID = 1;

        SilentHandshakeException(SocketTimeoutException cause) {
            super("the TLS handshake does not go on", cause);
        }
    }
}
