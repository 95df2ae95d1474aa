package dev.allclear.event;

/**
 * Text that others chose (names of guests, lines of logs) made fit to be shown: no control characters that command a
 * terminal or a mail client, none that turn the direction of writing around, no halves of characters.
 */
public final class SafeText {

    /** What stands for a character that is not shown. */
    public static final char INSTEAD = '\uFFFD';

    private SafeText() {}

    /** On one line: every break of a line becomes a blank. */
    public static String line(String text) {
        return safe(text, false);
    }

    /** On lines, whichever way they were ended. */
    public static String lines(String text) {
        return safe(text, true);
    }

    private static String safe(String text, boolean breaks) {
        StringBuilder safe = null;
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            int next = at + Character.charCount(character);
            if (character == '\r' && next < text.length() && text.charAt(next) == '\n') {
                next++;
            }
            int shown = shown(character, breaks);
            if (safe == null && (shown != character || next - at != Character.charCount(character))) {
                safe = new StringBuilder(text.length()).append(text, 0, at);
            }
            if (safe != null) {
                safe.appendCodePoint(shown);
            }
            at = next;
        }
        return safe == null ? text : safe.toString();
    }

    private static int shown(int character, boolean breaks) {
        return switch (character) {
            case '\n', '\r', '\u2028', '\u2029', '\u0085' -> breaks ? '\n' : ' ';
            case '\t' -> breaks ? '\t' : ' ';
            default -> unlessHarmful(character);
        };
    }

    private static int unlessHarmful(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE -> INSTEAD;
            case Character.FORMAT -> turns(character) ? INSTEAD : character;
            default -> character;
        };
    }

    /** Whether it changes the direction of what follows. */
    private static boolean turns(int character) {
        return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
    }
}
