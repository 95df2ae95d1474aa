package dev.allclear.deliver.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Texts as they may stand in a mail's header: one line each, ASCII (RFC 2047), folded. */
final class HeaderText {
    /** So many bytes of UTF-8 in an encoded word: with its frame, and a short name before it, it fits into a line. */
    private static final int WORD = 39;

    private static final int FOLD = 76;
    private static final int LONGEST_WORD = 56;
    private static final String START = "=?UTF-8?B?";
    private static final String END = "?=";

    private HeaderText() {}

    /** Everything that ends a line or controls anything becomes a blank. */
    static String oneLine(String text) {
        return text.replace("\r\n", " ").replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]", " ");
    }

    /** {@code Name: value} and the line's end; folded, and encoded where needed. */
    static String line(String name, String value) {
        String text = oneLine(value).strip();
        String encoded = plain(text) ? fold(name + ": " + text) : name + ": " + words(text);
        return encoded + "\n";
    }

    /** An address with a name before it; the name is quoted or encoded. */
    static String mailbox(String name, MailAddress address) {
        String text = oneLine(name).strip();
        if (text.isEmpty()) {
            return address.text();
        }
        String shown = plain(text) ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : words(text);
        return shown + " <" + address.text() + ">";
    }

    /** Whether the text may stand there as it is, because it can be folded between its words. */
    private static boolean plain(String text) {
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            run = c == ' ' ? 0 : run + 1;
            if (c > '~' || run > LONGEST_WORD) {
                return false;
            }
        }
        return !text.contains("=?") && !text.contains("  ");
    }

    /** Breaks before blanks, so that nothing is added and nothing lost. */
    private static String fold(String line) {
        StringBuilder folded = new StringBuilder();
        int from = 0;
        while (line.length() - from > FOLD) {
            int cut = line.lastIndexOf(' ', from + FOLD);
            if (cut <= from) {
                break;
            }
            folded.append(line, from, cut).append('\n');
            from = cut;
        }
        return folded.append(line, from, line.length()).toString();
    }

    private static String words(String text) {
        StringBuilder all = new StringBuilder();
        StringBuilder word = new StringBuilder();
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            String next = Character.toString(text.codePointAt(i));
            int more = next.getBytes(StandardCharsets.UTF_8).length;
            if (bytes + more > WORD) {
                all.append(encoded(word)).append("\n ");
                word.setLength(0);
                bytes = 0;
            }
            word.append(next);
            bytes += more;
            i += next.length();
        }
        return all.append(encoded(word)).toString();
    }

    private static String encoded(CharSequence word) {
        return START + Base64.getEncoder().encodeToString(word.toString().getBytes(StandardCharsets.UTF_8)) + END;
    }
}
