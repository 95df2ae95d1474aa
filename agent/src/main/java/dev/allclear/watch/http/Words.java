package dev.allclear.watch.http;

/** Text of the other side, made fit for a log line. */
final class Words {
    private Words() {}

    static String clean(String text, int length) {
        String words = text.replaceAll("[\\p{Cntrl}\\s\\p{Cf}]+", " ").strip();
        return words.length() <= length ? words : words.substring(0, length) + "…";
    }
}
