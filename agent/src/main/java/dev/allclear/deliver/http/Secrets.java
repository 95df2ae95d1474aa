package dev.allclear.deliver.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What must not be shown, and takes it out of what others say: as it is, percent-encoded and decoded, in capitals or not.
 * Immutable and thread-safe; its own text shows nothing.
 */
public final class Secrets {
    /** What stands where a secret stood. */
    public static final String MASK = "<masked>";

    /** Shorter ones are hidden only where they stand alone, or they would make every sentence unreadable. */
    private static final int SHORT = 4;

    /** Where the push URLs of others have their secret, should an answer or a redirect name one. */
    private static final Pattern OF_OTHERS = Pattern.compile(
            "(api/push/|/heartbeat/|hc-ping\\.com/|cronitor\\.link/p/|nosnch\\.in/)[^\\s\"'<>?&#]+",
            Pattern.CASE_INSENSITIVE);

    private final List<Pattern> patterns = new ArrayList<>();

    private Secrets(Collection<String> texts) {
        Set<String> all = new LinkedHashSet<>();
        for (String text : texts) {
            all.add(text);
            all.add(Percent.decode(text.replace("+", "%2B")));
            all.add(Percent.encode(text));
        }
        // The longest first, so that no part of one is left over by another one inside it.
        all.stream()
                .filter(text -> !text.isBlank())
                .sorted(Comparator.comparing(String::length).reversed())
                .forEach(text -> patterns.add(Pattern.compile(
                        text.length() >= SHORT
                                ? Pattern.quote(text)
                                : "(?<![\\p{L}\\p{N}])" + Pattern.quote(text) + "(?![\\p{L}\\p{N}])",
                        Pattern.CASE_INSENSITIVE)));
    }

    /** The login in a URL, and these. */
    public static Secrets of(HttpUrl url, String... more) {
        List<String> all = new ArrayList<>(url.loginSecrets());
        all.addAll(List.of(more));
        return of(all);
    }

    /** Empty ones do not matter. */
    public static Secrets of(Collection<String> texts) {
        return new Secrets(texts);
    }

    /** Empty ones do not matter. */
    public static Secrets of(String... texts) {
        return new Secrets(List.of(texts));
    }

    /** The same text with {@link #MASK} in the place of every secret. */
    public String hide(String text) {
        String hidden = OF_OTHERS.matcher(text).replaceAll("$1" + MASK);
        for (Pattern pattern : patterns) {
            hidden = pattern.matcher(hidden).replaceAll(MASK);
        }
        return hidden;
    }

    @Override
    public String toString() {
        return MASK;
    }
}
