package dev.allclear.watch.spool;

import java.io.IOException;

/** Why nothing could be left in the spool, in a sentence for the administrator. Nothing was left then. */
public final class SpoolException extends IOException {
    private static final long serialVersionUID = 1;

    SpoolException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
