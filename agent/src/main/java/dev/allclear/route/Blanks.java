package dev.allclear.route;

/** White space around the words of a list, as Proxmox sees it: all of Unicode's. */
final class Blanks {
    private Blanks() {}

    /** Java's own test knows no non-breaking spaces, but four separators of files. */
    private static boolean isWhiteSpace(int c) {
        return (c >= '\t' && c <= '\r') || c == 0x85 || Character.isSpaceChar(c);
    }

    static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isWhiteSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isWhiteSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
