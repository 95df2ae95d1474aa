package dev.allclear.route.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * An expression in the dialect of Rust's {@code regex} crate, which Proxmox uses. Immutable and thread-safe; the time to search is
 * linear in the length of the text.
 *
 * <p>Known differences: {@code \b} and {@code \B} know words of ASCII only; {@code \b{start}}, {@code \<}, the flag {@code R},
 * a count above 1000, an expression that is longer than {@value RegexReader#MOST_STEPS} steps once its counts are written out, and
 * {@code \p} with other properties than categories, scripts and a few more are refused; characters are those of Java's Unicode.
 */
public final class Regex {
    private final Pattern pattern;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads an expression.
     *
     * @throws BadRegexException if Rust refuses it, or it is one of the known differences
     */
    public static Regex of(String text) throws BadRegexException {
        String rewritten = new RegexReader(text).read();
        try {
            return new Regex(Pattern.compile(rewritten));
        } catch (PatternSyntaxException refused) {
            throw new BadRegexException(
                    "it is no regular expression: " + refused.getDescription(), "a simpler expression");
        }
    }

    /** Whether it fits anywhere in the text. */
    public boolean find(String text) {
        return pattern.matcher(text).find();
    }
}
