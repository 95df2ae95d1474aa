package dev.allclear.cli.setup;

import dev.allclear.deliver.kuma.PushUrl;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A push URL that was found in a text.
 *
 * @param kind as in {@code kind} of a heartbeat
 * @param url the URL to configure, a secret; for Uptime Kuma without the parameters that allclear sets itself
 */
public record PushPlace(String kind, String url) {
    private static final Pattern URL = Pattern.compile("https?://[^\\s\"'`<>()\\\\;|]+");
    private static final Pattern HEALTHCHECKS =
            Pattern.compile("https?://(?:hc-ping\\.com/.+|[^/]+/(?:.+/)?ping/[0-9a-f-]{36}.*)");
    private static final Pattern BETTERSTACK =
            Pattern.compile("https?://(?:uptime\\.betterstack|betteruptime)\\.com/api/v1/heartbeat/.+");
    private static final Pattern CRONITOR = Pattern.compile("https?://cronitor\\.link/p/.+");
    private static final Pattern GATUS = Pattern.compile("https?://.+/api/v1/endpoints/[^/]+/external.*");

    /** The first push URL of a monitor that allclear knows; empty when there is none. */
    static Optional<PushPlace> in(String text) {
        Matcher found = URL.matcher(text);
        while (found.find()) {
            Optional<PushPlace> place = of(found.group());
            if (place.isPresent()) {
                return place;
            }
        }
        return Optional.empty();
    }

    /** Whether there is any URL, of a monitor or not. */
    static Optional<String> anyUrl(String text) {
        Matcher found = URL.matcher(text);
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }

    private static Optional<PushPlace> of(String url) {
        // What hangs on it may be known only at run time, such as an exit code.
        String plain = url.split("[?#&]", 2)[0].replaceFirst("/\\$\\{?\\w*}?$", "");
        boolean whole = plain.indexOf('$') < 0 && plain.indexOf('{') < 0;
        if (!whole) {
            return Optional.empty();
        }
        if (PushUrl.fault(plain).isEmpty()) {
            return Optional.of(new PushPlace("kuma", plain));
        }
        if (HEALTHCHECKS.matcher(plain).matches()) {
            return Optional.of(new PushPlace("healthchecks", plain.replaceFirst("/(start|fail|log|\\d{1,3})/?$", "")));
        }
        if (BETTERSTACK.matcher(plain).matches()) {
            return Optional.of(new PushPlace("betterstack", plain.replaceFirst("/(fail|\\d{1,3})/?$", "")));
        }
        if (CRONITOR.matcher(plain).matches()) {
            return Optional.of(new PushPlace("cronitor", plain));
        }
        return GATUS.matcher(plain).matches() ? Optional.of(new PushPlace("gatus", plain)) : Optional.empty();
    }

    /** Scheme and host only: paths of push URLs are secrets. */
    static String masked(String url) {
        Matcher place = Pattern.compile("(https?://)(?:[^/@]*@)?([^/?#]+).*").matcher(url);
        return place.matches() ? place.group(1) + place.group(2) + "/***" : "***";
    }

    /** For people: without the token. */
    @Override
    public String toString() {
        return kind.equals("kuma") && PushUrl.parse(url) instanceof PushUrl.Valid valid
                ? valid.url().toString()
                : masked(url);
    }
}
