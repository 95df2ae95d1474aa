package dev.allclear.deliver.smtp;

import dev.allclear.config.TargetConf;
import dev.allclear.config.TargetConf.Encryption;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.smtp.Line.Stage;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** What it means that no answer came: one sentence for each way in which a connection fails. */
final class SmtpTrouble {
    private static final String AGAIN = " Nothing was sent; it is tried again.";
    private static final String NOTHING = " Nothing was sent.";

    private final String server;
    private final TargetConf.Smtp conf;
    private final String limit;
    private final SmtpWords words;

    /** A reason, and whether a person must act first. */
    record Reason(String text, boolean slow) {
        Retry in(Envelope envelope) {
            return new Retry(text, slow, null, envelope.reached());
        }
    }

    SmtpTrouble(String server, TargetConf.Smtp conf, String limit, SmtpWords words) {
        this.server = server;
        this.conf = conf;
        this.limit = limit;
        this.words = words;
    }

    static Reason timedOut(String server, String limit, Stage stage) {
        return new Reason(
                switch (stage) {
                    case CONNECTING ->
                        server + " could not be reached within " + limit
                                + ": the machine is off, or a firewall swallows the packets." + AGAIN;
                    case TALKING ->
                        server + " answered too slowly or not at all: it was given up after " + limit
                                + ". With the wrong 'mode' both sides wait for the other one." + AGAIN;
                    case SENDING -> server + " did not confirm the mail within " + limit + "." + SmtpWords.MAYBE;
                },
                false);
    }

    Reason of(Exception e, Stage stage, String step) {
        if (has(e, UnknownHostException.class)) {
            return quick("could not be reached: the name is unknown. Check 'server' and the name service (getent hosts "
                    + conf.server() + ")." + AGAIN);
        }
        if (has(e, SocketTimeoutException.class)) {
            return timedOut(server, limit, stage);
        }
        if (has(e, SSLException.class) || has(e, CertificateException.class)) {
            return tls(e);
        }
        if (has(e, NoRouteToHostException.class) || says(e, "unreachable")) {
            return quick("could not be reached: this machine has no way to its network." + AGAIN);
        }
        if (has(e, ConnectException.class)) {
            return quick("could not be reached: connection refused. Nothing listens there: it is stopped, or 'port' is"
                    + " wrong." + AGAIN);
        }
        return stage == Stage.SENDING
                ? quick("broke the connection off in the middle of the mail." + SmtpWords.MAYBE)
                : quick("broke the connection off at: " + step + " (" + detail(e) + ")" + modeHint(step) + "." + AGAIN);
    }

    private String modeHint(String step) {
        return step.equals(SmtpWords.CONNECT) && conf.encryption() != Encryption.TLS
                ? "; if it speaks TLS from the start, write 'mode tls'"
                : "";
    }

    private Reason tls(Exception e) {
        if (says(e, "Unsupported or unrecognized SSL message") || says(e, "plaintext connection")) {
            return slow("does not speak TLS from the start on this port: write 'mode starttls' (port 587) or the right"
                    + " 'port'." + NOTHING);
        }
        if (has(e, CertificateExpiredException.class)) {
            return slow("shows a certificate that has expired (" + detail(root(e)) + "): renew it." + NOTHING);
        }
        if (has(e, CertificateNotYetValidException.class)) {
            return slow(
                    "shows a certificate that is not valid yet (" + detail(root(e)) + "): check the clocks." + NOTHING);
        }
        if (has(e, InvalidAlgorithmParameterException.class)) {
            return slow("uses TLS, but Java trusts no certificate at all here: apt install ca-certificates-java."
                    + NOTHING);
        }
        if (has(e, CertPathBuilderException.class) || has(e, CertPathValidatorException.class)) {
            return slow(
                    "shows a certificate that this machine does not trust, self-signed or from an unknown authority. To"
                            + " trust it, put it as PEM into /usr/local/share/ca-certificates/mail.crt and run"
                            + " update-ca-certificates (package ca-certificates-java hands it on to Java)." + NOTHING);
        }
        if ((has(e, CertificateException.class) && says(e, "No ")) || says(e, "doesn't match")) {
            return slow("shows a certificate for another name (" + detail(root(e))
                    + "): use the name of the certificate as 'server'." + NOTHING);
        }
        return quick("could not agree on TLS: " + detail(root(e)) + "." + AGAIN);
    }

    private String detail(Throwable e) {
        String message = e.getMessage() == null ? "" : ": " + e.getMessage();
        return words.said(e.getClass().getSimpleName() + message);
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
            String message = t.getMessage();
            if (message != null && message.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT))) {
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

    private Reason quick(String what) {
        return new Reason(server + " " + what, false);
    }

    private Reason slow(String what) {
        return new Reason(server + " " + what, true);
    }
}
