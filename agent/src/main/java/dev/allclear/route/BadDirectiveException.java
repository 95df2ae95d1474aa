package dev.allclear.route;

/** A {@code match-…} line that cannot be used. */
final class BadDirectiveException extends Exception {
    private static final long serialVersionUID = 1;

    private final String problem;
    private final String advice;

    BadDirectiveException(String problem, String advice) {
        super(problem, null, false, false);
        this.problem = problem;
        this.advice = advice;
    }

    /** What is wrong. */
    String problem() {
        return problem;
    }

    /** What to write instead. */
    String advice() {
        return advice;
    }
}
