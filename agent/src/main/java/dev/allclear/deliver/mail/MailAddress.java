package dev.allclear.deliver.mail;

import java.net.IDN;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address that can stand in an envelope: ASCII, without blanks, control characters and comments. Immutable and thread-safe.
 *
 * @param text {@code local@domain}, or a user of this host without a domain
 */
public record MailAddress(String text) {
    private static final int LONGEST = 254;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern LOCAL =
            Pattern.compile("(?!-)(?:" + ATOM + "(?:\\." + ATOM + ")*|\"[ !#-\\[\\]-~]+\")");
    private static final Pattern DOMAIN = Pattern.compile(
            "[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*\\.?"
                    + "|\\[[0-9A-Za-z:.]+\\]");
    private static final Pattern NAMED = Pattern.compile("(?:\"[^\"\\p{Cntrl}]*\"|[^<>@,\"\\p{Cntrl}]*) *<([^<>]*)>");

    /** Reads {@code local@domain} or {@code Name <local@domain>}; a domain in other scripts is turned into ASCII. */
    public static Optional<MailAddress> parse(String written) {
        Matcher named = NAMED.matcher(written.strip());
        String bare = named.matches() ? named.group(1) : written.strip();
        int at = bare.lastIndexOf('@');
        if (at < 0 || !LOCAL.matcher(bare.substring(0, at)).matches()) {
            return Optional.empty();
        }
        return ascii(bare.substring(at + 1))
                .filter(domain -> DOMAIN.matcher(domain).matches())
                .map(domain -> bare.substring(0, at) + "@" + domain)
                .filter(text -> text.length() <= LONGEST)
                .map(MailAddress::new);
    }

    /** As {@link #parse}, and a user of this host by name alone, such as {@code root}. */
    public static Optional<MailAddress> parseOrUser(String written) {
        String bare = written.strip();
        return bare.length() <= LONGEST
                        && !bare.startsWith("\"")
                        && LOCAL.matcher(bare).matches()
                ? Optional.of(new MailAddress(bare))
                : parse(written);
    }

    private static Optional<String> ascii(String domain) {
        if (domain.chars().allMatch(c -> c < 0x80)) {
            return Optional.of(domain);
        }
        try {
            return Optional.of(IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The address. */
    @Override
    public String toString() {
        return text;
    }
}
