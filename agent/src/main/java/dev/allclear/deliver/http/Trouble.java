package dev.allclear.deliver.http;

import dev.allclear.deliver.Answer.Retry;
import java.time.Duration;

/** What it means that no answer came: one sentence for each way in which a connection fails. */
final class Trouble {
    private static final String NOTHING = " Nothing was sent; it is tried again.";

    private final Peer peer;
    private final Duration timeout;

    Trouble(Peer peer, Duration timeout) {
        this.peer = peer;
        this.timeout = timeout;
    }

    /** @param left whether the request had begun to leave this machine */
    Retry timedOut(boolean left) {
        return left
                ? quick("did not answer within " + seconds() + "."
                        + (peer.late().isEmpty() ? "" : " " + peer.late()) + maybe())
                : quick("could not be reached within " + seconds()
                        + ": the machine is off, or a firewall swallows the packets." + NOTHING);
    }

    Retry stopped() {
        return quick("was given up since allclear is stopping." + maybe());
    }

    Retry of(HttpUrl url, Exception e, boolean left) {
        return switch (Failure.of(e)) {
            case UNKNOWN_NAME ->
                quick("could not be reached: the name " + url.host() + " is unknown. Check the host in " + peer.url()
                        + " and the name service (getent hosts " + url.host() + ")." + NOTHING);
            case CONNECT_TIMEOUT -> timedOut(false);
            case ANSWER_TIMEOUT -> timedOut(left);
            case NO_ROUTE ->
                quick("could not be reached: this machine has no way to the network of " + url.host() + "." + NOTHING);
            case REFUSED ->
                quick("could not be reached: connection refused. Nothing listens on port " + url.portInUse() + ": "
                        + peer.name() + " is stopped or restarting, or the port is wrong." + NOTHING);
            case NO_TLS ->
                slow("does not speak TLS on port " + url.portInUse() + ": write http:// instead of https:// in "
                        + peer.url() + ", or the port of the TLS proxy. Nothing was sent.");
            case CERTIFICATE_EXPIRED ->
                slow("shows a certificate that has expired (" + root(e) + "): renew it. Nothing was sent.");
            case CERTIFICATE_NOT_YET_VALID ->
                slow("shows a certificate that is not valid yet (" + root(e)
                        + "): check the clocks. Nothing was sent.");
            case NO_AUTHORITIES ->
                slow(
                        "uses TLS, but Java trusts no certificate at all here: apt install ca-certificates-java. Nothing was sent.");
            case UNTRUSTED ->
                slow(
                        "shows a certificate that this machine does not trust, self-signed or from an unknown authority. To"
                                + " trust it, compare its fingerprint, put it as PEM into /usr/local/share/ca-certificates/"
                                + url.host().replace(':', '-') + ".crt and run update-ca-certificates (package"
                                + " ca-certificates-java hands it on to Java), or import it with keytool -importcert -cacerts."
                                + " Nothing was sent.");
            case OTHER_NAME ->
                slow("shows a certificate for another name (" + root(e) + "): use the name of the certificate in "
                        + peer.url() + ". Nothing was sent.");
            case TLS -> quick("could not agree on TLS: " + root(e) + "." + NOTHING);
            case EMPTY, BROKEN_OFF, HUGE_HEAD, NOT_HTTP, RESET, OTHER ->
                left ? broken(url, e) : quick("could not be reached: " + detail(e) + "." + NOTHING);
        };
    }

    private Retry broken(HttpUrl url, Exception e) {
        String tls = url.secure() ? "" : "; if that port speaks TLS, write https:// in " + peer.url();
        return switch (Failure.of(e)) {
            case EMPTY -> quick("closed the connection without an answer" + tls + "." + maybe());
            case BROKEN_OFF ->
                quick("broke off in the middle of its answer: " + peer.name() + " or a proxy was stopped just then."
                        + maybe());
            case HUGE_HEAD ->
                slow("answered with a head far larger than any that is usual, so this is not " + peer.name()
                        + ". Check host and port.");
            case NOT_HTTP ->
                slow("did not answer in HTTP, so something else listens on port " + url.portInUse() + tls + ".");
            case RESET ->
                quick("reset the connection instead of answering: " + peer.name() + " or a proxy was stopped just then"
                        + tls + "." + maybe());
            default -> quick("gave no answer: " + detail(e) + "." + maybe());
        };
    }

    private String maybe() {
        return " It may have arrived all the same, so " + peer.twice() + ".";
    }

    private String root(Throwable e) {
        return detail(Failure.root(e));
    }

    private String detail(Throwable e) {
        return peer.clean(e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage()), 200);
    }

    private String seconds() {
        return timeout.toMillis() < 1000 ? timeout.toMillis() + " ms" : timeout.toSeconds() + " s";
    }

    private Retry quick(String what) {
        return new Retry(peer + " " + what, false, null);
    }

    private Retry slow(String what) {
        return new Retry(peer + " " + what, true, null);
    }
}
