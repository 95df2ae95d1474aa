package dev.allclear.cli;

/**
 * One line of {@code allclear check}.
 *
 * @param level how bad
 * @param text what was found, and what to do
 */
record Finding(Level level, String text) {

    /** How bad a finding is. */
    enum Level {
        OK("ok     "),
        WARNING("warning"),
        PROBLEM("PROBLEM");

        private final String label;

        Level(String label) {
            this.label = label;
        }
    }

    static Finding ok(String text) {
        return new Finding(Level.OK, text);
    }

    static Finding warning(String text) {
        return new Finding(Level.WARNING, text);
    }

    static Finding problem(String text) {
        return new Finding(Level.PROBLEM, text);
    }

    @Override
    public String toString() {
        return level.label + "  " + text;
    }
}
