package dev.allclear.deliver.template;

/** A helper cannot use what it was given. The message is for people and contains no value. */
final class BadArgument extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadArgument(String message) {
        super(message);
    }
}
