package dev.allclear.route.regex;

/** Goes over a text, one code point after the other. Not thread-safe. */
final class Scan {
    /** What {@link #peek} and {@link #next} give at the end. */
    static final int END = -1;

    private final String text;
    private int at;

    Scan(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at == text.length();
    }

    int peek() {
        return atEnd() ? END : text.codePointAt(at);
    }

    int next() {
        int c = peek();
        at += c == END ? 0 : Character.charCount(c);
        return c;
    }

    boolean sees(String expected) {
        return text.startsWith(expected, at);
    }

    boolean skip(String expected) {
        boolean here = sees(expected);
        at += here ? expected.length() : 0;
        return here;
    }

    /** What lies before the next {@code end}, which is skipped too; the empty text, and nothing skipped, if there is none. */
    String until(char end) {
        int found = text.indexOf(end, at);
        if (found < 0) {
            return "";
        }
        String between = text.substring(at, found);
        at = found + 1;
        return between;
    }

    int position() {
        return at;
    }

    void back(int position) {
        at = position;
    }

    /** White space, and comments to the end of their line, as the flag {@code x} lets them be written. */
    void skipBlanks() {
        while (!atEnd()) {
            if (peek() == '#') {
                while (!atEnd() && next() != '\n') {
                    // The comment.
                }
            } else if (isBlank(peek())) {
                next();
            } else {
                return;
            }
        }
    }

    static boolean isBlank(int c) {
        return c == 0x85
                || c == 0xA0
                || c == 0x2007
                || c == 0x202F
                || (Character.isWhitespace(c) && (c < 0x1C || c > 0x1F));
    }
}
