package dev.allclear.watch.http;

import dev.allclear.task.Upid.Product;
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
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** What it means that no answer came: one sentence for each way in which a connection fails. Thread-safe. */
final class Trouble {
    private final Credentials credentials;
    private final Limits limits;

    Trouble(Credentials credentials, Limits limits) {
        this.credentials = credentials;
        this.limits = limits;
    }

    /** The whole call took too long. */
    String late(String url) {
        return url + " did not finish its answer within " + limits.whole().toSeconds()
                + " s: it is overloaded, or the network drops packets";
    }

    String of(String url, String host, Exception e) {
        if (has(e, UnknownHostException.class)) {
            return url + " cannot be reached: the name " + host + " is unknown; check it with `getent hosts " + host
                    + "`";
        }
        if (has(e, SSLException.class) || has(e, CertificateException.class)) {
            return tls(url, host, e);
        }
        if (has(e, ConnectionRequestTimeoutException.class)) {
            return "too many questions to " + url + " are waiting for their answers already";
        }
        if (has(e, ConnectTimeoutException.class)) {
            return url + " cannot be reached within " + limits.connect().toSeconds()
                    + " s: the machine is off, or a firewall swallows the packets";
        }
        if (has(e, SocketTimeoutException.class)) {
            return url + " is there but sent nothing for " + limits.answer().toSeconds()
                    + " s: it is overloaded or hangs";
        }
        if (has(e, NoRouteToHostException.class) || says(e, "unreachable")) {
            return url + " cannot be reached: this machine has no way to the network of " + host;
        }
        if (has(e, ConnectException.class)) {
            return url + " cannot be reached: connection refused, "
                    + (credentials.product() == Product.PVE ? "pveproxy" : "proxmox-backup-proxy")
                    + " does not run or the port is wrong";
        }
        return broken(url, e);
    }

    private String broken(String url, Exception e) {
        if (has(e, NoHttpResponseException.class)) {
            return url + " closed the connection without an answer: it was stopped just then, the port speaks TLS"
                    + " while the url says http, or what listens there is no HTTP server";
        }
        if (has(e, ConnectionClosedException.class) || has(e, MalformedChunkCodingException.class)) {
            return url + " broke off in the middle of its answer";
        }
        if (has(e, HttpException.class) || has(e, MessageConstraintException.class)) {
            return url + " does not answer in HTTP (" + detail(root(e)) + "): something else listens there";
        }
        if (has(e, SocketException.class)) {
            return url + " reset the connection instead of answering: it was stopped just then";
        }
        return url + " gave no answer: " + detail(root(e));
    }

    private String tls(String url, String host, Exception e) {
        Optional<WrongFingerprintException> wrong = find(e, WrongFingerprintException.class);
        if (wrong.isPresent()) {
            return url
                    + " SHOWS ANOTHER CERTIFICATE than agent.conf expects, so nothing was sent to it. Expected fingerprint "
                    + wrong.get().pinned() + ", shown " + wrong.get().shown()
                    + ". Either the certificate was renewed or somebody is in between. Run " + look()
                    + " on the machine itself; if it tells the shown one, write that as `fingerprint` into agent.conf"
                    + " (several lines are allowed) and reload; if not, find out who answers on " + host;
        }
        if (has(e, TlsContexts.UnreadableAuthorityException.class)) {
            return url + " cannot be asked: " + says(e, TlsContexts.UnreadableAuthorityException.class)
                    + ". Correct `ca-file` in agent.conf or the file";
        }
        if (has(e, ApiTls.SilentHandshakeException.class)) {
            return url + " is there but sent nothing for " + limits.handshake().toSeconds()
                    + " s when TLS was to begin: it is overloaded or hangs, or the port does not speak TLS";
        }
        if (says(e, "Unsupported or unrecognized SSL message") || says(e, "plaintext connection")) {
            return url + " does not speak TLS: write http:// in url if that is meant, or the port of the API";
        }
        if (has(e, CertificateExpiredException.class)) {
            return url + " shows a certificate that has expired (" + detail(root(e)) + "): renew it, on PVE with"
                    + " `pvecm updatecerts --force` or ACME, on PBS with `proxmox-backup-manager cert update --force`";
        }
        if (has(e, CertificateNotYetValidException.class)) {
            return url + " shows a certificate that is not valid yet (" + detail(root(e))
                    + "): one of the two clocks is wrong";
        }
        if (has(e, InvalidAlgorithmParameterException.class)) {
            return url + " uses TLS, but Java trusts no authority at all here: `apt install ca-certificates-java`";
        }
        if (has(e, CertPathBuilderException.class) || has(e, CertPathValidatorException.class)) {
            return url + " shows a certificate that is self-signed or of an authority unknown here" + shown(e)
                    + ". Compare it with " + look()
                    + " on the machine itself; if it is the same, write it as `fingerprint` into agent.conf, or name its"
                    + " authority's file with `ca-file`";
        }
        if (has(e, CertificateException.class) && says(e, "No ")) {
            return url + " shows a certificate for another name (" + detail(root(e)) + ")" + shown(e)
                    + ": write a name that is in the certificate into url, or pin it with `fingerprint` after comparing it with "
                    + look();
        }
        return url + " could not agree on TLS: " + detail(root(e));
    }

    private String look() {
        return credentials.product() == Product.PVE ? "`pvenode cert info`" : "`proxmox-backup-manager cert info`";
    }

    private static String shown(Exception e) {
        return find(e, DistrustException.class)
                .map(distrust -> ", fingerprint " + distrust.shown())
                .orElse("");
    }

    private String detail(Throwable e) {
        String message = e.getMessage() == null ? "" : ": " + credentials.hide(e.getMessage());
        return Words.clean(e.getClass().getSimpleName() + message, 200);
    }

    static boolean has(Throwable e, Class<? extends Throwable> kind) {
        return find(e, kind).isPresent();
    }

    private static <X extends Throwable> Optional<X> find(Throwable e, Class<X> kind) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return Optional.of(kind.cast(t));
            }
        }
        return Optional.empty();
    }

    private static String says(Throwable e, Class<? extends Throwable> kind) {
        return find(e, kind).map(t -> String.valueOf(t.getMessage())).orElse("");
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

    private static Throwable root(Throwable e) {
        Throwable t = e;
        while (t.getCause() != null) {
            t = t.getCause();
        }
        return t;
    }
}
