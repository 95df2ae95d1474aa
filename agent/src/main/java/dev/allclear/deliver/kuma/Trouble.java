package dev.allclear.deliver.kuma;

import dev.allclear.deliver.Answer.Retry;
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
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** What it means that no answer came: one sentence for each way in which a connection fails. */
final class Trouble {
    private static final String MAYBE =
            " It may have arrived all the same, so Kuma may show a second beat after the next try.";

    private final PushUrl url;
    private final Duration timeout;

    Trouble(PushUrl url, Duration timeout) {
        this.url = url;
        this.timeout = timeout;
    }

    /** @param left whether the request had begun to leave this machine */
    Retry timedOut(boolean left) {
        return left
                ? quick("did not answer within " + seconds()
                        + ". Kuma answers only after its notifications are sent, which takes"
                        + " long when a monitor comes back." + MAYBE)
                : quick("could not be reached within " + seconds()
                        + ": the machine is off, or a firewall swallows the packets."
                        + " Nothing was sent; it is tried again.");
    }

    Retry stopped() {
        return quick("was given up since allclear is stopping." + MAYBE);
    }

    Retry of(Exception e, boolean left) {
        if (has(e, UnknownHostException.class)) {
            return quick("could not be reached: the name " + url.host()
                    + " is unknown. Check the host in the push URL and the name" + " service (getent hosts "
                    + url.host() + "). Nothing was sent; it is tried again.");
        }
        if (has(e, SSLException.class) || has(e, CertificateException.class)) {
            return tls(e);
        }
        if (has(e, ConnectTimeoutException.class)) {
            return timedOut(false);
        }
        if (has(e, SocketTimeoutException.class)) {
            return timedOut(left);
        }
        if (has(e, NoRouteToHostException.class) || says(e, "unreachable")) {
            return quick("could not be reached: this machine has no way to the network of " + url.host()
                    + ". Nothing was sent; it" + " is tried again.");
        }
        if (has(e, ConnectException.class)) {
            return quick(
                    "could not be reached: connection refused. Nothing listens on port " + url.portInUse() + ": Kuma is"
                            + " stopped or restarting, or the port is wrong. Nothing was sent; it is tried again.");
        }
        return left
                ? broken(e)
                : quick("could not be reached: " + detail(e) + ". Nothing was sent; it is tried again.");
    }

    private Retry broken(Exception e) {
        if (has(e, NoHttpResponseException.class)) {
            return quick("closed the connection without an answer" + speaksTls() + "." + MAYBE);
        }
        if (has(e, ConnectionClosedException.class) || has(e, MalformedChunkCodingException.class)) {
            return quick("broke off in the middle of its answer: Kuma or a proxy was stopped just then." + MAYBE);
        }
        if (has(e, MessageConstraintException.class)) {
            return slow(
                    "answered with a head that is larger than any of Kuma's, so this is not Kuma. Check host and port.");
        }
        if (has(e, HttpException.class)) {
            return slow(
                    "did not answer in HTTP, so something else listens on port " + url.portInUse() + speaksTls() + ".");
        }
        if (has(e, SocketException.class)) {
            return quick("reset the connection instead of answering: Kuma or a proxy was stopped just then"
                    + speaksTls() + "." + MAYBE);
        }
        return quick("gave no answer: " + detail(e) + "." + MAYBE);
    }

    private String speaksTls() {
        return url.secure() ? "" : "; if that port speaks TLS, write https:// in the push URL";
    }

    private Retry tls(Exception e) {
        if (says(e, "Unsupported or unrecognized SSL message") || says(e, "plaintext connection")) {
            return slow("does not speak TLS on port " + url.portInUse()
                    + ": write http:// instead of https:// in the push URL, or"
                    + " the port of the TLS proxy. Nothing was sent.");
        }
        if (has(e, CertificateExpiredException.class)) {
            return slow("shows a certificate that has expired (" + detail(root(e)) + "): renew it. Nothing was sent.");
        }
        if (has(e, CertificateNotYetValidException.class)) {
            return slow("shows a certificate that is not valid yet (" + detail(root(e))
                    + "): check the clocks. Nothing was sent.");
        }
        if (has(e, InvalidAlgorithmParameterException.class)) {
            return slow(
                    "uses TLS, but Java trusts no certificate at all here: apt install ca-certificates-java. Nothing was sent.");
        }
        if (has(e, CertPathBuilderException.class) || has(e, CertPathValidatorException.class)) {
            return slow(
                    "shows a certificate that this machine does not trust, self-signed or from an unknown authority. To trust it,"
                            + " compare its fingerprint, put it as PEM into /usr/local/share/ca-certificates/uptime-kuma.crt and run"
                            + " update-ca-certificates (package ca-certificates-java hands it on to Java), or import it with keytool"
                            + " -importcert -cacerts. Nothing was sent.");
        }
        if ((has(e, CertificateException.class) && says(e, "No ")) || says(e, "doesn't match")) {
            return slow("shows a certificate for another name (" + detail(root(e))
                    + "): use the name of the certificate in the push" + " URL. Nothing was sent.");
        }
        return quick("could not agree on TLS: " + detail(root(e)) + ". Nothing was sent; it is tried again.");
    }

    private String detail(Throwable e) {
        String message = e.getMessage() == null ? "" : ": " + url.hide(e.getMessage());
        String words = (e.getClass().getSimpleName() + message).replaceAll("[\\p{Cntrl}\\s]+", " ");
        return words.length() <= 200 ? words : words.substring(0, 200) + "…";
    }

    private static boolean has(Throwable e, Class<? extends Throwable> kind) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return true;
            }
        }
        return false;
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

    private String seconds() {
        return timeout.toMillis() < 1000 ? timeout.toMillis() + " ms" : timeout.toSeconds() + " s";
    }

    private Retry quick(String what) {
        return new Retry(url + " " + what, false, null);
    }

    private Retry slow(String what) {
        return new Retry(url + " " + what, true, null);
    }
}
