package dev.allclear.deliver.kuma;

import dev.allclear.deliver.kuma.PushUrl.Invalid;
import dev.allclear.deliver.kuma.PushUrl.Parsed;
import dev.allclear.deliver.kuma.PushUrl.Valid;
import java.net.IDN;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a push URL apart. By hand and not with {@link java.net.URI}: that knows no host names with an underscore, and its
 * exceptions quote the whole text, token included.
 */
final class PushUrlParser {
    private static final Pattern URL =
            Pattern.compile("(https?)://([^/?#]*)([^?#]*)(?:\\?([^#]*))?(?:#.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:(.*)@)?(\\[([0-9A-Fa-f:.]+)]|[^\\[\\]@:]+)(?::(\\d*))?");
    private static final Pattern PATH = Pattern.compile("((?:/[^/]+)*?/api/push/)([^/]+)/?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_TOKEN = Pattern.compile("(?:/[^/]+)*?/api/push/?", Pattern.CASE_INSENSITIVE);
    private static final String COPY = "copy the \"Push URL\" from the monitor's page in Uptime Kuma:"
            + " http://HOST:3001/api/push/TOKEN?status=up&msg=OK&ping=";

    /** Leaves room for the message in the 8 KiB that nginx accepts. */
    private static final int LONGEST = 2048;

    private PushUrlParser() {}

    static Parsed parse(String text) {
        String url = text.strip();
        if (url.isEmpty()) {
            return new Invalid("the push URL is empty; " + COPY);
        }
        if (url.length() > LONGEST) {
            return new Invalid("the push URL has " + url.length() + " characters, more than " + LONGEST + "; " + COPY);
        }
        if (url.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            return new Invalid("there is a blank or a control character inside the push URL; " + COPY);
        }
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return new Invalid("a push URL starts with http:// or https://; " + COPY);
        }
        return parse(parts.group(1).toLowerCase(Locale.ROOT), parts.group(2), parts.group(3), parts.group(4));
    }

    private static Parsed parse(String scheme, String authority, String rawPath, @Nullable String query) {
        Matcher at = AUTHORITY.matcher(authority);
        if (!at.matches()) {
            return new Invalid("the push URL has no valid host after " + scheme + "://; " + COPY);
        }
        int port = port(at.group(4));
        if (port == 0) {
            return new Invalid("the port in the push URL is not a number from 1 to 65535; " + COPY);
        }
        String host = host(at);
        if (host == null) {
            return new Invalid("the host in the push URL is no valid name; " + COPY);
        }
        String path = rawPath.replaceAll("/{2,}", "/");
        Matcher push = PATH.matcher(path);
        if (!push.matches()) {
            return new Invalid(whatIsWrongWith(path));
        }
        return new Valid(new PushUrl(
                scheme,
                host,
                port,
                Percent.repair(push.group(1)),
                Percent.repair(push.group(2)),
                own(query == null ? "" : query),
                at.group(1)));
    }

    private static String whatIsWrongWith(String path) {
        if (NO_TOKEN.matcher(path).matches()) {
            return "the token after /api/push/ is missing in the push URL; " + COPY;
        }
        if (path.toLowerCase(Locale.ROOT).contains("/api/push/")) {
            return "something follows the token in the path of the push URL; " + COPY;
        }
        return "this is not the URL of an Uptime Kuma push monitor, since its path does not end with /api/push/TOKEN; "
                + COPY;
    }

    /** -1 when absent, 0 when invalid. */
    private static int port(@Nullable String digits) {
        if (digits == null || digits.isEmpty()) {
            return -1;
        }
        int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
        return port > 65535 ? 0 : port;
    }

    private static @Nullable String host(Matcher authority) {
        if (authority.group(3) != null) {
            return authority.group(3);
        }
        try {
            String host = IDN.toASCII(authority.group(2));
            return host.matches("[A-Za-z0-9._~-]+") ? host : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String own(String query) {
        StringBuilder own = new StringBuilder();
        for (String parameter : query.split("&", -1)) {
            if (!parameter.isEmpty() && !PushUrl.isOurs(parameter)) {
                own.append(Percent.repair(parameter)).append('&');
            }
        }
        return own.toString();
    }
}
