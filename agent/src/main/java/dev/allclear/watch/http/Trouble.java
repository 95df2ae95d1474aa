package dev.allclear.watch.http;

import dev.allclear.deliver.http.Failure;
import dev.allclear.task.Upid.Product;
import java.util.Optional;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

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
        if (Failure.has(e, ConnectionRequestTimeoutException.class)) {
            return "too many questions to " + url + " are waiting for their answers already";
        }
        return switch (Failure.of(e)) {
            case UNKNOWN_NAME ->
                url + " cannot be reached: the name " + host + " is unknown; check it with `getent hosts " + host + "`";
            case CONNECT_TIMEOUT ->
                url + " cannot be reached within " + limits.connect().toSeconds()
                        + " s: the machine is off, or a firewall swallows the packets";
            case ANSWER_TIMEOUT ->
                url + " is there but sent nothing for " + limits.answer().toSeconds() + " s: it is overloaded or hangs";
            case NO_ROUTE -> url + " cannot be reached: this machine has no way to the network of " + host;
            case REFUSED ->
                url + " cannot be reached: connection refused, "
                        + (credentials.product() == Product.PVE ? "pveproxy" : "proxmox-backup-proxy")
                        + " does not run or the port is wrong";
            case EMPTY ->
                url + " closed the connection without an answer: it was stopped just then, the port speaks TLS"
                        + " while the url says http, or what listens there is no HTTP server";
            case BROKEN_OFF -> url + " broke off in the middle of its answer";
            case NOT_HTTP, HUGE_HEAD ->
                url + " does not answer in HTTP (" + detail(Failure.root(e)) + "): something else listens there";
            case RESET -> url + " reset the connection instead of answering: it was stopped just then";
            case OTHER -> url + " gave no answer: " + detail(Failure.root(e));
            default -> tls(url, host, e);
        };
    }

    private String tls(String url, String host, Exception e) {
        Optional<WrongFingerprintException> wrong = Failure.find(e, WrongFingerprintException.class);
        if (wrong.isPresent()) {
            return url
                    + " SHOWS ANOTHER CERTIFICATE than agent.conf expects, so nothing was sent to it. Expected fingerprint "
                    + wrong.get().pinned() + ", shown " + wrong.get().shown()
                    + ". Either the certificate was renewed or somebody is in between. Run " + look()
                    + " on the machine itself; if it tells the shown one, write that as `fingerprint` into agent.conf"
                    + " (several lines are allowed) and reload; if not, find out who answers on " + host;
        }
        Optional<TlsContexts.UnreadableAuthorityException> unreadable =
                Failure.find(e, TlsContexts.UnreadableAuthorityException.class);
        if (unreadable.isPresent()) {
            return url + " cannot be asked: " + unreadable.get().getMessage()
                    + ". Correct `ca-file` in agent.conf or the file";
        }
        if (Failure.has(e, ApiTls.SilentHandshakeException.class)) {
            return url + " is there but sent nothing for " + limits.handshake().toSeconds()
                    + " s when TLS was to begin: it is overloaded or hangs, or the port does not speak TLS";
        }
        return switch (Failure.of(e)) {
            case NO_TLS -> url + " does not speak TLS: write http:// in url if that is meant, or the port of the API";
            case CERTIFICATE_EXPIRED ->
                url + " shows a certificate that has expired (" + detail(Failure.root(e)) + "): renew it, on PVE with"
                        + " `pvecm updatecerts --force` or ACME, on PBS with `proxmox-backup-manager cert update --force`";
            case CERTIFICATE_NOT_YET_VALID ->
                url + " shows a certificate that is not valid yet (" + detail(Failure.root(e))
                        + "): one of the two clocks is wrong";
            case NO_AUTHORITIES ->
                url + " uses TLS, but Java trusts no authority at all here: `apt install ca-certificates-java`";
            case UNTRUSTED ->
                url + " shows a certificate that is self-signed or of an authority unknown here" + shown(e)
                        + ". Compare it with " + look()
                        + " on the machine itself; if it is the same, write it as `fingerprint` into agent.conf, or name its"
                        + " authority's file with `ca-file`";
            case OTHER_NAME ->
                url + " shows a certificate for another name (" + detail(Failure.root(e)) + ")" + shown(e)
                        + ": write a name that is in the certificate into url, or pin it with `fingerprint` after comparing it with "
                        + look();
            default -> url + " could not agree on TLS: " + detail(Failure.root(e));
        };
    }

    private String look() {
        return credentials.product() == Product.PVE ? "`pvenode cert info`" : "`proxmox-backup-manager cert info`";
    }

    private static String shown(Exception e) {
        return Failure.find(e, DistrustException.class)
                .map(distrust -> ", fingerprint " + distrust.shown())
                .orElse("");
    }

    private String detail(Throwable e) {
        String message = e.getMessage() == null ? "" : ": " + credentials.hide(e.getMessage());
        return Words.clean(e.getClass().getSimpleName() + message, 200);
    }
}
