package dev.allclear.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** Words as people mistype them. */
final class Spelling {
    private static final int LONGEST_WORD = 40;
    private static final Pattern HARMLESS = Pattern.compile("[\\p{L}0-9_.;#,+-]{1," + LONGEST_WORD + "}");

    /** What the secrets of Proxmox's API tokens look like. */
    private static final Pattern TOKEN = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    private Spelling() {}

    /** The known word that was probably meant by {@code typed}, if one is near enough. */
    static Optional<String> nearest(String typed, Collection<String> known) {
        if (typed.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        return known.stream()
                .filter(word -> distance(typed, word) <= Math.max(1, Math.min(typed.length(), word.length()) / 3))
                .min(Comparator.comparingInt(word -> distance(typed, word)));
    }

    /**
     * The text in quotes with a blank before it, or nothing when the text is long or looks like more than a word: a line at
     * a wrong place may hold a push URL or a token, which must not appear in a message.
     */
    static String echo(String text) {
        return HARMLESS.matcher(text).matches() && !TOKEN.matcher(text).find() ? " '" + text + "'" : "";
    }

    /**
     * A value that is no secret, short enough for a message and without control characters. Of a URL, which may be a push
     * URL under the wrong key, only the beginning is shown; of what looks like a token, nothing.
     */
    static String shorten(String text) {
        int url = text.indexOf("://");
        if (url >= 0) {
            return shorten(text.substring(0, url)) + "://…";
        }
        String harmless = TOKEN.matcher(text).replaceAll("…");
        String clean = harmless.codePoints()
                .limit(60)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return clean.length() < harmless.length() ? clean + "…" : clean;
    }

    /** Damerau-Levenshtein distance in the variant that never edits a transposed pair again. */
    static int distance(String left, String right) {
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, left, right, i, j);
            }
        }
        return cost[left.length()][right.length()];
    }

    private static int cheapest(int[][] cost, String left, String right, int i, int j) {
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
