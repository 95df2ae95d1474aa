package dev.allclear.cli.screen;

import dev.allclear.event.SafeText;
import java.util.ArrayList;
import java.util.List;

/** Text measured by the columns that it takes on a terminal. */
final class Text {
    private static final char CUT = '…';

    private Text() {}

    /** Fit to be shown on one line, whoever chose it. */
    static String safe(String text) {
        return SafeText.line(text);
    }

    static int width(String text) {
        return text.codePoints().map(Text::width).sum();
    }

    /** Two columns for the characters of East Asia and for pictures, none for marks upon others. */
    private static int width(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> wide(character) ? 2 : 1;
        };
    }

    private static boolean wide(int character) {
        return character >= 0x1100
                && (character <= 0x115F
                        || (character >= 0x2E80 && character <= 0xA4CF)
                        || (character >= 0xA960 && character <= 0xA97C)
                        || (character >= 0xAC00 && character <= 0xD7A3)
                        || (character >= 0xF900 && character <= 0xFAFF)
                        || (character >= 0xFE30 && character <= 0xFE6F)
                        || (character >= 0xFF00 && character <= 0xFF60)
                        || (character >= 0xFFE0 && character <= 0xFFE6)
                        || (character >= 0x1F300 && character <= 0x1F64F)
                        || (character >= 0x1F680 && character <= 0x1FAFF)
                        || (character >= 0x20000 && character <= 0x3FFFD));
    }

    /** No wider than this; what is left out is said by a sign. */
    static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int used = 1;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int character = text.codePointAt(at);
            used += width(character);
            if (used > width) {
                break;
            }
            cut.appendCodePoint(character);
        }
        return width < 1 ? "" : cut.append(CUT).toString();
    }

    static String pad(String text, int width, boolean right) {
        String blanks = " ".repeat(Math.max(0, width - width(text)));
        return right ? blanks + text : text + blanks;
    }

    /** The text on lines no wider than this, broken at blanks; a word that is longer stays whole. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (String word : text.split(" ", -1)) {
            int length = width(word);
            if (used > 0 && used + 1 + length > width) {
                lines.add(line.toString());
                line.setLength(0);
                used = 0;
            } else if (!line.isEmpty()) {
                line.append(' ');
                used++;
            }
            line.append(word);
            used += length;
        }
        lines.add(line.toString());
        return lines;
    }
}
