package dev.allclear.watch.spool;

import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a spooled file, {@code KIND-MICROSECONDS-RANDOM}: unique, and in the order of time within its kind.
 *
 * @param text as it is in the directory
 */
record SpoolName(Kind kind, Instant at, String text) {

    /** What a file holds. */
    enum Kind {
        /** A mail as it came. */
        MAIL,
        /** A request to test a target. */
        TEST,
        /** A request to send something again. */
        RESEND;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** In front of the name of a file that is not yet complete. */
    static final String UNFINISHED = "tmp-";

    static final Comparator<SpoolName> OLDEST_FIRST =
            Comparator.comparing(SpoolName::at).thenComparing(SpoolName::text);
    private static final Pattern FORM = Pattern.compile("(mail|test|resend)-([0-9]{16})-[0-9a-f]{16}");

    /** A name that nobody else has. */
    static SpoolName fresh(Kind kind, Instant now) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        // Not to be guessed: who knows the name may read the file until it is taken.
        String random = String.format(Locale.ROOT, "%016x", new SecureRandom().nextLong());
        return new SpoolName(
                kind,
                Instant.EPOCH.plus(micros, ChronoUnit.MICROS),
                String.format(Locale.ROOT, "%s-%016d-%s", kind.word(), micros, random));
    }

    /** Empty if no writer of ours gave it. */
    static Optional<SpoolName> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            Kind kind = Kind.valueOf(form.group(1).toUpperCase(Locale.ROOT));
            Instant at = Instant.EPOCH.plus(Long.parseLong(form.group(2)), ChronoUnit.MICROS);
            return Optional.of(new SpoolName(kind, at, text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
