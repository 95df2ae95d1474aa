package dev.allclear.watch.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** SHA-256 of a certificate as pairs of hex digits with colons: PVE shows it in upper case, PBS in lower case. */
final class Fingerprint {
    private static final Pattern FORM = Pattern.compile("(?:[0-9A-F]{2}:){31}[0-9A-F]{2}");
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    private Fingerprint() {}

    static String of(X509Certificate certificate) throws CertificateEncodingException {
        try {
            return COLONS.formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The fingerprint in the one spelling that is compared; empty when the text is none. */
    static Optional<String> parse(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        return FORM.matcher(upper).matches() ? Optional.of(upper) : Optional.empty();
    }
}
