package dev.allclear.watch.http;

import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLException;

/** The server shows another certificate than the pinned one. */
final class WrongFingerprintException extends SSLException {
    private static final long serialVersionUID = 1;

    private final String shown;
    private final String pinned;

    WrongFingerprintException(String shown, Set<String> pinned) {
        super("the certificate has the fingerprint " + shown);
        this.shown = shown;
        this.pinned = String.join(" or ", new TreeSet<>(pinned));
    }

    String shown() {
        return shown;
    }

    String pinned() {
        return pinned;
    }
}
