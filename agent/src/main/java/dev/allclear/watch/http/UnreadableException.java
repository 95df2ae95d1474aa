package dev.allclear.watch.http;

/** An answer is JSON but not what was asked for; the message says what is missing or wrong, in words. */
public final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    public UnreadableException(String message) {
        super(message);
    }
}
