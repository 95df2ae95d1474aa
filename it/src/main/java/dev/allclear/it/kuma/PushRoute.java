package dev.allclear.it.kuma;

import dev.allclear.it.http.Request;
import dev.allclear.it.http.Response;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How Kuma reads a request: which are pushes, and what their parameters mean (measured with 1.23.17 and 2.5.3). */
final class PushRoute {
    private static final Pattern PUSH = Pattern.compile("/api/push/([^/]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER =
            Pattern.compile("\\s*([+-]?(?:Infinity|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)).*", Pattern.DOTALL);
    private static final double LONGEST_PING = 100_000_000_000.0;

    private final boolean version2;

    PushRoute(boolean version2) {
        this.version2 = version2;
    }

    /** The token of a push, which may be empty; absent when this is no push. */
    Optional<String> token(Request request) {
        Matcher path = PUSH.matcher(request.path());
        boolean method =
                version2 || request.method().equals("GET") || request.method().equals("HEAD");
        return method && path.matches()
                ? Optional.of(Query.decode(path.group(1).replace("+", "%2B")))
                : Optional.empty();
    }

    /** What a request gets that is no push. */
    Response elsewhere(Request request) {
        if (request.method().equals("GET") || request.method().equals("HEAD")) {
            return Answers.frontPage();
        }
        if (request.method().equals("OPTIONS") && PUSH.matcher(request.path()).matches()) {
            return Answers.html(200, "GET,HEAD");
        }
        return Answers.cannot(request);
    }

    /** Everything but exactly one {@code up} is a DOWN, and nothing at all is an UP. */
    static boolean up(Query query) {
        List<String> status = query.all("status");
        return status.isEmpty()
                || (status.size() == 1
                        && (status.get(0).isEmpty() || status.get(0).equals("up")));
    }

    static String msg(Query query) {
        List<String> msg = query.all("msg");
        return msg.size() > 1 ? "[object Object]" : msg.isEmpty() || msg.get(0).isEmpty() ? "OK" : msg.get(0);
    }

    /** Null for 0 and for what is no number. */
    static @Nullable Double ping(Query query) {
        List<String> ping = query.all("ping");
        Matcher number = NUMBER.matcher(ping.isEmpty() ? "" : ping.get(0));
        if (!number.matches()) {
            return null;
        }
        double value = Double.parseDouble(number.group(1));
        return value == 0 ? null : value;
    }

    boolean accepts(@Nullable Double ping) {
        return !version2 || ping == null || (ping > 0 && ping <= LONGEST_PING);
    }
}
