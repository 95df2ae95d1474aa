package dev.allclear.deliver.http;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** The ways in which an HTTP exchange fails, told from what HttpClient and the JDK throw. */
public enum Failure {
    /** The name service does not know the host. */
    UNKNOWN_NAME,
    /** The other side answers TLS with something else. */
    NO_TLS,
    CERTIFICATE_EXPIRED,
    CERTIFICATE_NOT_YET_VALID,
    /** Java has no authority at all. */
    NO_AUTHORITIES,
    /** Self-signed, or of an authority that is not trusted. */
    UNTRUSTED,
    /** The certificate is good and for another host. */
    OTHER_NAME,
    /** Any other trouble with TLS. */
    TLS,
    CONNECT_TIMEOUT,
    ANSWER_TIMEOUT,
    NO_ROUTE,
    REFUSED,
    /** Closed without an answer. */
    EMPTY,
    /** Closed in the middle of the answer. */
    BROKEN_OFF,
    /** The head of the answer is larger than the limit. */
    HUGE_HEAD,
    /** Something came that is not HTTP/1. */
    NOT_HTTP,
    RESET,
    OTHER;

    /** Which of them it is; looks at the causes too. */
    public static Failure of(Throwable e) {
        if (has(e, UnknownHostException.class)) {
            return UNKNOWN_NAME;
        }
        if (has(e, SSLException.class) || has(e, CertificateException.class)) {
            return tls(e);
        }
        if (has(e, ConnectTimeoutException.class)) {
            return CONNECT_TIMEOUT;
        }
        if (has(e, SocketTimeoutException.class)) {
            return ANSWER_TIMEOUT;
        }
        if (has(e, NoRouteToHostException.class) || says(e, "unreachable")) {
            return NO_ROUTE;
        }
        return has(e, ConnectException.class) ? REFUSED : broken(e);
    }

    private static Failure tls(Throwable e) {
        if (says(e, "Unsupported or unrecognized SSL message") || says(e, "plaintext connection")) {
            return NO_TLS;
        }
        if (has(e, CertificateExpiredException.class)) {
            return CERTIFICATE_EXPIRED;
        }
        if (has(e, CertificateNotYetValidException.class)) {
            return CERTIFICATE_NOT_YET_VALID;
        }
        if (has(e, InvalidAlgorithmParameterException.class)) {
            return NO_AUTHORITIES;
        }
        if (has(e, CertPathBuilderException.class) || has(e, CertPathValidatorException.class)) {
            return UNTRUSTED;
        }
        return (has(e, CertificateException.class) && says(e, "No ")) || says(e, "doesn't match") ? OTHER_NAME : TLS;
    }

    private static Failure broken(Throwable e) {
        if (has(e, NoHttpResponseException.class)) {
            return EMPTY;
        }
        if (has(e, ConnectionClosedException.class) || has(e, MalformedChunkCodingException.class)) {
            return BROKEN_OFF;
        }
        if (has(e, MessageConstraintException.class)) {
            return HUGE_HEAD;
        }
        if (has(e, HttpException.class)) {
            return NOT_HTTP;
        }
        return has(e, SocketException.class) ? RESET : OTHER;
    }

    /** Whether it is, or was caused by, such a one. */
    public static boolean has(Throwable e, Class<? extends Throwable> kind) {
        return find(e, kind).isPresent();
    }

    /** The first such one among it and its causes. */
    public static <X extends Throwable> Optional<X> find(Throwable e, Class<X> kind) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return Optional.of(kind.cast(t));
            }
        }
        return Optional.empty();
    }

    /** The innermost cause. */
    public static Throwable root(Throwable e) {
        Throwable t = e;
        while (t.getCause() != null) {
            t = t.getCause();
        }
        return t;
    }

    private static boolean says(Throwable e, String words) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t.getMessage() != null
                    && t.getMessage().toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
