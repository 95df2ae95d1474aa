package dev.allclear.cli.setup;

/** Nothing was set up; the message says why, and what to type instead. */
public final class SetupException extends Exception {
    private static final long serialVersionUID = 1;

    SetupException(String sentence) {
        super(sentence);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
