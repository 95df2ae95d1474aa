package dev.allclear.deliver.kuma;

import dev.allclear.deliver.http.HttpUrl;
import dev.allclear.deliver.kuma.PushUrl.Invalid;
import dev.allclear.deliver.kuma.PushUrl.Parsed;
import dev.allclear.deliver.kuma.PushUrl.Valid;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the token in a push URL. */
final class PushUrlParser {
    private static final Pattern PATH = Pattern.compile("((?:/[^/]+)*?/api/push/)([^/]+)/?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_TOKEN = Pattern.compile("(?:/[^/]+)*?/api/push/?", Pattern.CASE_INSENSITIVE);
    private static final String COPY = "copy the \"Push URL\" from the monitor's page in Uptime Kuma:"
            + " http://HOST:3001/api/push/TOKEN?status=up&msg=OK&ping=";

    private PushUrlParser() {}

    static Parsed parse(String text) {
        HttpUrl.Parsed read = HttpUrl.parse(text, "push URL");
        if (read instanceof HttpUrl.Fault fault) {
            return new Invalid(fault.reason() + "; " + COPY);
        }
        HttpUrl url = ((HttpUrl.Valid) read).url();
        String path = url.path().replaceAll("/{2,}", "/");
        Matcher push = PATH.matcher(path);
        return push.matches()
                ? new Valid(new PushUrl(url, push.group(1), push.group(2), own(url.query())))
                : new Invalid(whatIsWrongWith(path));
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

    private static String own(String query) {
        StringBuilder own = new StringBuilder();
        for (String parameter : query.split("&", -1)) {
            if (!parameter.isEmpty() && !PushUrl.isOurs(parameter)) {
                own.append(parameter).append('&');
            }
        }
        return own.toString();
    }
}
