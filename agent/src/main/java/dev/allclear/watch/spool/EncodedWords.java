package dev.allclear.watch.spool;

import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decodes the header of a mail, more leniently than RFC 2047 asks: also words that are glued to others. */
final class EncodedWords {
    private static final Pattern FOLD = Pattern.compile("[ \\t]*\\r?\\n[ \\t]*");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final Pattern WORD = Pattern.compile("=\\?[^?\\s]+\\?[BbQq]\\?[^?]*\\?=");

    private EncodedWords() {}

    /** One line of text, of a header as it came, one character for each byte. */
    static String decode(String header) {
        String line = FOLD.matcher(header).replaceAll(" ").strip();
        StringBuilder text = new StringBuilder();
        Matcher word = WORD.matcher(line);
        int end = 0;
        while (word.find()) {
            String between = line.substring(end, word.start());
            if (end == 0 || !between.isBlank()) {
                text.append(utf8(between));
            }
            text.append(decodeWord(word.group()));
            end = word.end();
        }
        text.append(utf8(line.substring(end)));
        return CONTROL.matcher(text).replaceAll(" ").strip();
    }

    private static String decodeWord(String word) {
        try {
            String text = MimeUtility.decodeWord(word.replace(' ', '_'));
            return text.isEmpty() ? word : text; // Not well encoded.
        } catch (ParseException | UnsupportedEncodingException | RuntimeException e) {
            return word;
        }
    }

    private static String utf8(String bytes) {
        byte[] raw = bytes.getBytes(StandardCharsets.ISO_8859_1);
        return BodyText.decoded(raw, raw.length);
    }
}
