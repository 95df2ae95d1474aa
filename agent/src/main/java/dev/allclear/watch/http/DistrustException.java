package dev.allclear.watch.http;

import java.security.cert.CertificateException;

/** A certificate that the authorities do not vouch for, with its fingerprint to look at. */
final class DistrustException extends CertificateException {
    private static final long serialVersionUID = 1;

    private final String shown;

    DistrustException(String shown, CertificateException cause) {
        super(cause.getMessage(), cause);
        this.shown = shown;
    }

    String shown() {
        return shown;
    }
}
