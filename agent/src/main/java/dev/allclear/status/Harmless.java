package dev.allclear.status;

/**
 * Text without what a log can play tricks with: control characters, and those that turn the direction of writing, so that
 * a name reads as another one. Each becomes the sign for an unknown character. Whether text is markup is another matter.
 */
final class Harmless {
    private static final char SIGN = '\uFFFD';

    private Harmless() {}

    /** Line ends and tabs stay. */
    static String text(String text) {
        return replace(text, false);
    }

    /** One line. */
    static String line(String text) {
        return replace(text, true);
    }

    private static String replace(String text, boolean oneLine) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean layout = c == '\n' || c == '\t';
            clean.append(layout ? (oneLine ? ' ' : c) : harmful(text, i) ? SIGN : c);
        }
        return clean.toString();
    }

    private static boolean harmful(String text, int at) {
        char c = text.charAt(at);
        return Character.isISOControl(c)
                || (c >= '\u202A' && c <= '\u202E')
                || (c >= '\u2066' && c <= '\u2069')
                || c == '\u2028'
                || c == '\u2029'
                || lonely(text, at);
    }

    /** Half of a pair, which no encoding can write. */
    private static boolean lonely(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
