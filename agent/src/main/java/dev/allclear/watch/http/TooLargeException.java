package dev.allclear.watch.http;

import java.io.IOException;

/** An answer is larger than it may be. */
final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    TooLargeException(long limit) {
        super("larger than " + limit + " bytes");
    }
}
