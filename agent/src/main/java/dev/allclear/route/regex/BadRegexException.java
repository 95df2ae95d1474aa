package dev.allclear.route.regex;

/** An expression that cannot be used. */
public final class BadRegexException extends Exception {
    private static final long serialVersionUID = 1;

    private final String problem;
    private final String advice;

    BadRegexException(String problem, String advice) {
        super(problem, null, false, false);
        this.problem = problem;
        this.advice = advice;
    }

    /** What is wrong. */
    public String problem() {
        return problem;
    }

    /** What to write instead. */
    public String advice() {
        return advice;
    }
}
