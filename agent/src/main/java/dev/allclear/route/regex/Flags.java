package dev.allclear.route.regex;

/**
 * The flags in force at a place of an expression. {@code U} changes only how much is taken, which nobody asks for here.
 *
 * @param fold upper and lower case are the same ({@code i})
 * @param lines {@code ^} and {@code $} fit at every line ({@code m})
 * @param dotAll {@code .} takes the line feed too ({@code s})
 * @param blanks white space and comments mean nothing ({@code x})
 * @param unicode characters are those of Unicode ({@code u})
 */
record Flags(boolean fold, boolean lines, boolean dotAll, boolean blanks, boolean unicode) {
    static final Flags NONE = new Flags(false, false, false, false, true);

    Flags with(int flag, boolean on) throws BadRegexException {
        return switch (flag) {
            case 'i' -> new Flags(on, lines, dotAll, blanks, unicode);
            case 'm' -> new Flags(fold, on, dotAll, blanks, unicode);
            case 's' -> new Flags(fold, lines, on, blanks, unicode);
            case 'x' -> new Flags(fold, lines, dotAll, on, unicode);
            case 'u' -> new Flags(fold, lines, dotAll, blanks, on);
            case 'U' -> this;
            default ->
                throw new BadRegexException(
                        "'" + Character.toString(flag) + "' is no flag that can stand after (?",
                        "(?: for a group, or flags of i, m, s, x, u, U as in (?i)");
        };
    }
}
