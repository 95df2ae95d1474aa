package dev.allclear.config;

/** White space as Proxmox's reader sees it: Unicode's White_Space, of which Java's own tests leave some out. */
final class Blank {
    private Blank() {}

    static boolean is(int c) {
        return (c >= '\t' && c <= '\r')
                || c == ' '
                || c == 0x85
                || c == 0xA0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }

    /** The index of the first character from {@code from} on that is not white space, or the length. */
    static int skip(String text, int from) {
        int i = from;
        while (i < text.length() && is(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The index of the first white space from {@code from} on, or the length. */
    static int next(String text, int from) {
        int i = from;
        while (i < text.length() && !is(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static String trim(String text) {
        int from = skip(text, 0);
        int to = text.length();
        while (to > from && is(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
